"""B6: 50,000 figures by Excel, with all that protects them, against bare openpyxl and COPY, and against plain import-export."""

import io
import os
import time
from collections.abc import Callable
from decimal import Decimal
from statistics import median
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from accounts.actors import Actor
from config.demonstration.journeys import acting
from core import bulk
from core.money import to_base
from exchange.enums import ImportState, PageKind
from exchange.models import ImportPage
from exchange.services import imports, reading, writing
from ops.bench.plain_import import import_plainly
from ops.bench.windows import interleaved
from ops.console import say
from records.models import Act
from towns.models import Enterprise, Figure, Indicator, Town
from towns.services.figure_import import COLUMNS

WINDOWS = 10
ROWS, SLICE = 50_000, 1_000
FIRMS, YEARS = 2_500, range(2020, 2025)
OURS, FLOOR, PLAIN = "本平台的导入", "openpyxl 逐行读 + COPY", "import-export 原样"
HEADER = ("主体", "指标", "年份", "期间", "数值", "单位", "口径", "来源")
CLERK, UNIT = "demo-filer", "gov-140121"
SOURCE = "测速用表"
COMPARED = ("enterprise_id", "indicator_id", "year", "part", "value", "unit", "scope", "source")
BAD_EVERY = 100

Row = tuple[Any, ...]


class Desk:
    """A town with its enterprises, the file, and the two ways in; between windows the table is emptied again."""

    def __init__(self, town: Town, actor: Actor, firms: dict[str, int], indicators: list[Indicator]) -> None:
        self.town, self.actor, self.firms = town, actor, firms
        self.indicators = {each.name: each for each in indicators}
        self.rows = _rows(list(firms), indicators)
        self.content = _file(self.rows)
        self.spent: dict[str, list[float]] = {OURS: [], FLOOR: [], PLAIN: []}

    def import_ours(self, window: int) -> float:
        """Seconds a row: guard, storing, reading, checking, preview, confirming, writing, records."""
        upload = SimpleUploadedFile("测速.xlsx", self.content)
        begin, worked = time.perf_counter(), _worked()
        batch = imports.begin_import(actor=self.actor, key="figures", number=self.town.pk, upload=upload)
        reading.read_import(batch_id=batch.pk)
        batch.refresh_from_db()
        imports.confirm_import(actor=self.actor, batch=batch, version=batch.version)
        writing.apply_import(batch_id=batch.pk)
        spent = time.perf_counter() - begin
        self.spent[OURS].append(_worked() - worked)
        self.written = _written()
        _empty()
        return spent / ROWS

    def import_barely(self, window: int) -> float:
        """Seconds a row for openpyxl's quickest reading and COPY into the same table, nothing checked."""
        begin, worked = time.perf_counter(), _worked()
        with transaction.atomic():
            numbers = bulk.draw_numbers(Figure, ROWS)
            book = load_workbook(io.BytesIO(self.content), read_only=True)
            sheet: ReadOnlyWorksheet = book.worksheets[0]
            now = str(timezone.now())
            cells = zip(numbers, sheet.iter_rows(min_row=2, values_only=True), strict=True)
            bulk.append(Figure, COLUMNS, (self._line(number, row, now) for number, row in cells))
        spent = time.perf_counter() - begin
        self.spent[FLOOR].append(_worked() - worked)
        self.bare = _written()
        _empty()
        return spent / ROWS

    def import_plainly(self, window: int) -> float:
        """Seconds a row of a slice, as import-export does it by itself."""
        content = _file(self.rows[:SLICE])
        begin, worked = time.perf_counter(), _worked()
        import_plainly(content)
        spent = time.perf_counter() - begin
        self.spent[PLAIN].append(_worked() - worked)
        self.plain = _written()
        _empty()
        return spent / SLICE

    def _line(self, number: int, row: Row, now: str) -> Row:
        firm, name, year, _, value, unit, scope, source = row
        indicator = self.indicators[str(name)]
        base = to_base(Decimal(str(value)), str(unit))
        who = (self.actor.organisation.pk, self.actor.user.pk)  # type: ignore[union-attr]
        return (
            number, None, self.firms[str(firm)], None, indicator.pk, year, "", str(base), unit, scope or "", source,
            *who, now, "",
        )  # fmt: skip


