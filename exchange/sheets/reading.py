"""A workbook or a text file as rows of cells. Called only with bytes that the guard of `files` has let in."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from core.errors import Invalid
from core.sheets import as_data
from exchange.sheets.marks import MARKS, SHEET
from files.enums import FileKind

Rows = list[list[Any]]

BROKEN = "这个文件打不开，请用 Excel 或 WPS 另存为 .xlsx 后再上传。"
PASSWORD = "这个文件设了打开密码，请取消密码后再上传。"  # noqa: S105 - a sentence
NO_SHEET = "这个文件里没有内容，请把数据填在第一张表里。"
ENCODING = "这个 .csv 文件的编码无法识别，请用 Excel 或 WPS 另存为 .xlsx，或存为 UTF-8 编码后再上传。"
# Merged cells beyond this are decoration or malice.
MOST_MERGED = 200_000


@dataclass(slots=True)
class Grid:
    """The cells of one sheet; `rows[0]` is row 1. `key` and `revision` are a template's marks, empty without them."""

    rows: Rows
    key: str = ""
    revision: int = 0
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)


def read(file: IO[bytes], kind: str) -> Grid:
    """The sheet that people filled in; Invalid with a sentence when there is none or it cannot be read."""
    return _text(file.read()) if kind == FileKind.CSV else _workbook(file)


def _workbook(file: IO[bytes]) -> Grid:
    try:
        with CalamineWorkbook.from_filelike(file) as book:
            sheet = _filled_in(book)
            merged = list(sheet.merged_cell_ranges or ())
            rows = sheet.to_python(skip_empty_area=False)
            key, revision = _marks(book)
    except PasswordError as error:
        raise Invalid(PASSWORD) from error
    except (CalamineError, OSError, ValueError) as error:
        raise Invalid(BROKEN) from error
    _fill_down(rows, merged)
    return Grid(rows, key, revision, merged)


def _filled_in(book: CalamineWorkbook) -> CalamineSheet:
    """The template's sheet, else the first that people see and that holds something."""
    if SHEET in book.sheet_names:
        return book.get_sheet_by_name(SHEET)
    for each in book.sheets_metadata:
        if each.visible == SheetVisibleEnum.Visible:
            sheet = book.get_sheet_by_name(each.name)
            if sheet.height:
                return sheet
    raise Invalid(NO_SHEET)


def _marks(book: CalamineWorkbook) -> tuple[str, int]:
    if MARKS not in book.sheet_names:
        return "", 0
    rows = book.get_sheet_by_name(MARKS).to_python()
    try:
        return str(rows[0][0]), int(float(str(rows[0][1])))
    except (IndexError, ValueError, OverflowError):
        return "", 0


def _fill_down(rows: Rows, merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Give every cell of a merged block what stands in its corner: people merge headers, and equal cells below."""
    room = MOST_MERGED
    for (top, left), (bottom, right) in merged:
        room -= (bottom - top + 1) * (right - left + 1)
        if room < 0:
            return
        if top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [value] * len(row[left : right + 1])


def _text(content: bytes) -> Grid:
    text = _decoded(content)
    head = text[:4096].splitlines()[:1]
    delimiter = max(",\t;", key=head[0].count) if head else ","
    if "\0" in text:
        raise Invalid(ENCODING)
    try:
        rows: Rows = [
            [as_data(cell) for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise Invalid("这个 .csv 文件的格式不对，请用 Excel 或 WPS 另存为 .xlsx 后再上传。") from error
    if not any(any(row) for row in rows):
        raise Invalid(NO_SHEET)
    return Grid(rows)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(ENCODING)
