"""What is typed into rosters."""

from leadership.forms.copying import CopyForm
from leadership.forms.days import DayForm, SpanForm
from leadership.forms.groups import FoundingForm
from leadership.forms.holders import HolderForm, HolderTable
from leadership.forms.liaisons import LiaisonForm
from leadership.forms.seats import EndSeatForm, SeatForm, SeatTitleForm

__all__ = [
    "CopyForm",
    "DayForm",
    "EndSeatForm",
    "FoundingForm",
    "HolderForm",
    "HolderTable",
    "LiaisonForm",
    "SeatForm",
    "SeatTitleForm",
    "SpanForm",
]
