"""The registry by Excel: its rows and figures on the way in."""

from core import resources
from towns.resources.figures import FigureSheet
from towns.resources.rows import ROW_SHEETS


def register() -> None:
    """Called from `AppConfig.ready`."""
    resources.register(FigureSheet, *ROW_SHEETS)
