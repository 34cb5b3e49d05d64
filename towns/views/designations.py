"""A recognition as the office and the authority see it, and the way to its end: proposed by one, confirmed by another."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from accounts.requests import ActorRequest
from core.errors import Invalid
from towns.forms import CancelRevocationForm, ConfirmRevocationForm, ProposeRevocationForm
from towns.models import Designation, Revocation
from towns.rules import can_cancel_revocation, can_confirm_revocation, can_propose_revocation
from towns.selectors import designations_in_sight, revocations_of
from towns.services import cancel_revocation, confirm_revocation, propose_revocation
from towns.views.shared import show


@require_safe
@login_required
def designation_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """What was recognised under which document, what was proposed about it, and what can be done now."""
    designation = get_object_or_404(designations_in_sight(request.actor), pk=pk)
    return _page(request, designation)


@require_POST
@login_required
def revocation_propose(request: ActorRequest, pk: int) -> HttpResponse:
    """Propose that the recognition ends; `pk` is the recognition's."""
    actor = request.actor
    designation = get_object_or_404(designations_in_sight(actor), pk=pk)
    can_propose_revocation(actor, designation).demand()
    form = ProposeRevocationForm(request.POST)
    if not form.is_valid():
        return _page(request, designation, form)
    propose_revocation(actor=actor, designation=designation, reason=form.cleaned_data["reason"])
    messages.success(request, f"已提请{designation.authority.short_name}撤销，确认之前不对外公开。")
    return redirect("towns:designation_detail", pk)


@require_POST
@login_required
def revocation_confirm(request: ActorRequest, pk: int) -> HttpResponse:
    """Confirming is publishing."""
    actor = request.actor
    revocation = _in_sight(actor, pk)
    can_confirm_revocation(actor, revocation).demand()
    form = ConfirmRevocationForm(request.POST)
    if not form.is_valid():
        return _page(request, revocation.designation, form)
    typed = form.cleaned_data | {"version": form.cleaned_data["version"] or 0}
    try:
        confirm_revocation(actor=actor, revocation=revocation, **typed)
    except Invalid as error:
        show(form, error)
        return _page(request, revocation.designation, form)
    messages.success(request, "已撤销，名录和专业镇页面已更新。")
    return redirect("towns:designation_detail", revocation.designation_id)


@require_POST
@login_required
def revocation_cancel(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a proposal back."""
    actor = request.actor
    revocation = _in_sight(actor, pk)
    form = CancelRevocationForm(request.POST)
    version = form.cleaned_data["version"] or 0 if form.is_valid() else 0
    cancel_revocation(actor=actor, revocation=revocation, version=version)
    messages.success(request, "已撤回，认定继续有效。")
    return redirect("towns:designation_detail", revocation.designation_id)


def _in_sight(actor: Actor, pk: int) -> Revocation:
    rows = Revocation.objects.visible_to(actor).select_related(
        "designation__town__county",
        "designation__town__owner",
        "designation__authority",
        "proposed_by",
        "office",
    )
    return get_object_or_404(rows, pk=pk)


def _page(request: ActorRequest, designation: Designation, form: BaseForm | None = None) -> HttpResponse:
    """The recognition's page; a form that does not hold comes back under its own button with what was typed."""
    actor = request.actor
    rows = list(revocations_of(designation))
    waiting = next((each for each in rows if each.is_open), None)
    context = {
        "designation": designation,
        "revocations": rows,
        "waiting": waiting,
        "propose_permit": can_propose_revocation(actor, designation),
        "propose_form": form if isinstance(form, ProposeRevocationForm) else ProposeRevocationForm(),
    }
    if waiting is not None:
        version = {"version": waiting.version}
        blank = ConfirmRevocationForm(initial=version)
        context |= {
            "confirm_permit": can_confirm_revocation(actor, waiting),
            "confirm_form": form if isinstance(form, ConfirmRevocationForm) else blank,
            "cancel_permit": can_cancel_revocation(actor, waiting),
            "cancel_form": CancelRevocationForm(initial=version, auto_id="cancel_%s"),
        }
    status = 422 if form is not None else 200
    return render(request, "towns/designation_detail.html", context, status=status)
