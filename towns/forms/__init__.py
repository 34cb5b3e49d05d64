"""What is typed into the registry."""

from towns.forms.figures import ConfirmForm, FigureForm, RejectForm
from towns.forms.revocations import CancelRevocationForm, ConfirmRevocationForm, ProposeRevocationForm
from towns.forms.rows import DeclareForm, RemoveForm, RowForm
from towns.forms.towns import CountiesField, TownForm

__all__ = [
    "CancelRevocationForm",
    "ConfirmForm",
    "ConfirmRevocationForm",
    "CountiesField",
    "DeclareForm",
    "FigureForm",
    "ProposeRevocationForm",
    "RejectForm",
    "RemoveForm",
    "RowForm",
    "TownForm",
]
