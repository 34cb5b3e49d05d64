"""What is typed about policies."""

from policies.forms.attaching import AttachmentForm
from policies.forms.checking import ClauseForm, FactsForm, PlaceForm, RepealForm, WithdrawForm
from policies.forms.naming import UnitNameForm
from policies.forms.reading import NextTextForm, ReadInForm

__all__ = [
    "AttachmentForm",
    "ClauseForm",
    "FactsForm",
    "NextTextForm",
    "PlaceForm",
    "ReadInForm",
    "RepealForm",
    "UnitNameForm",
    "WithdrawForm",
]
