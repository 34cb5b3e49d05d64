"""The keeper's office: puts a draft out, reads the comments, answers each, keys in what came on paper."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import ActorRequest
from core.errors import Conflict, Invalid
from core.paging import keyset_page
from policies import services
from policies.forms.comments import AnswerForm, CommentForm, CommentPeriodForm
from policies.models import Comment, CommentPeriod, PolicyVersion
from policies.rules import can_answer_comments, can_call_for_comments
from policies.selectors.comments import comments_of, counts_by_clause, period_of
from policies.views.checking import _seen
from policies.views.comments import period_in_sight

# What stands in the address for comments on no clause of its own.
WHOLE = "全文"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def comment_period(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """Dates, words and whom to call."""
    rows = PolicyVersion.objects.visible_to(request.actor).with_policy()
    version = get_object_or_404(rows, policy__pk=pk, number=number)
    can_call_for_comments(request.actor, version).demand()
    period = period_of(version)
    form = CommentPeriodForm(request.POST or None, period=period)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_comment_period(
                actor=request.actor, version=version, facts=form.facts(), seen=_seen(request)
            )
        except Invalid as invalid:
            form.add_error("closes_on", invalid.message)
        else:
            messages.success(request, "征求意见的安排已保存。")
            return redirect("policies:comment_list", pk, number)
    context = {"version": version, "form": form, "seen": period.counter if period else 0}
    return render(request, "policies/comment_period.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
@login_required
def comment_list(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """What came in, by clause; telephones masked."""
    return _list(request, _own_period(request, pk, number))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def comment_key_in(request: ActorRequest, pk: int, number: int) -> HttpResponse:
    """A comment that came on paper or by telephone."""
    period = _own_period(request, pk, number)
    form = CommentForm(request.POST or None, version=period.version)
    if request.method == "POST" and form.is_valid():
        comment = services.key_in_comment(
            actor=request.actor, period=period, clause=form.cleaned_data["clause"], words=form.words()
        )
        messages.success(request, f"已登记，回执号 {comment.number}。")
        return redirect("policies:comment_list", pk, number)
    context = {"period": period, "version": period.version, "form": form}
    return render(request, "policies/comment_key_in.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_POST
@login_required
def comment_answer(request: ActorRequest, comment_pk: int) -> HttpResponse:
    """What became of one comment; what does not hold comes back open at its place."""
    comment = _own_comment(request, comment_pk)
    form = AnswerForm(request.POST, prefix=f"c{comment.pk}")
    status = 422
    if form.is_valid():
        try:
            services.answer_comment(
                actor=request.actor, comment=comment, seen=_seen(request), **form.cleaned_data
            )
        except Invalid as invalid:
            form.add_error("reply", invalid.message)
        except Conflict as conflict:
            form.add_error(None, conflict.message)
            status = 409
        else:
            messages.success(request, "已处理。")
            version = comment.period.version
            return redirect("policies:comment_list", version.policy_id, version.number)
    return _list(request, comment.period, form=form, at=comment, status=status)


@never_cache
@require_POST
@login_required
def comment_reveal(request: ActorRequest, comment_pk: int) -> HttpResponse:
    """The list with one full number; that it was asked for is recorded."""
    comment = _own_comment(request, comment_pk)
    telephone = services.reveal_commenter(actor=request.actor, comment=comment)
    return _list(request, comment.period, at=comment, telephone=telephone)


def _own_period(request: ActorRequest, pk: int, number: int) -> CommentPeriod:
    period = period_in_sight(request, pk, number)
    can_answer_comments(request.actor, period).demand()
    return period


def _own_comment(request: ActorRequest, pk: int) -> Comment:
    """Comments are nobody's business but the keeper's: for others they are not there."""
    rows = Comment.objects.filter(period__version__policy__keeper=request.actor.organisation)
    comment = get_object_or_404(
        rows.select_related("clause", "period__version__policy__keeper", "answered_by", "keyed_by"), pk=pk
    )
    can_answer_comments(request.actor, comment.period).demand()
    return comment


def _list(
    request: ActorRequest,
    period: CommentPeriod,
    *,
    form: AnswerForm | None = None,
    at: Comment | None = None,
    telephone: str = "",
    status: int = 200,
) -> HttpResponse:
    waiting = "waiting" in request.GET
    path = request.GET.get("clause", "").replace("\0", "")[:40]
    found = comments_of(period, waiting=waiting)
    if path:
        found = found.filter(clause=None) if path == WHOLE else found.filter(clause__path=path)
    page = keyset_page(request, found, column="received_at", newest_first=True)
    comments = [at, *(each for each in page.rows if each.pk != at.pk)] if at else page.rows
    rows = [
        {
            "comment": each,
            "form": form if form and at and each.pk == at.pk else _answer_form(each),
            "is_open": bool(form and at and each.pk == at.pk),
            "telephone": telephone if at and each.pk == at.pk else "",
        }
        for each in comments
    ]
    context = {
        "period": period,
        "version": period.version,
        "counts": counts_by_clause(period),
        "rows": rows,
        "bound": form,
        "whole": WHOLE,
        "waiting": waiting,
        "path": path,
        "is_over": period.is_over(timezone.now()),
        "page_links": page,
    }
    return render(request, "policies/comment_list.html", context, status=status)


def _answer_form(comment: Comment) -> AnswerForm:
    return AnswerForm(initial={"answer": comment.answer, "reply": comment.reply}, prefix=f"c{comment.pk}")
