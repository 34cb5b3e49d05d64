"""B7: a hundred thousand rows out, against openpyxl's write-only mode and against COPY TO; read back cell by cell."""

import csv
import gc
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.http import QueryDict

from config.demonstration.journeys import acting
from core import lists
from core.sheets import Column, Kind, Line, Sheet, csv_chunks, workbook_chunks
from exchange.services.making import lines_of
from ops.bench.windows import interleaved
from ops.console import say
from ops.place import CLONE

ROWS = 100_000
WINDOWS = 20
ROWS_A_WINDOW = 5_000
PAIRS = 5
OURS, OPENPYXL, PLAIN = "本平台的工作簿", "openpyxl 只写模式", "本平台的 CSV"
LISTED, COPIED = "办理记录导出为 CSV", "COPY TO"
ADMINISTRATOR, UNIT = "demo-admin", "office-140000"
COLUMNS = (
    Column("主体", 24),
    Column("指标", 20),
    Column("年份", 8, Kind.PLAIN),
    Column("期间", 10),
    Column("数值", 16, Kind.DECIMAL),
    Column("单位", 10),
    Column("来源", 40),
    Column("填报单位", 24),
)
FILL = """
INSERT INTO records_act (at, verb, outcome, user_id, user_name, organisation_name, post_name, role_names,
    target_type, target_id, target_name, from_state, to_state, comment, details, address, request_number)
SELECT now(), 'town.update', 'done', %s, '演示人员' || n %% 50, '演示县人民政府', '', '填报员', 'towns.town', n::text,
    '=演示专业镇' || n, '', '', '第 ' || n || ' 次修改，"核对"', '{}', '127.0.0.1', ''
FROM generate_series(1, %s) AS n
"""
COPY = """COPY (SELECT at, user_name, organisation_name, post_name, role_names, verb, target_name, outcome, comment,
    details, address FROM records_act ORDER BY id DESC) TO STDOUT WITH (FORMAT csv, HEADER)"""


def line(number: int) -> Line:
    """One row of figures; every tenth is called like a formula."""
    return (
        f"{'=' if number % 10 == 0 else ''}演示企业{number}有限公司",
        ("总产值", "销售收入", "研发投入")[number % 3],
        2020 + number % 6,
        "全年",
        Decimal(number * 1237) / 100,
        "万元",
        f"统计年报第 {number % 4000} 页，<核对> & 签字",
        "演示县统计局",
    )


def ours(rows: Sequence[Line], file: Any) -> None:
    """A workbook as the portal writes it."""
    for chunk in workbook_chunks(Sheet("数据", COLUMNS), rows):
        file.write(chunk)


