"""The workbook that people fill in: locked headers, units, drop-downs, and marks that say which template it is."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.resources import Column, SheetResource
from exchange.sheets.marks import HEADER_ROW, HELP, LISTS, MARKS, SHEET

# What Excel shows beside a cell is cut off behind this.
LONGEST_PROMPT = 250
FORMATS = {"text": "@", "choice": "@", "date": "yyyy-mm-dd", "integer": "0", "decimal": "General"}
HEADER = PatternFill("solid", fgColor="0D4754")
DUTY = PatternFill("solid", fgColor="EAF1F2")
LINE = Border(bottom=Side("thin", color="B9C7CB"))


def template(
    resource: SheetResource, place_name: str, lookups: Mapping[str, Any], columns: Sequence[Column]
) -> bytes:
    """The empty template of a resource, for one place."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    _head(sheet, resource, place_name, columns)
    offers = _offers(book, resource, columns, lookups)
    last = HEADER_ROW + resource.most_rows
    for number, column in enumerate(columns, start=1):
        _column(sheet, column, number, last, offers.get(column.attribute, ""))
    _protect(sheet)
    _explain(book.create_sheet(HELP), resource, columns)
    marks = book.create_sheet(MARKS)
    marks["A1"], marks["B1"] = resource.key, resource.revision
    marks.sheet_state = "veryHidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def duty(column: Column) -> str:
    """What stands above a header: 必填 · 单位 亿元."""
    parts = ["必填" if column.required else "选填", f"单位：{column.unit}" if column.unit else ""]
    return " · ".join(part for part in parts if part)


def _head(sheet: Worksheet, resource: SheetResource, place_name: str, columns: Sequence[Column]) -> None:
    width = len(columns)
    title = f"{place_name}{resource.noun}导入表" if place_name else f"{resource.noun}导入表"
    sheet.append([f"{title}（模板第 {resource.revision} 版）"])
    sheet.append(
        [
            f"从第 {HEADER_ROW + 1} 行起，一行填一条；表头请勿改动，各列怎样填见“{HELP}”表。填好后回到平台上传。"
        ]
    )
    sheet.append([duty(column) for column in columns])
    sheet.append([column.title for column in columns])
    for row in (1, 2):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        sheet.cell(row, 1).alignment = Alignment(vertical="center", wrap_text=row == 2)
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"].font = Font(color="52636A")
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 28, 32
    sheet.row_dimensions[HEADER_ROW].height = 22
    for number in range(1, width + 1):
        above, header = sheet.cell(HEADER_ROW - 1, number), sheet.cell(HEADER_ROW, number)
        above.font, above.fill = Font(color="52636A", size=9), DUTY
        header.font, header.fill, header.border = Font(bold=True, color="FFFFFF"), HEADER, LINE
        header.alignment = Alignment(vertical="center")
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 1)


def _offers(
    book: Workbook, resource: SheetResource, columns: Sequence[Column], lookups: Mapping[str, Any]
) -> dict[str, str]:
    """The choices of every column on a hidden sheet: {attribute: their range}."""
    sheet = book.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    found: dict[str, str] = {}
    for column in columns:
        choices = resource.choices(column, lookups)
        if not choices:
            continue
        number = len(found) + 1
        for row, choice in enumerate(choices, start=1):
            cell = sheet.cell(row, number, choice)
            # A name that begins with = is no formula.
            cell.data_type = "s"
        letter = get_column_letter(number)
        found[column.attribute] = f"'{LISTS}'!${letter}$1:${letter}${len(choices)}"
    return found


def _column(sheet: Worksheet, column: Column, number: int, last: int, offers: str) -> None:
    letter = get_column_letter(number)
    whole = sheet.column_dimensions[letter]
    whole.width = max(column.width, len(column.title) * 2 + 4)
    whole.protection = Protection(locked=False)
    whole.number_format = FORMATS[column.widget.kind]
    rule = DataValidation(type="list", formula1=offers) if offers else DataValidation()
    # Offered, not enforced: what is wrong is told when the file is read, all of it at once.
    rule.allow_blank, rule.showErrorMessage = True, False
    rule.showInputMessage = True
    rule.promptTitle, rule.prompt = column.title[:32], _prompt(column)[:LONGEST_PROMPT]
    rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{last}")
    sheet.add_data_validation(rule)


def _prompt(column: Column) -> str:
    parts = [f"{duty(column)}。", column.note, f"例如：{column.example}" if column.example else ""]
    return "".join(part for part in parts if part)


def _protect(sheet: Worksheet) -> None:
    """Headers cannot be changed by accident; there is no password, and rows come and go as people like."""
    guard = sheet.protection
    guard.sheet = True
    guard.formatCells = guard.formatColumns = guard.formatRows = False
    guard.insertRows = guard.deleteRows = guard.sort = guard.autoFilter = False


def _explain(sheet: Worksheet, resource: SheetResource, columns: Sequence[Column]) -> None:
    sheet.append(["列", "是否必填", "单位", "怎样填", "例如"])
    for column in columns:
        sheet.append(
            [column.title, "必填" if column.required else "选填", column.unit, column.note, column.example]
        )
    sheet.append([])
    for line in (
        f"一次最多 {resource.most_rows} 行；先核对，看过预览再确认，确认之前什么也不写入。",
        "有一处错误就全部不写入，错误按行、列一次列出；改好后再上传同一个文件即可。",
        "全角数字、千分位（1,234.5）、2024年5月20日 这样的日期都能识别。",
        "没有模板时，自己的表也能用：第一张表里有一行写着上面的列名就行，次序不限。",
    ):
        sheet.append([line])
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEADER
    for letter, width in zip("ABCDE", (20, 10, 10, 50, 30), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=2, max_row=len(columns) + 1):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
