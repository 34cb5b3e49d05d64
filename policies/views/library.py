"""What everybody reads: the library, one document, and what a new text changed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import ActorRequest
from core.paging import keyset_page
from policies.filters import PolicyFilterForm, filtered_versions
from policies.models import Policy, PolicyVersion
from policies.rules import can_read_in
from policies.selectors.cards import card_of
from policies.selectors.comments import period_of
from policies.selectors.comparison import compare_versions
from policies.selectors.library import (
    amended_since,
    attachments_of,
    bases_of,
    clauses_of,
    newest_versions,
    resting_on,
    version_by_key,
    versions_of,
)
from records.workflow import available_actions


@require_safe
def policy_list(request: ActorRequest) -> HttpResponse:
    """One line a document, the newest first."""
    form = PolicyFilterForm(request.GET)
    chosen, today = form.chosen(), timezone.localdate()
    versions = filtered_versions(newest_versions(), chosen, on=today)
    page = keyset_page(request, versions, column="dated_on", newest_first=True)
    context = {
        "form": form,
        "chosen": chosen,
        "rows": [(version, version.force_on(today)) for version in page.rows],
        "page_links": page,
        "may_read_in": bool(can_read_in(request.actor)),
    }
    return render(request, "policies/policy_list.html", context)


@require_safe
def policy_by_key(request: ActorRequest, document: str) -> HttpResponse:
    """The stable way in by 文号 or key; `clause` in the query leads to its place on the page."""
    version = version_by_key(document)
    if version is None:
        raise Http404
    page = reverse("policies:policy_detail", args=[version.policy_id])
    clause = request.GET.get("clause", "")
    return redirect(f"{page}#c-{clause}" if clause else page)


@require_safe
def policy_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """The newest text that this person sees."""
    policy = get_object_or_404(Policy.objects.visible_to(request.actor), pk=pk)
    return _detail(request, versions_of(policy, request.actor), None)


@require_safe
def version_detail(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """One text; its address never changes."""
    policy = get_object_or_404(Policy.objects.visible_to(request.actor), pk=pk)
    return _detail(request, versions_of(policy, request.actor), number)


@require_safe
def version_compare(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """This text and the one before it, clause by clause."""
    rows = PolicyVersion.objects.visible_to(request.actor).with_policy()
    version = get_object_or_404(rows, policy__pk=pk, number=number)
    before = rows.filter(policy__pk=pk, number__lt=number).order_by("-number").first()
    if before is None:
        raise Http404
    context = {"version": version, "before": before, "rows": compare_versions(before, version)}
    return render(request, "policies/version_compare.html", context)


def _detail(request: ActorRequest, versions: list[PolicyVersion], number: int | None) -> HttpResponse:
    opened = [each for each in versions if each.opened_at is not None] or versions
    version = next((each for each in versions if each.number == number), None) if number else None
    if version is None and (number or not opened):
        raise Http404
    version = version or opened[0]
    today = timezone.localdate()
    context = {
        "version": version,
        "force": version.force_on(today, amended_since=amended_since(version)),
        "versions": versions,
        "is_newest": version == opened[0],
        "has_earlier": any(each.number < version.number for each in versions),
        "clauses": clauses_of(version),
        "attachments": attachments_of(version),
        "bases": bases_of(version),
        "resting": resting_on(version),
        "may_read_in": bool(can_read_in(request.actor, version.policy)),
        "offers": available_actions(version, request.actor),
        "period": period_of(version) if version.is_draft else None,
        "has_card": card_of(version.policy, request.actor) is not None,
        "has_targets": version.policy.targets.exists(),
    }
    return render(request, "policies/policy_detail.html", context)
