"""Pages that everybody reads: home, the list of towns, a town, rounds."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ActorRequest
from applications.rules import can_create_application
from applications.selectors.rounds import phase_of, way_of
from core import lists
from core.paging import keyset_page
from policies.selectors.library import latest_issued
from portal.selectors import public
from portal.selectors.listing import listed
from portal.selectors.papers import documented
from towns.filters import TownFilterForm, filtered_towns
from towns.models import Town
from towns.rules import can_edit_town
from towns.selectors import (
    figure_lines,
    public_figures,
    recognition_history,
    recognitions,
    with_recognitions,
)
from towns.selectors.rows import public_sections


@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """The front door: what is recognised where, and where one can apply now."""
    glance = public.province_at_a_glance()
    now = timezone.now()
    context = {
        "glance": glance,
        "cells": public.map_cells(glance),
        "rounds": public.open_rounds(at=now),
        "recent": public.recent_recognitions(),
        "policies": latest_issued(on=timezone.localdate(now)),
    }
    return render(request, "portal/home.html", context)


@require_safe
def town_list(request: ActorRequest) -> HttpResponse:
    """Recognised towns; the filter is the address."""
    form = TownFilterForm(request.GET)
    chosen = form.chosen()
    towns = with_recognitions(filtered_towns(chosen))
    page = keyset_page(request, towns, column="sort_key", newest_first=False)
    context = {
        "form": form,
        "chosen": form.words(),
        "total": filtered_towns(chosen).count(),
        "rows": listed(page.rows),
        "page_links": page,
        "filter_query": form.query(),
    }
    return render(request, "portal/town_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def town_export(request: ActorRequest) -> HttpResponse:
    """The filtered list, all pages of it, as a file."""
    return lists.answer(request, "public_towns")


@require_safe
def town_page(request: ActorRequest, pk: int) -> HttpResponse:
    """One town that is or was recognised, with what may be published of it."""
    actor = request.actor
    towns = with_recognitions(Town.objects.with_public_page()).select_related("owner", "keeper")
    town = get_object_or_404(towns, pk=pk)
    context = {
        "town": town,
        "other_counties": town.other_counties.order_by("code"),
        "recognitions": recognitions(town),
        "history": documented(recognition_history(town)),
        "lines": figure_lines(public_figures(town)),
        "registered": public_sections(town),
        "can_edit": bool(can_edit_town(actor, town)),
    }
    return render(request, "portal/town_page.html", context)


@require_safe
def round_list(request: ActorRequest) -> HttpResponse:
    """Calls for applications: open now, coming, and closed."""
    now = timezone.now()
    closed = keyset_page(request, public.closed_rounds(at=now), column="closes_at", newest_first=True)
    context = {
        "open_rounds": public.open_rounds(at=now),
        "coming_rounds": public.coming_rounds(at=now),
        "closed": closed,
    }
    return render(request, "portal/round_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def round_export(request: ActorRequest) -> HttpResponse:
    """Every published round as a file."""
    return lists.answer(request, "public_rounds")


@require_safe
def round_page(request: ActorRequest, pk: int) -> HttpResponse:
    """One round: who may apply, under which standard, until when, which way it goes, whom to call."""
    actor = request.actor
    round_ = get_object_or_404(public.round_for_page(actor), pk=pk)
    context = {
        "round": round_,
        "phase": phase_of(round_, at=timezone.now()),
        "called": public.called_units(round_),
        "stops": way_of(round_),
        "can_file": bool(can_create_application(actor, round_)),
    }
    return render(request, "portal/round_page.html", context)
