"""The registry as workbooks: its lists on the way out, its rows and figures on the way in."""

from core import resources
from towns.resources.figures import FigureSheet
from towns.resources.lists import figure_workbook, row_workbook, town_workbook
from towns.resources.rows import ROW_SHEETS

__all__ = ["figure_workbook", "register", "row_workbook", "town_workbook"]


def register() -> None:
    """Called from `AppConfig.ready`."""
    resources.register(FigureSheet, *ROW_SHEETS)
