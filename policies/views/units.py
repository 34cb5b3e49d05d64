"""Who does what: units and their tasks across all documents."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ActorRequest
from core import lists
from core.errors import Invalid
from policies import services
from policies.forms import UnitNameForm
from policies.listings import asked, asked_tasks
from policies.rules import can_name_units
from policies.selectors import ledger
from policies.selectors.ledger import own_units
from policies.selectors.library import version_by_key


@require_safe
def unit_list(request: ActorRequest) -> HttpResponse:
    """Every unit with how much it leads and shares; names that nobody answers to are marked for the offices."""
    context = {"units": ledger.units(), "may_name": bool(can_name_units(request.actor))}
    return render(request, "policies/unit_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_export(request: ActorRequest) -> HttpResponse:
    """All units as a file."""
    return lists.answer(request, "policy_units")


@require_safe
def task_list(request: ActorRequest) -> HttpResponse:
    """All tasks of a unit, or all units of a document, or both; without either, all tasks."""
    document = asked(request.GET, "document")
    context = {
        "unit": asked(request.GET, "unit"),
        "version": version_by_key(document) if document else None,
        "tasks": asked_tasks(request.GET),
    }
    return render(request, "policies/task_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def task_export(request: ActorRequest) -> HttpResponse:
    """The same tasks as a file."""
    return lists.answer(request, "policy_tasks")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def unit_names(request: ActorRequest) -> HttpResponse:
    """Names in the own documents that no unit answers to, and whom each means."""
    can_name_units(request.actor).demand()
    units = own_units(request.actor)
    bound = UnitNameForm(request.POST, units=units) if request.method == "POST" else None
    if bound is not None and bound.is_valid() and _name(request, bound):
        return redirect("policies:unit_names")
    typed = request.POST.get("unit", "")
    unknown = ledger.unknown_units(keeper=request.actor.organisation)
    rows = [
        (
            line,
            bound if bound and line.unit == typed else UnitNameForm(units=units, unit=line.unit, number=at),
        )
        for at, line in enumerate(unknown, start=1)
    ]
    context = {"rows": rows, "bound": bound}
    return render(request, "policies/unit_names.html", context, status=422 if bound else 200)


def _name(request: ActorRequest, form: UnitNameForm) -> bool:
    """Whether it was written; else the field says why not."""
    unit, organisation = form.cleaned_data["unit"], form.cleaned_data["organisation"]
    try:
        count = services.name_unit(actor=request.actor, unit=unit, organisation=organisation)
    except Invalid as invalid:
        form.add_error("organisation", invalid.message)
        return False
    messages.success(request, f"“{unit}”已对应到{organisation}，涉及 {count} 项职责。")
    return True
