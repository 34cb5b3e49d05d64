"""The wrong rows of a file as a workbook: every cell as it was, the wrong ones marked, what is wrong beside them."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter

from exchange.sheets.reading import Rows

MOST_ROWS = 2_000
WRONG = PatternFill("solid", fgColor="FBE3E0")
STRANGE = PatternFill("solid", fgColor="FBF0D9")
HEADER = PatternFill("solid", fgColor="EAF1F2")

# (row, column letter, title, what was given, sentence) as the pages of an import hold them.
Found = Sequence[Any]


def mending_book(rows: Rows, errors: Sequence[Found], warnings: Sequence[Found]) -> bytes:
    """Two sheets: the list of what was found, and the rows it was found in."""
    book = Workbook(write_only=True)
    _list(book, errors, warnings)
    _rows(book, rows, errors, warnings)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _list(book: Workbook, errors: Sequence[Found], warnings: Sequence[Found]) -> None:
    sheet = book.create_sheet("问题清单")
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEF", (8, 8, 8, 18, 30, 70), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append(
        [_cell(sheet, each, HEADER, bold=True) for each in ("性质", "行", "列", "列名", "填的是", "问题")]
    )
    for kind, fill, found in (("错误", WRONG, errors), ("提醒", STRANGE, warnings)):
        for number, letter, title, given, sentence in found:
            sheet.append(
                [
                    _cell(sheet, kind, fill),
                    number,
                    *(_cell(sheet, each) for each in (letter, title, given, sentence)),
                ]
            )


def _rows(book: Workbook, rows: Rows, errors: Sequence[Found], warnings: Sequence[Found]) -> None:
    sheet = book.create_sheet("有问题的行")
    by_row: dict[int, dict[int, PatternFill]] = {}
    said: dict[int, list[str]] = {}
    for found, fill in ((warnings, STRANGE), (errors, WRONG)):
        for number, letter, title, _, sentence in found:
            by_row.setdefault(number, {})[column_index_from_string(letter) - 1 if letter else -1] = fill
            said.setdefault(number, []).append(f"{title}：{sentence}")
    width = max((len(rows[number - 1]) for number in by_row if number <= len(rows)), default=1)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 8, 70
    for number in range(3, width + 3):
        sheet.column_dimensions[get_column_letter(number)].width = 20
    heads = ["原表行号", "问题", *(f"{get_column_letter(place + 1)} 列" for place in range(width))]
    sheet.append([_cell(sheet, each, HEADER, bold=True) for each in heads])
    for number in sorted(by_row)[:MOST_ROWS]:
        cells = rows[number - 1] if number <= len(rows) else []
        marked = _marked(sheet, cells, by_row[number])
        sheet.append([number, _cell(sheet, "\n".join(said[number])), *marked])


def _marked(sheet: Any, cells: Sequence[Any], fills: Mapping[int, PatternFill]) -> list[WriteOnlyCell]:
    return [_cell(sheet, value, fills.get(place)) for place, value in enumerate(cells)]


def _cell(sheet: Any, value: Any, fill: PatternFill | None = None, *, bold: bool = False) -> WriteOnlyCell:
    """Text stays text: what begins with = is no formula here."""
    is_text = isinstance(value, str)
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value) if is_text else value)
    if is_text:
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if fill is not None:
        cell.fill = fill
    if bold:
        cell.font = Font(bold=True)
    return cell
