"""Member units and whom to call there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Organisation
from accounts.requests import ActorRequest
from leadership.forms import LiaisonForm
from leadership.models import Liaison
from leadership.rules import can_keep_liaison, can_reveal_liaison
from leadership.selectors.units import unit_lines, unit_page, units_in_sight
from leadership.services import reveal_liaison, set_liaison
from leadership.views.shared import frame, group_in_sight


@require_safe
@login_required
def unit_list(request: ActorRequest, pk: int) -> HttpResponse:
    """The units that sit in a group today."""
    group = group_in_sight(request.actor, pk)
    lines = unit_lines(request.actor, group, at=timezone.localdate())
    context = frame(request.actor, group, "units") | {"lines": lines}
    return render(request, "leadership/unit_list.html", context)


@require_safe
@login_required
def unit_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """One unit: names, seats, posts, liaison."""
    return _show(request, get_object_or_404(units_in_sight(request.actor), pk=pk), LiaisonForm())


@require_POST
@login_required
def liaison_set(request: ActorRequest, organisation_pk: int) -> HttpResponse:
    """Another liaison from today on."""
    unit = get_object_or_404(units_in_sight(request.actor), pk=organisation_pk)
    can_keep_liaison(request.actor, unit).demand()
    form = LiaisonForm(request.POST)
    if not form.is_valid():
        return _show(request, unit, form)
    set_liaison(actor=request.actor, organisation=unit, **form.cleaned_data)
    messages.success(request, "已登记联络员。")
    return redirect("leadership:unit_detail", unit.pk)


@never_cache
@require_POST
@login_required
def liaison_reveal(request: ActorRequest, pk: int) -> HttpResponse:
    """The page of the unit with the full number; that it was asked for is recorded."""
    rows = Liaison.objects.visible_to(request.actor).select_related("organisation__superior")
    liaison = get_object_or_404(rows, pk=pk)
    telephone = reveal_liaison(actor=request.actor, liaison=liaison)
    return _show(request, liaison.organisation, LiaisonForm(), telephone=telephone)


def _show(
    request: ActorRequest, unit: Organisation, form: LiaisonForm, *, telephone: str = ""
) -> HttpResponse:
    context = {
        "unit": unit,
        "unit_page": unit_page(request.actor, unit, at=timezone.localdate()),
        "form": form,
        "telephone": telephone,
        "keep_permit": can_keep_liaison(request.actor, unit),
        "reveal_permit": can_reveal_liaison(request.actor, unit),
    }
    status = 422 if form.is_bound else 200
    return render(request, "leadership/unit_detail.html", context, status=status)
