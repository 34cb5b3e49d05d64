"""The three levels, a group's roster on any day, what changed, and who vouched for it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Organisation
from accounts.requests import ActorRequest
from core.errors import Invalid
from leadership.forms import DayForm, FoundingForm, SpanForm
from leadership.rules import can_found_group
from leadership.selectors import board
from leadership.selectors.history import differences
from leadership.selectors.rosters import last_confirmation, roster_at
from leadership.selectors.units import units_in_sight
from leadership.services import confirm_roster, found_group, update_group
from leadership.views.shared import frame, group_in_sight, group_to_keep, show


@require_safe
@login_required
def group_list(request: ActorRequest) -> HttpResponse:
    """The three levels: who has a roster and when its office last vouched for it."""
    actor, today = request.actor, timezone.localdate()
    own = board.own_line(actor, at=today)
    context = {
        "lines": board.top_lines(actor, at=today),
        "own": own,
        "found_permit": can_found_group(actor, own.organisation) if own and not own.group else None,
    }
    return render(request, "leadership/group_list.html", context)


@require_safe
@login_required
def group_counties(request: ActorRequest, organisation_pk: int) -> HttpResponse:
    """The counties and zones of one city."""
    actor = request.actor
    city = get_object_or_404(units_in_sight(actor), pk=organisation_pk)
    context = {"city": city, "lines": board.county_lines(actor, city, at=timezone.localdate())}
    return render(request, "leadership/group_counties.html", context)


@require_safe
@login_required
def group_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """The roster of the day that was asked for, of today without one."""
    group = group_in_sight(request.actor, pk)
    form = DayForm(request.GET)
    day, today = form.day(), timezone.localdate()
    confirmation = last_confirmation(group, on=today)
    context = frame(request.actor, group, "roster") | {
        "form": form,
        "roster": roster_at(group, on=day),
        "confirmation": confirmation,
        "is_late": confirmation is not None and today - confirmation.confirmed_on >= board.FRESH,
        "today": today,
    }
    return render(request, "leadership/group_detail.html", context)


@require_safe
@login_required
def group_changes(request: ActorRequest, pk: int) -> HttpResponse:
    """What happened between two days, in words."""
    group = group_in_sight(request.actor, pk)
    form = SpanForm(request.GET, group=group)
    after, until = form.days()
    context = frame(request.actor, group, "changes") | {
        "form": form,
        "after": after,
        "until": until,
        "found": differences(group, after=after, until=until),
        "with_year": after.year != until.year,
    }
    return render(request, "leadership/group_changes.html", context)


@require_POST
@login_required
def group_confirm(request: ActorRequest, pk: int) -> HttpResponse:
    """本名单截至今天无误."""
    group = group_in_sight(request.actor, pk)
    confirm_roster(actor=request.actor, group=group)
    messages.success(request, "已确认：本名单截至今天无误。")
    return redirect("leadership:group_detail", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def group_create(request: ActorRequest, organisation_pk: int) -> HttpResponse:
    """Found the group of a government, without seats."""
    actor = request.actor
    place = get_object_or_404(units_in_sight(actor), pk=organisation_pk)
    can_found_group(actor, place).demand()
    form = FoundingForm(request.POST if request.method == "POST" else None, organisation=place)
    if form.is_bound and form.is_valid():
        try:
            group = found_group(actor=actor, organisation=place, founding=form.founding())
        except Invalid as error:
            show(form, error)
        else:
            messages.success(request, f"已建立{group}，请增设席位。")
            return redirect("leadership:group_detail", group.pk)
    context = {"form": form, "place": place, "city": _city_with_group(place)}
    return render(request, "leadership/group_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def group_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Correct what is said about the group."""
    group = group_to_keep(request.actor, pk)
    data = request.POST if request.method == "POST" else None
    form = FoundingForm(data, organisation=group.organisation, group=group)
    if form.is_bound and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            update_group(actor=request.actor, group=group, founding=form.founding(), version=version)
        except Invalid as error:
            show(form, error)
        else:
            messages.success(request, "已保存。")
            return redirect("leadership:group_detail", pk)
    context = frame(request.actor, group, "edit") | {"form": form}
    return render(request, "leadership/group_edit.html", context, status=422 if form.is_bound else 200)


def _city_with_group(place: Organisation) -> Organisation | None:
    """The city whose seats can be copied."""
    superior = place.superior
    return superior if superior is not None and hasattr(superior, "leading_group") else None
