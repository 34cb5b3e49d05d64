"""A roster of any day to take away."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.requests import ActorRequest
from core.pdf import render as typeset
from core.pdf import shown_pdf
from core.sheets.answers import workbook_answer
from core.word import word_download
from leadership.forms import DayForm
from leadership.resources import roster_data, roster_paper, roster_workbook
from leadership.selectors.rosters import Roster, roster_at
from leadership.views.shared import group_in_sight


@require_safe
@login_required
def roster_word(request: ActorRequest, pk: int) -> HttpResponse:
    """In the form of an official annex."""
    roster = _roster(request, pk)
    return word_download(roster_paper(roster), _name(roster))


@require_safe
@login_required
def roster_pdf(request: ActorRequest, pk: int) -> HttpResponse:
    """To print as it is."""
    roster = _roster(request, pk)
    return shown_pdf(typeset("roster", roster_data(roster)), _name(roster))


@require_safe
@login_required
def roster_excel(request: ActorRequest, pk: int) -> HttpResponse:
    """Every seat in a row."""
    roster = _roster(request, pk)
    return workbook_answer(roster_workbook(roster), f"{roster.group.name}名单（{roster.on:%Y-%m-%d}）")


def _roster(request: ActorRequest, pk: int) -> Roster:
    return roster_at(group_in_sight(request.actor, pk), on=DayForm(request.GET).day())


def _name(roster: Roster) -> str:
    return f"{roster.group.name}组成人员名单（{roster.on:%Y-%m-%d}）"
