"""Tables as files that spreadsheets open: described once as columns and lines, streamed as .xlsx or as .csv."""

from core.sheets.columns import Column, Kind, Line, Value
from core.sheets.formulas import as_data, as_text, is_formula
from core.sheets.plain import CSV_TYPE, csv_chunks
from core.sheets.workbook import XLSX_TYPE, Sheet, workbook_chunks

__all__ = [
    "CSV_TYPE",
    "XLSX_TYPE",
    "Column",
    "Kind",
    "Line",
    "Sheet",
    "Value",
    "as_data",
    "as_text",
    "csv_chunks",
    "is_formula",
    "workbook_chunks",
]
