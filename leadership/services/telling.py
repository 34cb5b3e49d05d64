"""What a change of hands leaves behind: an act, and a word to the other offices whose rosters follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Organisation, Tenure
from leadership.models import LeadingGroup, Seat
from leadership.selectors.words import day_words, post_words
from notifications.services import notify
from records.services import record

if TYPE_CHECKING:
    from leadership.services.holders import Change

KEEPING = (Role.OFFICE_DIRECTOR, Role.REGISTRAR)


def record_change(actor: Actor, change: Change, before: Tenure | None, made: Tenure | None) -> None:
    """市财政局局长: 甲 → 乙, from which day and on what basis; the act stands at the post."""
    old = before.person.name if before and not change.is_deputy else "空缺"
    new = made.person.name if made else "空缺"
    line = {
        "field": f"{post_words(change.post)}{'（代理）' if change.is_deputy else ''}",
        "old": "" if change.is_deputy else old,
        "new": new,
    }
    details = {"changes": [line], "day": change.on, "basis": change.basis}
    record(actor=actor, verb="post.change_holder", target=change.post, details=details)


def tell_other_groups(actor: Actor, changes: Sequence[Change]) -> None:
    """Offices of other levels in whose rosters these posts sit: what changed, each in one sentence."""
    by_post = {change.post.pk: change for change in changes}
    seats = Seat.objects.filter(post__in=by_post).select_related("group__office", "group__organisation")
    own = actor.organisation.seat_of_power if actor.organisation else None
    for seat in seats.order_by("pk"):
        change = by_post[seat.post_id]
        if seat.group.organisation != own and (seat.until is None or seat.until > change.on):
            _tell(actor, seat.group, change)


def _tell(actor: Actor, group: LeadingGroup, change: Change) -> None:
    who = change.person.name if change.person else ""
    words = f"由{who}{'代理' if change.is_deputy else '接任'}" if who else "空缺"
    for unit in offices_of(group):
        notify(
            kind="roster_changed",
            organisation=unit,
            roles=KEEPING,
            words={
                "post": post_words(change.post),
                "words": words,
                "group": group.name,
                "day": day_words(change.on, with_year=True),
            },
            url=reverse("leadership:group_detail", args=[group.pk]),
            target=group,
            but_not=actor.user,
        )


def offices_of(group: LeadingGroup) -> list[Organisation]:
    """Whose people keep the roster: the office and the government."""
    return [unit for unit in (group.office, group.organisation) if unit is not None]


def since_words(confirmed_on: date | None) -> str:
    """还没有确认过, 最近于 2026 年 1 月 5 日确认."""
    if confirmed_on is None:
        return "自印发以来还没有确认过"
    return f"最近于 {day_words(confirmed_on, with_year=True)}确认"
