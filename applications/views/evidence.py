"""佐证材料: the applicant puts them together, criterion by criterion."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import Actor
from accounts.requests import ActorRequest
from applications.forms import EvidenceDetailsForm, EvidenceForm, ReplacementForm
from applications.models import Application, Evidence
from applications.rules import can_edit_application
from applications.selectors.evidence import EvidenceSection, evidence_sections, warning_for
from applications.selectors.uploads import unfinished_uploads, uploads_of
from applications.selectors.uses import Material, Use, asked_materials, use_words
from applications.selectors.versions import description_of, readable_versions
from applications.selectors.words import unsent_notice
from applications.services import evidence as services
from applications.services.evidence import Added
from applications.views.shared import application_in_sight, show, shows_previews
from core.errors import Invalid
from files.handlers import demand_received
from files.limits import PIECE_BYTES, limit_bytes, too_large_words, whole_bytes

STAMPED_PAPER = "盖章申报书"


@require_safe
@login_required
@shows_previews
def evidence_list(request: ActorRequest, pk: int) -> HttpResponse:
    """What the standard asks for at each criterion, what is there, and how to add to it; `scan` opens the stamped paper's."""
    return _render(request, with_pen(request.actor, pk), for_scan="scan" in request.GET)


@require_POST
@login_required
@shows_previews
def evidence_create(request: ActorRequest, pk: int) -> HttpResponse:
    """One more file, or several; what does not hold comes back at its criterion, and then nothing is kept."""
    actor = request.actor
    application = with_pen(actor, pk)
    form = EvidenceForm(
        request.POST,
        request.FILES,
        materials=asked_materials(application),
        uploads=uploads_of(actor, application),
    )
    if not _is_valid(request, form):
        return _refused(request, application, form)
    try:
        added = services.add_evidences(
            actor=actor,
            application=application,
            uploads=form.files_with_titles,
            uses=form.uses,
            valid_until=form.cleaned_data["valid_until"],
        )
    except Invalid as invalid:
        show(form, invalid)
        return _refused(request, application, form)
    words = _said(added)
    if is_script(request):
        return JsonResponse({"said": words})
    messages.success(request, f"{words}保存不等于提交。")
    return _back_to(application, form.cleaned_data["criterion"])


