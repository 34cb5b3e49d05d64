"""Drafts that are out for comment, and what became of the comments."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from policies.models import Clause, Comment, CommentPeriod, PolicyVersion


@dataclass(frozen=True, slots=True)
class ClauseCount:
    """A clause of the draft (None for the whole text), how many comments it got and how many wait for an answer."""

    clause: Clause | None
    total: int
    waiting: int


def period_of(version: PolicyVersion) -> CommentPeriod | None:
    """The call for comments on this draft; None where there is none."""
    period: CommentPeriod | None = CommentPeriod.objects.filter(version=version).first()
    return period


def counts_by_clause(period: CommentPeriod) -> list[ClauseCount]:
    """Every clause with comments in the order of the text, the whole text first; two queries."""
    rows = (
        period.comments.values("clause")
        .annotate(total=Count("pk"), waiting=Count("pk", filter=Q(answer="")))
        .order_by("clause")
    )
    counted = {row["clause"]: row for row in rows}
    clauses: list[Clause | None] = [None, *period.version.clauses.order_by("position")]
    return [
        ClauseCount(clause, counted[key]["total"], counted[key]["waiting"])
        for clause in clauses
        if (key := clause.pk if clause else None) in counted
    ]


def comments_of(period: CommentPeriod, *, waiting: bool = False) -> QuerySet[Comment]:
    """Comments with their clauses."""
    rows: QuerySet[Comment] = period.comments.select_related("clause", "answered_by", "keyed_by")
    return rows.filter(answer="") if waiting else rows


def outcome_rows(period: CommentPeriod) -> QuerySet[Comment]:
    """What the public reads after closing: the texts and what became of them, by clause; nobody's name."""
    rows: QuerySet[Comment] = period.comments.select_related("clause").defer("name", "telephone", "source")
    return rows.order_by(F("clause__position").asc(nulls_first=True), "received_at", "pk")


def comment_by_number(number: str) -> Comment | None:
    """What a receipt leads to; blanks and small letters are understood."""
    wanted = "".join(number.split()).upper()[:16]
    rows = Comment.objects.select_related("clause", "period__version__policy").defer("name", "telephone")
    found: Comment | None = rows.filter(number=wanted, period__version__state="published").first()
    return found
