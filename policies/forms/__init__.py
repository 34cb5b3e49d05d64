"""What is typed about policies."""

from policies.forms.checking import ClauseForm, FactsForm, PlaceForm, RepealForm
from policies.forms.reading import NextTextForm, ReadInForm

__all__ = ["ClauseForm", "FactsForm", "NextTextForm", "PlaceForm", "ReadInForm", "RepealForm"]
