"""A draft is put out for comment, comments come in, and each of them is answered."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.actors import Actor
from core.errors import Conflict, Invalid
from core.locks import locked
from core.requests import current_request
from policies.enums import CommentAnswer
from policies.models import Clause, Comment, CommentPeriod, PolicyVersion
from policies.rules import can_answer_comments, can_call_for_comments
from records.services import record

PERIOD = ("opens_at", "closes_at", "introduction", "contact", "telephone")
# A whole office stands behind one address; a machine that floods us does as well.
MOST_AN_HOUR, MOST_A_DAY = 60, 200
# Without what is read wrongly on the telephone: 0 and O, 1 and I.
SIGNS, LENGTH = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 10
KEEPER = "version__policy__keeper"


@transaction.atomic
def set_comment_period(
    *, actor: Actor, version: PolicyVersion, facts: Mapping[str, Any], seen: int
) -> CommentPeriod:
    """Put a draft out, or change dates and words while it is out; `seen` is the page's counter, 0 for a new one."""
    row = locked(PolicyVersion.objects.select_related("policy__keeper"), version)
    can_call_for_comments(actor, row).demand()
    period = CommentPeriod.objects.filter(version=row).first() or CommentPeriod(version=row, counter=0)
    if period.counter != seen:
        raise Conflict("同事刚刚改过征求意见的安排，请看过最新内容再保存。")
    if period.pk and period.is_over(timezone.now()):
        raise Conflict("征求意见已经截止，不能再改。")
    _demand_order(facts)
    for name in PERIOD:
        setattr(period, name, facts[name])
    period.counter += 1
    period.save()
    details = {"opens_at": period.opens_at, "closes_at": period.closes_at}
    record(actor=actor, verb="commentperiod.set", target=period, details=details)
    return period


def _demand_order(facts: Mapping[str, Any]) -> None:
    message = ""
    if facts["closes_at"] <= facts["opens_at"]:
        message = "截止日期不能早于开始日期。"
    elif facts["closes_at"] <= timezone.now():
        message = "截止日期已经过去，请改为以后的日期。"
    if message:
        raise Invalid(message, fields={"closes_on": message})


@transaction.atomic
def send_comment(
    *, actor: Actor, period: CommentPeriod, clause: Clause | None, words: Mapping[str, str]
) -> Comment:
    """A comment from the public; the same words again give the first receipt.

    Conflict before opening, from the closing instant on, and when too many come from one address.
    """
    row = locked(CommentPeriod.objects.select_related("version"), period)
    now = timezone.now()
    if not row.is_open(now):
        raise Conflict("征求意见已经截止。" if row.is_over(now) else "征求意见还没有开始。")
    _demand_own_clause(row, clause)
    held = row.comments.filter(clause=clause, **words).order_by("pk").first()
    if held is not None:
        return held
    source = _source()
    _demand_room(source)
    comment = Comment.objects.create(
        period=row, clause=clause, number=_number(), received_at=now, source=source, **words
    )
    record(actor=actor, verb="comment.send", target=comment)
    return comment


@transaction.atomic
def key_in_comment(
    *, actor: Actor, period: CommentPeriod, clause: Clause | None, words: Mapping[str, str]
) -> Comment:
    """A comment that came on paper or by telephone, also after the closing instant; the same words once."""
    row = locked(CommentPeriod.objects.select_related(KEEPER), period)
    can_answer_comments(actor, row).demand()
    if timezone.now() < row.opens_at:
        raise Conflict("征求意见还没有开始。")
    _demand_own_clause(row, clause)
    if row.comments.filter(clause=clause, **words).exists():
        raise Conflict("同样的意见已经登记。")
    comment = Comment.objects.create(
        period=row, clause=clause, number=_number(), is_paper=True, keyed_by=actor.user, **words
    )
    record(actor=actor, verb="comment.key_in", target=comment)
    return comment


@transaction.atomic
def answer_comment(*, actor: Actor, comment: Comment, answer: str, reply: str, seen: int) -> Comment:
    """What became of it; may be put right. Conflict when a colleague was faster, Invalid without a known answer."""
    row = locked(Comment.objects.select_related(f"period__{KEEPER}"), comment)
    can_answer_comments(actor, row.period).demand()
    if row.counter != seen:
        raise Conflict("同事刚刚处理过这条意见，请看过最新内容再办。")
    if answer not in CommentAnswer.values:
        raise Invalid("请选择处理结果。", fields={"answer": "请选择处理结果。"})
    if answer != CommentAnswer.ADOPTED and not reply.strip():
        message = "请写明理由，征求意见结束后对外公布。"
        raise Invalid(message, fields={"reply": message})
    before = [row.answer, row.reply]
    row.answer, row.reply = answer, reply.strip()
    row.answered_by, row.answered_at = actor.user, timezone.now()
    row.counter += 1
    row.save()
    record(actor=actor, verb="comment.answer", target=row, details={"before": before, "answer": answer})
    return row


def reveal_commenter(*, actor: Actor, comment: Comment) -> str:
    """The full telephone number, and an act that says who asked to see it."""
    can_answer_comments(actor, comment.period).demand()
    record(actor=actor, verb="comment.reveal_telephone", target=comment)
    return comment.telephone


def _demand_own_clause(period: CommentPeriod, clause: Clause | None) -> None:
    if clause is not None and clause.version_id != period.version_id:
        message = "请在这份征求意见稿里选择条文。"
        raise Invalid(message, fields={"clause": message})


def _source() -> str:
    """The address of the request as a digest that only this portal can make; empty outside a request."""
    address = current_request.get().address
    return salted_hmac("policies.comments", address, algorithm="sha256").hexdigest() if address else ""


def _demand_room(source: str) -> None:
    if not source:
        return
    now = timezone.now()
    for most, span in ((MOST_AN_HOUR, timedelta(hours=1)), (MOST_A_DAY, timedelta(days=1))):
        if Comment.objects.filter(source=source, received_at__gt=now - span).count() >= most:
            raise Conflict("您所在的网络短时间内提交的意见太多，请过一会儿再提交，或拨打联系电话。")


def _number() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
