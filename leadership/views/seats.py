"""Seats by hand, and a county's seats after its city's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import ActorRequest
from core.errors import Invalid
from leadership.forms import CopyForm, EndSeatForm, FoundingForm, SeatForm, SeatTitleForm
from leadership.models import LeadingGroup, Seat
from leadership.rules import can_found_group, can_keep_roster
from leadership.selectors.copying import proposals
from leadership.selectors.titles import unit_names
from leadership.selectors.units import units_in_sight
from leadership.services import add_seat, add_unit, copy_group, end_seat, update_seat
from leadership.views.shared import frame, group_to_keep, show


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def seat_create(request: ActorRequest, pk: int) -> HttpResponse:
    """One more seat; a unit that nobody knows is asked about first."""
    group = group_to_keep(request.actor, pk)
    names = unit_names(group.organisation)
    form = SeatForm(request.POST if request.method == "POST" else None, group=group, names=names)
    if form.is_bound and form.is_valid():
        try:
            seat = _add(request, group, form)
        except Invalid as error:
            show(form, error)
        else:
            messages.success(request, f"已增设{seat}。")
            return redirect("leadership:group_detail", pk)
    context = frame(request.actor, group, "roster") | {"form": form}
    return render(request, "leadership/seat_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def seat_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """What is printed, in which order, or the seat's end: the button says which."""
    seats = Seat.objects.visible_to(request.actor).select_related(
        "group__organisation", "group__office", "post"
    )
    seat = get_object_or_404(seats, pk=pk)
    can_keep_roster(request.actor, seat.group).demand()
    ends = request.method == "POST" and "end" in request.POST
    title = SeatTitleForm(request.POST if request.method == "POST" and not ends else None, seat=seat)
    end = EndSeatForm(request.POST if ends else None)
    if (title.is_bound or end.is_bound) and _carry_out(request, seat, title, end):
        return redirect("leadership:group_detail", seat.group_id)
    context = frame(request.actor, seat.group, "roster") | {"seat": seat, "form": title, "end": end}
    status = 422 if title.is_bound or end.is_bound else 200
    return render(request, "leadership/seat_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def group_copy(request: ActorRequest, organisation_pk: int) -> HttpResponse:
    """Found a county's group with the seats of its city's, each line confirmed."""
    actor = request.actor
    place = get_object_or_404(units_in_sight(actor), pk=organisation_pk)
    can_found_group(actor, place).demand()
    source = LeadingGroup.objects.filter(organisation=place.superior).first()
    if source is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    founding = FoundingForm(data, organisation=place)
    copied = CopyForm(data, proposals(source, place, at=timezone.localdate()))
    valid = [founding.is_valid(), copied.is_valid()]
    if data is not None and all(valid):
        try:
            group = copy_group(
                actor=actor, organisation=place, founding=founding.founding(), seats=copied.seats()
            )
        except Invalid as error:
            show(founding, error)
        else:
            messages.success(request, f"已建立{group}，共 {len(copied.kept())} 个席位，请登记任职人员。")
            return redirect("leadership:group_detail", group.pk)
    context = {"place": place, "source": source, "form": founding, "copied": copied}
    return render(request, "leadership/group_copy.html", context, status=200 if data is None else 422)


@transaction.atomic
def _add(request: ActorRequest, group: LeadingGroup, form: SeatForm) -> Seat:
    """The unit, where it was confirmed as a new one, and the seat: both or neither."""
    unit = form.known_unit or add_unit(actor=request.actor, group=group, name=form.cleaned_data["unit"])
    return add_seat(actor=request.actor, group=group, facts=form.facts(unit))


def _carry_out(request: ActorRequest, seat: Seat, title: SeatTitleForm, end: EndSeatForm) -> bool:
    """Whether it was done; else the form that was sent says why not."""
    form = end if end.is_bound else title
    if not form.is_valid():
        return False
    try:
        if form is end:
            end_seat(actor=request.actor, seat=seat, **end.cleaned_data)
            messages.success(request, f"已撤销席位：{seat.title}。")
        else:
            update_seat(actor=request.actor, seat=seat, **title.cleaned_data)
            messages.success(request, "已保存。")
    except Invalid as error:
        show(form, error)
        return False
    return True
