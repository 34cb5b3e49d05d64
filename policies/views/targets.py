"""Targets of documents: a board for everybody, and the forms of the office that keeps the document."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ActorRequest
from core import lists
from core.errors import Conflict, Invalid
from policies import services
from policies.forms.targets import ReadingForm, TargetForm
from policies.models import PolicyVersion, Target
from policies.rules import can_keep_targets
from policies.selectors.library import newest_versions
from policies.selectors.targets import TargetLine, target_lines, target_words, targets_in_sight
from policies.views.checking import _seen


@require_safe
def target_board(request: ActorRequest) -> HttpResponse:
    """All targets of open documents."""
    lines = target_lines(targets_in_sight(), on=timezone.localdate())
    versions = {each.policy_id: each for each in newest_versions()}
    context = {"groups": _groups(lines, versions)}
    return render(request, "policies/target_board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def target_export(request: ActorRequest) -> HttpResponse:
    """The board as a file."""
    return lists.answer(request, "policy_targets")


@require_safe
def target_list(request: ActorRequest, pk: int) -> HttpResponse:
    """The targets of one document; whoever keeps it edits them here."""
    version = get_object_or_404(newest_versions(), policy__pk=pk)
    context = {
        "version": version,
        "force": version.force_on(timezone.localdate()),
        "lines": target_lines(targets_in_sight().filter(policy__pk=pk), on=timezone.localdate()),
        "may_keep": bool(can_keep_targets(request.actor, version.policy)),
    }
    return render(request, "policies/target_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def target_create(request: ActorRequest, pk: int) -> HttpResponse:
    """One more target of a document."""
    version = get_object_or_404(newest_versions(), policy__pk=pk)
    return _edit(request, version, None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def target_edit(request: ActorRequest, target_pk: int) -> HttpResponse:
    """A target put right."""
    target = get_object_or_404(targets_in_sight(), pk=target_pk)
    return _edit(request, get_object_or_404(newest_versions(), policy=target.policy_id), target)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reading_create(request: ActorRequest, target_pk: int) -> HttpResponse:
    """How a target stands as of a day, with what was noted before."""
    target = get_object_or_404(targets_in_sight().select_related("policy__keeper"), pk=target_pk)
    can_keep_targets(request.actor, target.policy).demand()
    form = ReadingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.note_reading(actor=request.actor, target=target, **form.cleaned_data)
        except Invalid as invalid:
            form.add_error("as_of", invalid.message)
        else:
            messages.success(request, "进展已登记。")
            return redirect("policies:target_list", target.policy_id)
    context = {"target": target, "words": target_words(target), "form": form}
    return render(request, "policies/target_reading.html", context, status=422 if form.is_bound else 200)


def _edit(request: ActorRequest, version: PolicyVersion, target: Target | None) -> HttpResponse:
    can_keep_targets(request.actor, version.policy).demand()
    form = TargetForm(request.POST or None, instance=target, policy=version.policy)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            services.save_target(
                actor=request.actor,
                policy=version.policy,
                target=target,
                facts=form.cleaned_data,
                seen=_seen(request),
            )
        except Conflict as conflict:
            form.add_error(None, conflict.message)
            status = 409
        else:
            messages.success(request, "目标已保存。")
            return redirect("policies:target_list", version.policy_id)
    seen = request.POST.get("seen", target.counter if target else 0)
    context = {"version": version, "target": target, "form": form, "seen": seen}
    return render(request, "policies/target_edit.html", context, status=status)


def _groups(
    lines: list[TargetLine], versions: dict[int, PolicyVersion]
) -> list[tuple[PolicyVersion, list[TargetLine]]]:
    """Lines under their documents, in order."""
    found: dict[int, list[TargetLine]] = {}
    for line in lines:
        found.setdefault(line.target.policy_id, []).append(line)
    return [(versions[key], held) for key, held in found.items() if key in versions]