def run() -> bool:
    """Print the part on importing; False when a cell differs, an error is missed, or one is told too many."""
    desk = prepare()
    contestants: dict[str, Callable[[int], float]] = {
        OURS: desk.import_ours,
        FLOOR: desk.import_barely,
        PLAIN: desk.import_plainly,
    }
    interleaved(contestants, 1)
    series = interleaved(contestants, WINDOWS)
    for name in contestants:
        say(f"  {name}：每秒 {1 / series.cost(name):,.0f} 行")
    say(f"  {ROWS} 行用时 {series.cost(OURS) * ROWS:.2f} 秒，是{FLOOR}的 {series.ratio(OURS, FLOOR)}")
    worked = median(ours / bare for ours, bare in zip(desk.spent[OURS], desk.spent[FLOOR], strict=True))
    say(f"  只算处理器时间（连同检查文件的进程，不含数据库）：是{FLOOR}的 {worked:.2f} 倍")
    say(f"  import-export 只测 {SLICE} 行，按行数折算：是本平台的 {series.ratio(PLAIN, OURS)}")
    right = [desk.written == desk.bare, desk.plain == [row for row in desk.bare if row in set(desk.plain)]]
    say(f"  写入的 {len(desk.written)} 行与{FLOOR}逐格相同：{'是' if all(right) else '否'}")
    right.append(_finds_every_error(desk))
    return all(right)


def prepare() -> Desk:
    """The demonstration's town with 2,500 enterprises."""
    said = io.StringIO()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference", stdout=said)
    call_command("seed_demo", stage="draft", stdout=said)
    actor = acting(CLERK, UNIT)
    town = Town.objects.filter(owner=actor.organisation).order_by("pk").first()
    assert town is not None, "the demonstration has a town of this unit"
    names = [f"测速企业{number:05d}" for number in range(FIRMS)]
    Enterprise.objects.bulk_create([Enterprise(town=town, name=name, role="supporting") for name in names])
    firms = dict(
        Enterprise.objects.filter(town=town, name__in=names).order_by("pk").values_list("name", "pk")
    )
    for number in range(4):
        Indicator.objects.create(
            key=f"bench_{number}",
            name=f"测速指标{number}",
            unit="万元",
            value_type="money",
            subject="enterprise",
        )
    indicators = list(Indicator.objects.filter(key__startswith="bench_").order_by("key"))
    return Desk(town, actor, firms, indicators)


def _worked() -> float:
    """Seconds of the processor that this process and the guard's have taken; the database's own are not in it."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _rows(firms: list[str], indicators: list[Indicator]) -> list[Row]:
    """Figures that grow a little every year, so that no warning is due."""
    places = ((firm, each, year) for year in YEARS for each in indicators for firm in firms)
    return [
        (firm, each.name, year, "全年", 100 + number % 997 + (year - 2020) / 4, "万元", "", SOURCE)
        for number, (firm, each, year) in enumerate(places)
    ]


def _file(rows: list[Row]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    for row in (HEADER, *rows):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _written() -> list[Row]:
    rows = Figure.objects.filter(source=SOURCE).order_by("enterprise_id", "indicator_id", "year")
    return list(rows.values_list(*COMPARED))


def _empty() -> None:
    """As before the window; the act log keeps what happened."""
    Figure.objects.filter(source=SOURCE).delete()
    ImportPage.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) towns_figure, exchange_importpage, records_act")


def _finds_every_error(desk: Desk) -> bool:
    """One cell in every hundredth row spoilt, and one row in every thousand twice: exactly these are told."""
    rows, wanted = list(desk.rows), set()
    for place in range(0, ROWS, BAD_EVERY):
        number = place + 2
        if place % 1_000 == 500:
            rows[place] = rows[place - 1]
            wanted.add((number, "B"))
        else:
            rows[place] = (*rows[place][:4], "不详", *rows[place][5:])
            wanted.add((number, "E"))
    begin = time.perf_counter()
    upload = SimpleUploadedFile("测速.xlsx", _file(rows))
    written = time.perf_counter()
    batch = imports.begin_import(actor=desk.actor, key="figures", number=desk.town.pk, upload=upload)
    reading.read_import(batch_id=batch.pk)
    batch.refresh_from_db()
    found = {(line[0], line[1]) for page in batch.pages.filter(kind=PageKind.ERROR) for line in page.lines}
    say(
        f"  另有一个文件错 {len(wanted)} 格：找出 {len(found)} 格，用时 {time.perf_counter() - written:.2f} 秒"
        f"（做文件 {written - begin:.1f} 秒）"
    )
    recorded = Act.objects.filter(verb="town.import_figures").count()
    return found == wanted and batch.state == ImportState.FAULTY and recorded == WINDOWS + 1
