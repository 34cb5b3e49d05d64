"""A draft out for comment, as everybody meets it: read, comment, receipt, and what became of the comments."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ActorRequest
from core import lists
from core.errors import Conflict
from core.paging import keyset_page
from policies import services
from policies.forms.comments import CommentForm
from policies.models import Clause, CommentPeriod
from policies.rules import can_answer_comments
from policies.selectors.comments import comment_by_number, outcome_rows
from policies.selectors.library import clauses_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment_create(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """The draft clause by clause, and the form; no account is wanted. Outside the dates a POST is 409."""
    period = period_in_sight(request, pk, number)
    version, now = period.version, timezone.now()
    chosen = _chosen(request, period)
    form = CommentForm(request.POST or None, version=version, initial={"clause": chosen})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST":
        if not period.is_open(now):
            raise Conflict("征求意见已经截止。" if period.is_over(now) else "征求意见还没有开始。")
        if form.is_valid():
            try:
                comment = services.send_comment(
                    actor=request.actor, period=period, clause=form.cleaned_data["clause"], words=form.words()
                )
            except Conflict as conflict:
                form.add_error(None, conflict.message)
                status = 409
            else:
                return redirect(f"{reverse('policies:comment_receipt')}?number={comment.number}&new=1")
    context = {
        "period": period,
        "version": version,
        "form": form,
        "chosen": chosen,
        "clauses": clauses_of(version),
        "is_open": period.is_open(now),
        "is_over": period.is_over(now),
        "may_answer": bool(can_answer_comments(request.actor, period)),
    }
    return render(request, "policies/comment_create.html", context, status=status)


@never_cache
@require_safe
def comment_receipt(request: ActorRequest) -> HttpResponse:
    """What became of a comment, by its number; nothing of who sent it."""
    number = request.GET.get("number", "").replace("\0", "").strip()[:40]
    comment = comment_by_number(number) if number else None
    context = {"number": number, "comment": comment, "is_new": "new" in request.GET}
    return render(request, "policies/comment_receipt.html", context)


@require_safe
def comment_outcome(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """Every comment and what became of it, once the period is over."""
    period = period_in_sight(request, pk, number)
    demand_over(period)
    page = keyset_page(request, outcome_rows(period), column="received_at", newest_first=False)
    context = {"period": period, "version": period.version, "rows": page.rows, "page_links": page}
    return render(request, "policies/comment_outcome.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_outcome_export(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """The same as a file."""
    return lists.answer(request, "policy_comments", pk=pk, number=number)


def period_in_sight(request: ActorRequest, pk: int, number: int) -> CommentPeriod:
    """The call for comments on that draft; 404 where there is none in sight."""
    rows = CommentPeriod.objects.visible_to(request.actor).select_related(
        "version__policy__keeper", "version__policy__division"
    )
    period: CommentPeriod = get_object_or_404(rows, version__policy__pk=pk, version__number=number)
    return period


def demand_over(period: CommentPeriod) -> None:
    """Comments are read by everybody after closing, all at once; Conflict before."""
    if not period.is_over(timezone.now()):
        raise Conflict("征求意见还没有截止，截止后公布意见和处理情况。")


def _chosen(request: ActorRequest, period: CommentPeriod) -> Clause | None:
    path = request.GET.get("clause", "").replace("\0", "")[:40]
    if not path:
        return None
    clause: Clause | None = period.version.clauses.filter(path=path).first()
    if clause is None:
        raise Http404
    return clause
