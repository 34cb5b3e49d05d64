"""Who does what: units and their tasks across all documents."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import ActorRequest
from policies.selectors import ledger
from policies.selectors.library import version_by_key

LONGEST = 80


@require_safe
def unit_list(request: ActorRequest) -> HttpResponse:
    """Every unit with how much it leads and shares; names that nobody answers to are marked."""
    context = {"units": ledger.units()}
    return render(request, "policies/unit_list.html", context)


@require_safe
def task_list(request: ActorRequest) -> HttpResponse:
    """All tasks of a unit, or all units of a document, or both."""
    unit = request.GET.get("unit", "").replace("\0", "").strip()[:LONGEST]
    document = request.GET.get("document", "").replace("\0", "").strip()[:LONGEST]
    version = version_by_key(document) if document else None
    tasks = ledger.tasks(unit=unit, version=version) if unit or version else []
    context = {"unit": unit, "version": version, "tasks": tasks}
    return render(request, "policies/task_list.html", context)