def openpyxl(rows: Sequence[Line], file: Any) -> None:
    """The same rows, as safely: texts are typed as texts there as well."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    sheet.append([column.heading for column in COLUMNS])
    for row in rows:
        cells: list[Any] = list(row)
        if str(cells[0]).startswith("="):
            cells[0] = WriteOnlyCell(sheet, value=cells[0])
            cells[0].data_type = "s"
        sheet.append(cells)
    book.save(file)


def plain(rows: Sequence[Line], file: Any) -> None:
    """The rows as .csv."""
    for chunk in csv_chunks(COLUMNS, rows):
        file.write(chunk)


def timed(write: Any, number: int) -> float:
    """Processor seconds for one row; garbage is collected outside."""
    rows = [line(each) for each in range(number * ROWS_A_WINDOW, (number + 1) * ROWS_A_WINDOW)]
    gc.collect()
    gc.disable()
    begin = time.process_time()
    write(rows, io.BytesIO())
    cost = time.process_time() - begin
    gc.enable()
    return cost / ROWS_A_WINDOW


def run() -> bool:
    """Print the part on exports; False when a cell came out differently."""
    writers = {OURS: ours, OPENPYXL: openpyxl, PLAIN: plain}
    contestants = {
        name: (lambda number, write=write: timed(write, number)) for name, write in writers.items()
    }
    interleaved(contestants, 1)
    series = interleaved(contestants, WINDOWS)
    for name in contestants:
        say(f"  {name}：每秒 {1 / series.cost(name):.0f} 行")
    say(f"  openpyxl 用时是工作簿的 {series.ratio(OPENPYXL, OURS)}")
    _prepare()
    return all([_memory(), _against_copy()])


def _prepare() -> None:
    said = io.StringIO()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference", stdout=said)
    call_command("seed_demo", stage="draft", stdout=said)
    actor = acting(ADMINISTRATOR, UNIT)
    assert actor.user is not None
    with connection.cursor() as cursor:
        cursor.execute(FILL, [actor.user.pk, ROWS])
        cursor.execute("ANALYZE records_act")


def _opened() -> lists.Opened:
    return lists.find("acts").open(acting(ADMINISTRATOR, UNIT), QueryDict(""), {})


def _memory() -> bool:
    """In processes of their own: how far memory grows, when the first byte comes, and every cell read back."""
    right = True
    with tempfile.TemporaryDirectory(prefix="town-bench-") as folder:
        for what, words in (("rows", "十万行数据"), ("acts", "十万条办理记录，经可见范围")):
            path = Path(folder) / f"{what}.xlsx"
            command = [sys.executable, "-m", "ops.bench.export_child", what, str(path)]
            done = subprocess.run(
                command, cwd=CLONE, env=os.environ, capture_output=True, text=True, check=True
            )
            found = json.loads(done.stdout.splitlines()[-1])
            say(
                f"  {words}：内存增长 {found['grown']:.1f} MB，第一个字节 {found['first'] * 1000:.1f} 毫秒，"
                f"文件 {path.stat().st_size / 1e6:.1f} MB"
            )
            different = _different(path, what)
            say(f"    逐格核对：{'全部相同' if not different else f'{different} 格不同，以上数字无效'}")
            right = right and not different
    return right


def _different(path: Path, what: str) -> int:
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)[1:]
    if what == "rows":
        wanted: Iterator[Line] = (line(number) for number in range(ROWS))
        return sum(map(_unlike, rows, wanted)) + abs(len(rows) - ROWS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT target_name, comment FROM records_act ORDER BY id DESC")
        held = cursor.fetchall()
    missing = abs(len(rows) - len(held))
    return missing + sum(bool((row[6], row[8]) != pair) for row, pair in zip(rows, held, strict=False))


def _unlike(row: Sequence[Any], wanted: Line) -> int:
    return sum(
        value != (float(right) if isinstance(right, int | Decimal) else right)
        for value, right in zip(row, wanted, strict=True)
    )


def _against_copy() -> bool:
    """The whole way of a list, with sight, words and guards, against what the database writes by itself."""
    held: dict[str, bytes] = {}

    def listed(number: int) -> float:
        begin = time.perf_counter()
        opened = _opened()
        held[LISTED] = b"".join(csv_chunks(opened.columns, lines_of(opened)))
        return (time.perf_counter() - begin) / ROWS

    def copied(number: int) -> float:
        begin, file = time.perf_counter(), io.BytesIO()
        with connection.cursor() as cursor:
            cursor.copy_expert(COPY, file)
        held[COPIED] = file.getvalue()
        return (time.perf_counter() - begin) / ROWS

    contestants = {LISTED: listed, COPIED: copied}
    interleaved(contestants, 1)
    series = interleaved(contestants, PAIRS)
    for name in contestants:
        say(f"  {name}：每秒 {1 / series.cost(name):.0f} 行")
    say(f"  导出用时是 COPY TO 的 {series.ratio(LISTED, COPIED)}")
    ours, theirs = (
        list(islice(csv.reader(io.StringIO(held[name].decode("utf-8-sig"))), 1, None)) for name in contestants
    )
    same = [row[6].removeprefix("'") for row in ours] == [row[6] for row in theirs]
    say(f"  与 COPY TO 的行：{'逐行相同' if same else '不同，以上数字无效'}")
    return same
