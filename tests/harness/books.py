"""What a person sees who opens a workbook, as two programs read it."""

import csv
from io import BytesIO, StringIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from python_calamine import CalamineWorkbook


def cells_of(content: bytes) -> list[list[Cell]]:
    """Every cell of every sheet, with its type, row by row."""
    book = load_workbook(BytesIO(content))
    return [list(row) for sheet in book.worksheets for row in sheet.iter_rows()]


def values_of(content: bytes) -> list[list[Any]]:
    """Every value of every sheet, row by row; an empty cell is None."""
    return [[cell.value for cell in row] for row in cells_of(content)]


def fast_values_of(content: bytes) -> list[list[Any]]:
    """The same, by another program; an empty cell is an empty text."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return [
        row
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    ]


def lines_of(content: bytes) -> list[list[str]]:
    """A .csv, line by line."""
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
