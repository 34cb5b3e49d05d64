"""Towns as their owners and the offices above see them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ActorRequest
from core import lists
from core.errors import Conflict, Invalid
from core.paging import keyset_page
from towns.filters import RegistryFilterForm
from towns.forms import TownForm
from towns.models import Town
from towns.rules import can_create_town, can_edit_town
from towns.selectors import (
    figure_lines,
    figures_of,
    looked_after,
    recognition_history,
    recognitions,
    with_recognitions,
)
from towns.selectors.rows import recent_changes
from towns.services import create_town, update_town
from towns.views.shared import ALONE, frame, meanwhile, show, town_in_sight

YEARS_AT_A_GLANCE = 3


@require_safe
@login_required
def town_list(request: ActorRequest) -> HttpResponse:
    """Towns in sight of the acting unit, recognised or not; the filter is the address."""
    actor = request.actor
    form = RegistryFilterForm(request.GET)
    towns = with_recognitions(form.narrow(Town.objects.visible_to(actor))).select_related("owner", "keeper")
    page = keyset_page(request, towns, column="sort_key", newest_first=False)
    context = {
        "form": form,
        "query": form.query(),
        "rows": [(town, recognitions(town)) for town in page.rows],
        "page_links": page,
        "create_permit": can_create_town(actor),
    }
    return render(request, "towns/town_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def town_export(request: ActorRequest) -> HttpResponse:
    """The filtered list, all pages of it, as a file."""
    return lists.answer(request, "towns")


@require_safe
@login_required
def town_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """A town's registry at a glance: what it is, the figures that count, how complete it is, what changed last."""
    actor = request.actor
    town = town_in_sight(actor, pk)
    lines = [line for line in figure_lines(figures_of(town)) if line.counts and not line.figure.subject_name]
    newest = max((line.figure.year for line in lines), default=0)
    context = frame(actor, town, "about") | {
        "other_counties": town.other_counties.order_by("code"),
        "lines": [line for line in lines if line.figure.year > newest - YEARS_AT_A_GLANCE],
        "changes": recent_changes(town),
        "history": recognition_history(town),
        "looked_after": looked_after(actor, town),
    }
    return render(request, "towns/town_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def town_create(request: ActorRequest) -> HttpResponse:
    """Register a town of the acting unit."""
    actor = request.actor
    can_create_town(actor).demand()
    form = TownForm(request.POST if request.method == "POST" else None, actor=actor)
    if form.is_bound and form.is_valid():
        try:
            town = create_town(actor=actor, facts=form.facts())
        except Invalid as error:
            show(form, error)
        else:
            messages.success(request, f"已登记{town.name}。")
            return redirect("towns:town_detail", town.pk)
    return render(request, "towns/town_create.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def town_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Change what is written about a town; the page that was opened earlier does not overwrite a later one."""
    actor = request.actor
    town = town_in_sight(actor, pk)
    can_edit_town(actor, town).demand()
    form = TownForm(request.POST if request.method == "POST" else None, instance=town, actor=actor)
    if form.is_bound and form.is_valid():
        try:
            update_town(actor=actor, town=town, facts=form.facts(), version=form.cleaned_data["version"] or 0)
        except Invalid as error:
            show(form, error)
        except Conflict as error:
            return _overtaken(request, pk, error)
        else:
            messages.success(request, "已保存。")
            return redirect("towns:town_detail", pk)
    # The form writes what was typed into its own instance, so the name is read from the row.
    context = {"form": form, "town": Town.objects.get(pk=pk), **ALONE}
    return render(request, "towns/town_edit.html", context, status=422 if form.is_bound else 200)


def _overtaken(request: ActorRequest, pk: int, conflict: Conflict) -> HttpResponse:
    """The form comes back with what was typed, beside what somebody else saved; saving again is on top of that."""
    actor = request.actor
    latest = town_in_sight(actor, pk)
    typed = request.POST.copy()
    typed["version"] = str(latest.version)
    form = TownForm(typed, instance=town_in_sight(actor, pk), actor=actor)
    beside = meanwhile(form, TownForm(instance=latest, actor=actor), conflict)
    messages.warning(request, conflict.message)
    return render(request, "towns/town_edit.html", {"form": form, "town": latest, **beside}, status=409)
