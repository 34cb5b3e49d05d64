"""Documents on their way in and out of the library."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import ActorRequest
from core.enums import Level
from core.errors import DomainError
from core.paging import keyset_page
from policies import services
from policies.forms import NextTextForm, ReadInForm, RepealForm, WithdrawForm
from policies.models import Policy, PolicyVersion
from policies.rules import can_read_in
from policies.selectors.library import newest_versions, waiting_versions
from policies.services.reading_in import Place
from policies.services.sources import read_upload
from policies.views.checking import _seen, version_in_hand


@require_safe
@login_required
def version_list(request: ActorRequest) -> HttpResponse:
    """What the unit still has to hold against its source."""
    can_read_in(request.actor).demand()
    page = keyset_page(request, waiting_versions(request.actor), column="dated_on", newest_first=True)
    return render(request, "policies/version_list.html", {"rows": page.rows, "page_links": page})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def policy_create(request: ActorRequest) -> HttpResponse:
    """Read a document in that the library does not hold yet."""
    can_read_in(request.actor).demand()
    form = ReadInForm(request.POST or None, request.FILES or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        assert request.actor.organisation is not None
        place = Place(
            typed["kind"], Level(typed["level"]), typed["division"], request.actor.organisation, typed["key"]
        )
        try:
            version = read_upload(actor=request.actor, upload=typed["file"], place=place)
        except DomainError as error:
            form.add_error("key" if "key" in getattr(error, "fields", {}) else "file", error.message)
        else:
            return _read(request, version)
    status = 422 if form.is_bound else 200
    return render(request, "policies/policy_create.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def policy_next(request: ActorRequest, pk: int) -> HttpResponse:
    """A new text of a document that the library holds."""
    current = get_object_or_404(newest_versions(), policy__pk=pk)
    can_read_in(request.actor, current.policy).demand()
    form = NextTextForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = read_upload(
                actor=request.actor, upload=form.cleaned_data["file"], policy=current.policy
            )
        except DomainError as error:
            form.add_error("file", error.message)
        else:
            return _read(request, version)
    context = {"form": form, "version": current}
    return render(request, "policies/policy_next.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def version_publish(request: ActorRequest, pk: int) -> HttpResponse:
    """Open it to everybody."""
    version = version_in_hand(request, pk)
    services.publish_version(actor=request.actor, version=version, seen=_seen(request))
    messages.success(request, f"《{version.title}》已公开。")
    return redirect("policies:policy_detail", version.policy_id)


@require_POST
@login_required
def version_discard(request: ActorRequest, pk: int) -> HttpResponse:
    """A reading that is of no use goes, with everything that was mended in it."""
    version = version_in_hand(request, pk)
    services.discard_version(actor=request.actor, version=version)
    messages.success(request, "已删除这一稿。")
    return redirect("policies:version_list")


@require_POST
@login_required
def version_withdraw(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """Take down what should not have been opened."""
    rows = PolicyVersion.objects.visible_to(request.actor).with_policy()
    version = get_object_or_404(rows, policy__pk=pk, number=number)
    form = WithdrawForm(request.POST)
    comment = form.cleaned_data["comment"] if form.is_valid() else ""
    services.withdraw_version(actor=request.actor, version=version, comment=comment, seen=_seen(request))
    messages.success(request, f"《{version.title}》已撤下。")
    return redirect("policies:policy_list")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def policy_repeal(request: ActorRequest, pk: int) -> HttpResponse:
    """Note from when on the document no longer holds."""
    current = get_object_or_404(newest_versions(), policy__pk=pk)
    can_read_in(request.actor, current.policy).demand()
    form = RepealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        policy: Policy = current.policy
        services.repeal_policy(actor=request.actor, policy=policy, **form.cleaned_data)
        messages.success(request, "已登记废止。")
        return redirect("policies:policy_detail", pk)
    context = {"form": form, "version": current}
    return render(request, "policies/policy_repeal.html", context, status=422 if form.is_bound else 200)


def _read(request: ActorRequest, version: PolicyVersion) -> HttpResponse:
    doubtful = version.clauses.exclude(doubts=[]).count()
    doubts = f"其中 {doubtful} 条存疑，" if doubtful else ""
    messages.success(request, f"已读入 {version.clauses.count()} 条，{doubts}请对照原文核对。")
    return redirect("policies:version_check", version.pk)
