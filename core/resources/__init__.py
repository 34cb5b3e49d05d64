"""What comes in by Excel: columns, how a cell is understood, and the port where apps register their resources."""

from core.resources.base import SheetResource
from core.resources.fields import Column
from core.resources.lines import Cells, Held, Line, Plan, Problem
from core.resources.registry import find, register, registered

__all__ = [
    "Cells",
    "Column",
    "Held",
    "Line",
    "Plan",
    "Problem",
    "SheetResource",
    "find",
    "register",
    "registered",
]
