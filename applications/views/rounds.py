"""The rounds of the leading-group office: its list, and one round with who has not filed yet."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.requests import ActorRequest
from applications.forms import ExtensionForm
from applications.models import Round
from applications.rules import can_change_round, can_manage_rounds, can_read_rounds, can_read_turnout
from applications.selectors.rounds import phase_of, rounds_of_office, version_of_round, way_of
from applications.selectors.turnout import shown_turnout, turnout_counts, turnout_of
from core import lists


@require_safe
@login_required
def round_list(request: ActorRequest) -> HttpResponse:
    """The office's rounds."""
    actor = request.actor
    can_read_rounds(actor).demand()
    now = timezone.now()
    context = {
        "rows": [(round_, phase_of(round_, at=now)) for round_ in rounds_of_office(actor)],
        "can_create": can_manage_rounds(actor),
    }
    return render(request, "applications/round_list.html", context)


@require_safe
@login_required
def round_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """One round: what it says, what can still be done with it, and who has not filed yet."""
    return render_round(request, own_round(request.actor, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rounds_export(request: ActorRequest) -> HttpResponse:
    """The office's rounds as a file."""
    return lists.answer(request, "rounds")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def round_export(request: ActorRequest, pk: int) -> HttpResponse:
    """谁还没报 as a file, as it stands on screen."""
    return lists.answer(request, "turnout", pk=pk)


def own_round(actor: Actor, pk: int) -> Round:
    """A round of the acting office, or 404; NotAllowed for those of its unit who do not work there."""
    rounds = Round.objects.filter(office=actor.organisation).select_related(
        "office__superior", "office__division", "authority", "standard_version__standard"
    )
    round_ = get_object_or_404(rounds, pk=pk)
    can_read_turnout(actor, round_).demand()
    return round_


def render_round(
    request: ActorRequest, round_: Round, *, extension: ExtensionForm | None = None, status: int = 200
) -> HttpResponse:
    """The round's page; a bound extension comes back with what was typed."""
    now = timezone.now()
    rows = turnout_of(round_)
    show = request.GET.get("show", "")
    version = version_of_round(round_)
    context: dict[str, Any] = {
        "round": round_,
        "phase": phase_of(round_, at=now),
        "is_over": round_.closes_at <= now,
        "stops": way_of(round_),
        "extensions": round_.extensions.select_related("made_by").order_by("-made_at", "-pk"),
        "rows": shown_turnout(rows, show),
        "show": show,
        "counts": turnout_counts(rows),
        "can_change": can_change_round(request.actor, round_),
        "version": version,
        "extension": extension or ExtensionForm(initial={"version": version}, auto_id="extend_%s"),
    }
    return render(request, "applications/round_detail.html", context, status=status)