@require_POST
@login_required
@shows_previews
def evidence_replace(request: ActorRequest, pk: int, evidence_pk: int) -> HttpResponse:
    """A newer version; the earlier ones stay on record."""
    actor = request.actor
    application = with_pen(actor, pk)
    evidence = of_application(application, evidence_pk)
    form = ReplacementForm(request.POST, request.FILES, uploads=uploads_of(actor, application))
    if _is_valid(request, form):
        before = evidence.stored_file.versions.count()
        try:
            version = services.replace_evidence(actor=actor, evidence=evidence, upload=form.source)
        except Invalid as invalid:
            show(form, invalid)
    if form.errors:
        return _refused(request, application, form, replaced=evidence.pk)
    is_same = evidence.stored_file.versions.count() == before
    words = f"“{evidence.title}”现在是第 {version.number} 版。"
    if is_same:
        words = f"与“{evidence.title}”现在的第 {version.number} 版内容相同，没有新增版本。"
    if is_script(request):
        return JsonResponse({"said": words})
    messages.success(request, words)
    return _back_to(
        application, next(iter(evidence.uses.order_by("criterion").values_list("criterion", flat=True)), None)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@shows_previews
def evidence_detail(request: ActorRequest, pk: int, evidence_pk: int) -> HttpResponse:
    """Its versions, for whoever may read one of them; its description, for whoever holds the pen."""
    actor = request.actor
    application = application_in_sight(actor, pk)
    evidence = of_application(application, evidence_pk)
    description = description_of(actor, evidence)
    if description is None:
        raise Http404
    can_edit = can_edit_application(actor, application)
    form = None
    if request.method == "POST":
        can_edit.demand()
        form = EvidenceDetailsForm(request.POST, materials=asked_materials(application))
        if form.is_valid() and _described(request, evidence, form):
            return redirect("applications:evidence_list", pk)
    elif can_edit and evidence.removed_at is None:
        form = EvidenceDetailsForm.of(evidence, asked_materials(application))
    context = {
        "application": application,
        "evidence": evidence,
        "description": description,
        "uses": use_words(description.uses),
        "expiry": warning_for(application, description.valid_until),
        "versions": readable_versions(actor, evidence),
        "form": form,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "applications/evidence_detail.html", context, status=status)


@require_POST
@login_required
def evidence_remove(request: ActorRequest, pk: int, evidence_pk: int) -> HttpResponse:
    """Out of the next submission."""
    actor = request.actor
    evidence = of_application(with_pen(actor, pk), evidence_pk)
    services.remove_evidence(actor=actor, evidence=evidence)
    messages.success(request, f"已移除“{evidence.title}”。")
    return redirect("applications:evidence_list", pk)


def with_pen(actor: Actor, pk: int) -> Application:
    """The application, for whoever may put evidence into it now."""
    application = application_in_sight(actor, pk)
    can_edit_application(actor, application).demand()
    return application


def of_application(application: Application, evidence_pk: int) -> Evidence:
    """A piece of it, or 404."""
    rows = application.evidence.select_related("application__round", "stored_file", "added_by")
    return get_object_or_404(rows, pk=evidence_pk)


def is_script(request: ActorRequest) -> bool:
    """Whether the page's own script asks, which reads JSON."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def _is_valid(request: ActorRequest, form: Any) -> bool:
    """Whether the form holds, and all that was sent with it has come in."""
    try:
        demand_received(request)
    except Invalid as invalid:
        form.fields["file"].required = False
        form.full_clean()
        show(form, invalid)
    return bool(form.is_valid())


def _described(request: ActorRequest, evidence: Evidence, form: EvidenceDetailsForm) -> bool:
    typed = form.cleaned_data
    try:
        services.describe_evidence(
            actor=request.actor,
            evidence=evidence,
            title=typed["title"],
            uses=form.chosen,
            valid_until=typed["valid_until"],
        )
    except Invalid as invalid:
        show(form, invalid)
        return False
    messages.success(request, f"“{typed['title']}”已修改。")
    return True


def _said(added: list[Added]) -> str:
    """What was added, and what the application had already."""
    new = [f"“{each.evidence.title}”" for each in added if each.is_new]
    known = [f"“{each.evidence.title}”" for each in added if not each.is_new]
    words = f"已添加{'、'.join(new)}。" if new else ""
    if known:
        words += f"与已有的{'、'.join(known)}是同样的内容，没有重复存放，用途已合并。"
    return words


def _back_to(application: Application, criterion: int | None) -> HttpResponse:
    """To the same criterion of the page."""
    page = reverse("applications:evidence_list", args=[application.pk])
    return redirect(f"{page}#criterion-{criterion or 'other'}")


def _refused(
    request: ActorRequest, application: Application, form: Any, *, replaced: int = 0
) -> HttpResponse:
    if is_script(request):
        sentences = [sentence for errors in form.errors.values() for sentence in errors]
        return JsonResponse({"error": "".join(sentences)}, status=422)
    return _render(request, application, form=form, replaced=replaced)


def _render(
    request: ActorRequest,
    application: Application,
    *,
    form: Any = None,
    replaced: int = 0,
    for_scan: bool = False,
) -> HttpResponse:
    """The page; a bound form comes back at its criterion, or with `replaced` at the file it would replace."""
    materials = asked_materials(application)
    sections = evidence_sections(application)
    context = {
        "application": application,
        "sections": [
            _section(application, each, materials, form, replaced, for_scan=for_scan) for each in sections
        ],
        "unsent": unsent_notice(application),
        "unfinished": unfinished_uploads(request.actor, application),
        "limits": {
            "most": limit_bytes(),
            "whole": whole_bytes(),
            "piece": PIECE_BYTES,
            "too_large": too_large_words(),
        },
    }
    return render(request, "applications/evidence_list.html", context, status=422 if form else 200)


def _section(
    application: Application,
    section: EvidenceSection,
    materials: dict[Use, Material],
    form: Any,
    replaced: int,
    *,
    for_scan: bool,
) -> dict[str, Any]:
    """A criterion with a form of its own for new files, and one at each file for its next version.

    The stamped paper belongs to no criterion: `for_scan` opens the last form, named already.
    """
    is_here = isinstance(form, EvidenceForm) and form.data.get("criterion", "") == str(section.number or "")
    is_for_scan = for_scan and section.number is None
    initial = {"criterion": section.number, "title": STAMPED_PAPER if is_for_scan else ""}
    add = form if is_here else EvidenceForm(initial=initial, materials=materials)
    add.auto_id = f"new_{section.number or 'other'}_%s"
    files = []
    for held in section.held:
        own = form if replaced == held.row.pk else ReplacementForm()
        # One file may stand under several criteria, and each of its forms has ids of its own.
        own.auto_id = f"file_{section.number or 'other'}_{held.row.pk}_%s"
        files.append(
            {
                "held": held,
                "form": own,
                "is_open": replaced == held.row.pk,
                "expiry": warning_for(application, held.row.valid_until),
            }
        )
    return {"of": section, "form": add, "is_open": is_here or is_for_scan, "files": files}
