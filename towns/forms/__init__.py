"""What is typed into the registry."""

from towns.forms.figures import ConfirmForm, FigureForm, RejectForm
from towns.forms.rows import DeclareForm, RemoveForm, RowForm
from towns.forms.towns import CountiesField, TownForm

__all__ = [
    "ConfirmForm",
    "CountiesField",
    "DeclareForm",
    "FigureForm",
    "RejectForm",
    "RemoveForm",
    "RowForm",
    "TownForm",
]
