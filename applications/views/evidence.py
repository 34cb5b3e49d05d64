"""佐证材料: the applicant puts them together, criterion by criterion."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from accounts.requests import ActorRequest
from applications.forms import EvidenceForm, ReplacementForm
from applications.models import Application, Evidence
from applications.rules import (
    can_add_evidence,
    can_edit_application,
    can_edit_evidence,
    is_criterion_open,
    is_evidence_open,
)
from applications.selectors.evidence import EvidenceSection, evidence_sections
from applications.selectors.words import unsent_notice
from applications.services import evidence as services
from applications.views.shared import application_in_sight, show
from applications.views.to_do import to_do_of
from core.errors import Invalid

STAMPED_PAPER = "盖章申报书"


@require_safe
@login_required
def evidence_list(request: ActorRequest, pk: int) -> HttpResponse:
    """What the standard asks for at each criterion, what is there, and how to add to it; `scan` opens the stamped paper's."""
    return _render(request, _with_pen(request.actor, pk), for_scan="scan" in request.GET)


@require_POST
@login_required
def evidence_create(request: ActorRequest, pk: int) -> HttpResponse:
    """One more file; what does not hold comes back at its criterion."""
    actor = request.actor
    application = _with_pen(actor, pk)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid() and "criterion" not in form.errors:
        can_add_evidence(actor, application, form.cleaned_data.get("criterion")).demand()
    if not form.is_valid():
        return _render(request, application, form=form)
    typed = form.cleaned_data
    try:
        evidence = services.add_evidence(
            actor=actor,
            application=application,
            criterion=typed["criterion"],
            title=typed["title"],
            upload=typed["file"],
        )
    except Invalid as invalid:
        show(form, invalid)
        return _render(request, application, form=form)
    messages.success(request, f"已添加“{evidence.title}”。保存不等于提交。")
    return _back_to(evidence)


@require_POST
@login_required
def evidence_replace(request: ActorRequest, pk: int, evidence_pk: int) -> HttpResponse:
    """A newer version; the earlier ones stay on record."""
    actor = request.actor
    application = _with_pen(actor, pk)
    evidence = _of(application, evidence_pk)
    can_edit_evidence(actor, evidence).demand()
    form = ReplacementForm(request.POST, request.FILES)
    if not form.is_valid():
        return _render(request, application, form=form, replaced=evidence.pk)
    version = services.replace_evidence(actor=actor, evidence=evidence, upload=form.cleaned_data["file"])
    messages.success(request, f"“{evidence.title}”现在是第 {version.number} 版。")
    return _back_to(evidence)


@require_POST
@login_required
def evidence_remove(request: ActorRequest, pk: int, evidence_pk: int) -> HttpResponse:
    """Out of the next submission."""
    actor = request.actor
    evidence = _of(_with_pen(actor, pk), evidence_pk)
    services.remove_evidence(actor=actor, evidence=evidence)
    messages.success(request, f"已移除“{evidence.title}”。")
    return redirect("applications:evidence_list", pk)


def _with_pen(actor: Actor, pk: int) -> Application:
    application = application_in_sight(actor, pk)
    can_edit_application(actor, application).demand()
    return application


def _of(application: Application, evidence_pk: int) -> Evidence:
    rows = application.evidence.select_related("application", "stored_file")
    return get_object_or_404(rows, pk=evidence_pk)


def _back_to(evidence: Evidence) -> HttpResponse:
    """To the same criterion of the page."""
    page = reverse("applications:evidence_list", args=[evidence.application_id])
    return redirect(f"{page}#criterion-{evidence.criterion or 'other'}")


def _render(
    request: ActorRequest,
    application: Application,
    *,
    form: Any = None,
    replaced: int = 0,
    for_scan: bool = False,
) -> HttpResponse:
    """The page; a bound form comes back at its criterion, or with `replaced` at the file it would replace."""
    sections = evidence_sections(application)
    context = {
        "application": application,
        "sections": [_section(application, each, form, replaced, for_scan=for_scan) for each in sections],
        "unsent": unsent_notice(application),
        "to_do": to_do_of(application, where="evidence"),
    }
    return render(request, "applications/evidence_list.html", context, status=422 if form else 200)


def _section(
    application: Application, section: EvidenceSection, form: Any, replaced: int, *, for_scan: bool
) -> dict[str, Any]:
    """A criterion with a form of its own for a new file, and one at each file for its next version.

    The stamped paper belongs to no criterion: `for_scan` opens the last form, named already.
    """
    is_here = isinstance(form, EvidenceForm) and form.data.get("criterion", "") == str(section.number or "")
    is_for_scan = for_scan and section.number is None
    initial = {"criterion": section.number, "title": STAMPED_PAPER if is_for_scan else ""}
    add = form if is_here else EvidenceForm(initial=initial)
    add.auto_id = f"new_{section.number or 'other'}_%s"
    files = []
    for held in section.held:
        own = form if replaced == held.row.pk else ReplacementForm()
        own.auto_id = f"file_{held.row.pk}_%s"
        lock = is_evidence_open(application, held.row)
        files.append({"held": held, "form": own, "is_open": replaced == held.row.pk, "lock": lock})
    return {
        "of": section,
        "form": add,
        "is_open": is_here or is_for_scan,
        "files": files,
        "lock": is_criterion_open(application, section.number),
    }
