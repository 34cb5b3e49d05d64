"""Lists as Excel workbooks."""

from collections.abc import Iterable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from portal.selectors.listing import COLUMNS, ListedTown

WIDTHS = (6, 28, 22, 22, 24, 10, 40, 18, 28)


def town_workbook(towns: Iterable[ListedTown]) -> bytes:
    """The public list as it stands on screen, one line for each recognition."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("专业镇名录")
    for number, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, title, bold=True) for title in COLUMNS])
    for number, town in enumerate(towns, start=1):
        for line in town.lines():
            sheet.append([number, *(_cell(sheet, text) for text in line)])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(sheet: WriteOnlyWorksheet, text: str, *, bold: bool = False) -> WriteOnlyCell:
    """Text stays text: a name that begins with = is no formula."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
