"""报请 by the office, 公布 and 更正 by the authority."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import Actor
from accounts.requests import ActorRequest
from applications.forms import (
    DecisionApplyForm,
    DecisionCorrectForm,
    DecisionForm,
    ErratumForm,
    ScanForm,
)
from applications.models import Decision, Round
from applications.rules import (
    can_apply_decision,
    can_correct_decision,
    can_mend_published,
    can_prepare_decision,
    can_read_decisions,
)
from applications.selectors.decisions import (
    listed_towns,
    prepared_decisions,
    published_decisions,
    rounds_with_shortlist,
    scans_of,
)
from applications.services import correcting, deciding
from applications.views.shared import show
from core import lists
from core.errors import Conflict, Invalid
from core.paging import keyset_page


@require_safe
@login_required
def decision_list(request: ActorRequest) -> HttpResponse:
    """Decisions in sight; the office also sees which rounds have something to put to the authority."""
    actor = request.actor
    can_read_decisions(actor).demand()
    page = keyset_page(request, published_decisions(actor), column="applied_at", newest_first=True)
    rounds = rounds_with_shortlist(actor) if actor.is_office else Round.objects.none()
    context = {
        "rounds": [(each, can_prepare_decision(actor, each)) for each in rounds],
        "prepared": prepared_decisions(actor),
        "published": page.rows,
        "page_links": page,
    }
    return render(request, "applications/decision_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decisions_export(request: ActorRequest) -> HttpResponse:
    """Decisions in sight as a file."""
    return lists.answer(request, "decisions")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decision_export(request: ActorRequest, pk: int) -> HttpResponse:
    """The towns of one decision as a file."""
    return lists.answer(request, "decision_towns", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decision_create(request: ActorRequest, round_pk: int) -> HttpResponse:
    """Put shortlisted towns of a round to the authority."""
    actor = request.actor
    rounds = Round.objects.visible_to(actor).select_related("office", "authority")
    round_ = get_object_or_404(rounds, pk=round_pk)
    can_prepare_decision(actor, round_).demand()
    initial = {"title": f"{round_.title}认定名单"}
    form = DecisionForm(request.POST or None, round_=round_, initial=initial)
    if request.method == "POST" and form.is_valid():
        decision = deciding.prepare_decision(actor=actor, round_=round_, **form.cleaned_data)
        messages.success(request, f"已报请{round_.authority.short_name}认定。")
        return redirect("applications:decision_detail", decision.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "round": round_}
    return render(request, "applications/decision_create.html", context, status=status)


@require_safe
@login_required
def decision_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """The list of a decision and its document; the authority's clerk publishes and mends here."""
    return _render(request, _in_sight(request.actor, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decision_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Title, number, date, scan and list, while nobody outside knows of it."""
    actor = request.actor
    decision = _in_sight(actor, pk)
    can_correct_decision(actor, decision).demand()
    if decision.is_applied:
        raise Conflict("这份决定已经公布，不能修改；确有错误的，由登记员发布更正说明。")
    for_office = bool(can_prepare_decision(actor, decision.round))
    form = DecisionCorrectForm(
        request.POST or None, request.FILES or None, decision=decision, for_office=for_office
    )
    if request.method == "POST" and form.is_valid():
        try:
            correcting.correct_decision(actor=actor, decision=decision, **form.cleaned_data)
        except Invalid as invalid:
            show(form, invalid)
        else:
            messages.success(request, "已保存，公布之前只有本办公室和认定单位看得到。")
            return redirect("applications:decision_detail", pk)
    context = {"form": form, "decision": decision}
    return render(request, "applications/decision_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def decision_apply(request: ActorRequest, pk: int) -> HttpResponse:
    """Applying is publishing."""
    actor = request.actor
    decision = _in_sight(actor, pk)
    form = DecisionApplyForm(request.POST, auto_id="apply_%s")
    if not form.is_valid():
        return _render(request, decision, apply_form=form)
    try:
        deciding.apply_decision(actor=actor, decision=decision, **form.cleaned_data)
    except Invalid as invalid:
        show(form, invalid)
        return _render(request, decision, apply_form=form)
    messages.success(request, "已公布，名录和专业镇页面已更新。")
    return redirect("applications:decision_detail", pk)


@require_POST
@login_required
def decision_cancel(request: ActorRequest, pk: int) -> HttpResponse:
    """Take it back before it is published."""
    actor = request.actor
    deciding.cancel_decision(actor=actor, decision=_in_sight(actor, pk))
    messages.success(request, "已撤回报请，所列专业镇回到拟认定名单。")
    return redirect("applications:decision_list")


@require_POST
@login_required
def decision_scan(request: ActorRequest, pk: int) -> HttpResponse:
    """The scan of a published decision, first or anew."""
    actor = request.actor
    decision = _in_sight(actor, pk)
    can_mend_published(actor, decision).demand()
    form = ScanForm(request.POST, request.FILES, auto_id="scan_%s")
    if not form.is_valid():
        return _render(request, decision, scan_form=form)
    correcting.attach_scan(actor=actor, decision=decision, scan=form.cleaned_data["scan"])
    messages.success(request, "扫描件已上传，专业镇页面可以下载。")
    return redirect("applications:decision_detail", pk)


@require_POST
@login_required
def decision_erratum(request: ActorRequest, pk: int) -> HttpResponse:
    """Put right what was misprinted; the public reads what it was, what it is, and why."""
    actor = request.actor
    decision = _in_sight(actor, pk)
    can_mend_published(actor, decision).demand()
    form = ErratumForm(request.POST, auto_id="erratum_%s")
    if not form.is_valid():
        return _render(request, decision, erratum_form=form)
    try:
        correcting.add_erratum(actor=actor, decision=decision, **form.cleaned_data)
    except Invalid as invalid:
        show(form, invalid)
        return _render(request, decision, erratum_form=form)
    messages.success(request, "更正说明已公布，名录和专业镇页面已更新。")
    return redirect("applications:decision_detail", pk)


def _in_sight(actor: Actor, pk: int) -> Decision:
    decisions = (
        Decision.objects.visible_to(actor)
        .select_related("round__office", "authority", "prepared_by", "applied_by")
        .prefetch_related("items", "errata__made_by")
    )
    return get_object_or_404(decisions, pk=pk)


def _render(request: ActorRequest, decision: Decision, **bound: Any) -> HttpResponse:
    """The decision's page; a form that does not hold comes back in its place with what was typed."""
    actor = request.actor
    prepares = bool(can_prepare_decision(actor, decision.round))
    context = {
        "decision": decision,
        "towns": listed_towns(decision),
        "scans": scans_of(decision),
        "permit": can_apply_decision(actor, decision),
        "can_correct": not decision.is_applied and bool(can_correct_decision(actor, decision)),
        "can_cancel": not decision.is_applied and prepares,
        "can_mend": decision.is_applied and bool(can_mend_published(actor, decision)),
        "apply_form": DecisionApplyForm.blank(decision),
        "scan_form": ScanForm(auto_id="scan_%s"),
        "erratum_form": ErratumForm.blank(decision),
        **bound,
    }
    return render(request, "applications/decision_detail.html", context, status=422 if bound else 200)
