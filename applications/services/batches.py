"""The same thing done to many applications: each by itself, each checked again, and told which were left out.

Every application has a transaction of its own: whoever accepts holds the application and then waits for the
round's next number, and two who did that for hundreds in one transaction would wait for each other in a circle.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from accounts.actors import Actor
from accounts.models import User
from applications.enums import State
from applications.models import Application
from applications.rules import can_assign_many, can_use_queue
from applications.selectors.queue import queue_of
from applications.selectors.words import state_for
from applications.services.handling import assign_application
from applications.services.reviewing import accept_application
from core.errors import Conflict, DomainError, Invalid
from records.models import Act
from records.services import record

MOST_AT_ONCE = 500


@dataclass(slots=True)
class Summary:
    """What was done, and what was not with its reason, by the names that the acting person may read."""

    done: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return f"办理 {len(self.done)} 件，未办 {len(self.skipped)} 件。"

    @property
    def details(self) -> dict[str, list[str]]:
        return {"done": self.done, "skipped": self.skipped}


def accept_batch(*, actor: Actor, ids: Sequence[int]) -> Act:
    """受理 of many; the act that is returned keeps what was done and what was left out, and why."""
    can_use_queue(actor).demand()

    def accept(row: Application) -> str:
        if row.state != State.RECOMMENDED:
            raise Conflict(f"现在是“{state_for(actor, row).words}”，不能受理。")
        return f"{row.town.name}（{accept_application(actor=actor, application=row).number}）"

    summary = _each(actor, ids, accept)
    return record(
        actor=actor, verb="application.accept_batch", comment=summary.words, details=summary.details
    )


def assign_batch(*, actor: Actor, ids: Sequence[int], handler: User | None) -> Act:
    """One 经办人 for many, by the head of the office; `handler` None takes them back from whoever has them."""
    can_assign_many(actor).demand()

    def assign(row: Application) -> str:
        assign_application(actor=actor, application=row, handler=handler)
        return row.town.name

    summary = _each(actor, ids, assign)
    details = {"handler": handler.display_name if handler else "（无）", **summary.details}
    return record(actor=actor, verb="application.assign_batch", comment=summary.words, details=details)


def _each(actor: Actor, ids: Sequence[int], work: Callable[[Application], str]) -> Summary:
    """Do it to every row that is in the office's queue now; the others are counted and not named."""
    ids = list(dict.fromkeys(ids))
    if not ids:
        raise Invalid("请至少选择一件申报。", fields={"ids": "请至少选择一件申报。"})
    if len(ids) > MOST_AT_ONCE:
        message = f"一次最多办理 {MOST_AT_ONCE} 件，请先缩小筛选范围。"
        raise Invalid(message, fields={"ids": message})
    names = "town", "applicant", "round__office", "round__authority"
    rows = queue_of(actor).filter(pk__in=ids).select_related(*names).order_by("pk").in_bulk()
    summary = Summary()
    for row in (rows[pk] for pk in ids if pk in rows):
        try:
            summary.done.append(work(row))
        except DomainError as refusal:
            summary.skipped.append(f"{row.town.name}：{refusal.message}")
    if unseen := len(ids) - len(rows):
        summary.skipped.append(f"另有 {unseen} 件不在本单位的复核队列中。")
    return summary
