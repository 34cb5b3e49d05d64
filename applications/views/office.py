"""What the leading-group office works with: its queue and its rounds."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import Actor
from accounts.requests import ActorRequest
from applications.filters import QUEUE_STATES, QueueFilter
from applications.forms import RoundForm
from applications.models import Round
from applications.rules import can_manage_rounds
from applications.selectors.lists import office_queue, rounds_of_office, state_counts
from applications.selectors.words import internal_state
from applications.services import rounds
from core.errors import Invalid, NotAllowed
from core.paging import keyset_page


@require_safe
@login_required
def queue(request: ActorRequest) -> HttpResponse:
    """Applications of the acting office's rounds, oldest movement first; the filter is the address."""
    actor = request.actor
    if not actor.is_office:
        raise NotAllowed("复核队列由领导小组办公室的复核员和主任使用。")
    applications = office_queue(actor)
    filtered = QueueFilter(request.GET, queryset=applications)
    page = keyset_page(request, filtered.qs, newest_first=False)
    context = {
        "rows": [(application, internal_state(application)) for application in page.rows],
        "page_links": page,
        "filter": filtered,
        "chips": _chips(state_counts(applications.prefetch_related(None))),
    }
    return render(request, "applications/queue.html", context)


def _chips(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """State, words and how many, for the states that occur."""
    return [(key, label, counts[key]) for key, label in QUEUE_STATES if key in counts]


@require_safe
@login_required
def round_list(request: ActorRequest) -> HttpResponse:
    """The office's rounds."""
    actor = request.actor
    if not actor.is_office:
        raise NotAllowed("申报批次由领导小组办公室管理。")
    context = {
        "rounds": rounds_of_office(actor),
        "can_create": can_manage_rounds(actor),
        "now": timezone.now(),
    }
    return render(request, "applications/round_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def round_create(request: ActorRequest) -> HttpResponse:
    """Write a round; it is published in a second step."""
    actor = request.actor
    can_manage_rounds(actor).demand()
    form = RoundForm(request.POST or None, actor=actor, initial={"year": timezone.localdate().year})
    if request.method == "POST" and form.is_valid():
        try:
            rounds.create_round(actor=actor, **_facts(form, actor))
        except Invalid as invalid:
            for field, message in invalid.fields.items():
                form.add_error(field, message)
        else:
            messages.success(request, "批次已建立，核对后请发布。")
            return redirect("applications:round_list")
    status = 422 if form.is_bound else 200
    return render(request, "applications/round_create.html", {"form": form}, status=status)


def _facts(form: RoundForm, actor: Actor) -> dict[str, Any]:
    """The typed days as instants: the closing day counts in full, so the instant is the midnight after it."""
    data = dict(form.cleaned_data)
    midnight = time(0, tzinfo=timezone.get_current_timezone())
    data["opens_at"] = datetime.combine(data["opens_at"], midnight)
    data["closes_at"] = datetime.combine(data.pop("closes_on") + timedelta(days=1), midnight)
    assert actor.organisation is not None
    data["authority"] = actor.organisation.seat_of_power
    return data


@require_POST
@login_required
def round_publish(request: ActorRequest, pk: int) -> HttpResponse:
    """From here on everybody reads it."""
    actor = request.actor
    round_ = get_object_or_404(Round.objects.filter(office=actor.organisation), pk=pk)
    rounds.publish_round(actor=actor, round_=round_)
    messages.success(request, "批次已发布，申报单位现在可以看到。")
    return redirect("applications:round_list")
