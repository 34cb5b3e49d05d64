"""Seats are added, described anew and ended; what was printed and who sat there stays readable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.actors import Actor
from accounts.models import Organisation, Post
from core.errors import Conflict, Invalid
from core.locks import locked
from leadership.enums import SeatRole
from leadership.models import LeadingGroup, Seat
from leadership.rules import can_keep_roster
from records.services import record

TAKEN = "这个岗位在本领导小组已有同样的席位。"
LONGEST_POST = 60


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """A seat and the post that carries it; `position` None is behind the last of its role."""

    role: SeatRole
    organisation: Organisation
    post: str
    title: str
    since: date
    portfolio: str = ""
    position: int | None = None
    basis: str = ""


@transaction.atomic
def add_seat(*, actor: Actor, group: LeadingGroup, facts: SeatFacts) -> Seat:
    """One more seat. Invalid, naming the field, for what does not hold or is there already."""
    row = locked(LeadingGroup.objects.all(), group)
    can_keep_roster(actor, row).demand()
    seat = _add(row, facts)
    _record(actor, "group.add_seat", row, seat, ["", str(seat)])
    return seat


@transaction.atomic
def add_seats(*, actor: Actor, group: LeadingGroup, facts: Sequence[SeatFacts]) -> list[Seat]:
    """All of them in their order or none; one act. Invalid: `fields` maps the number of the line to its sentence."""
    row = locked(LeadingGroup.objects.all(), group)
    can_keep_roster(actor, row).demand()
    wrong: dict[str, str] = {}
    seats = []
    for number, each in enumerate(facts, start=1):
        try:
            seats.append(_add(row, each))
        except Invalid as error:
            wrong[str(number)] = error.message
    if wrong:
        lines = "".join(f"第 {number} 行：{words}" for number, words in wrong.items())
        raise Invalid(f"有 {len(wrong)} 行要改，都没有写入。{lines}", fields=wrong)
    changes = [{"field": seat.get_role_display(), "old": "", "new": seat.title} for seat in seats]
    record(actor=actor, verb="group.add_seats", target=row, details={"changes": changes})
    return seats


@transaction.atomic
def update_seat(*, actor: Actor, seat: Seat, title: str, position: int) -> Seat:
    """What is printed and in which order; the post that carries it stays (end the seat and add another)."""
    row = locked(LeadingGroup.objects.all(), seat.group)
    can_keep_roster(actor, row).demand()
    found: Seat = locked(Seat.objects.all(), seat)
    old = [str(found), str(found.position)]
    found.title, found.position = title, position
    found.save(update_fields=["title", "position"])
    changes = [
        {"field": label, "old": before, "new": after}
        for label, before, after in (
            ("文件所印职务", old[0], str(found)),
            ("顺序", old[1], str(found.position)),
        )
        if before != after
    ]
    if changes:
        record(actor=actor, verb="group.update_seat", target=row, details={"changes": changes})
    return found


@transaction.atomic
def end_seat(*, actor: Actor, seat: Seat, until: date, basis: str) -> Seat:
    """The seat is gone from `until` on. Conflict: ended already; Invalid: an end before its beginning."""
    row = locked(LeadingGroup.objects.all(), seat.group)
    can_keep_roster(actor, row).demand()
    found: Seat = locked(Seat.objects.all(), seat)
    if found.until is not None:
        raise Conflict(f"这个席位已于 {found.until:%Y-%m-%d} 撤销。")
    if until <= found.since:
        sentence = f"撤销日期应晚于设立日期 {found.since:%Y-%m-%d}。"
        raise Invalid(sentence, fields={"until": sentence})
    found.until = until
    found.save(update_fields=["until"])
    _record(actor, "group.end_seat", row, found, [str(found), ""], day=until, basis=basis)
    return found


def post_of(organisation: Organisation, name: str, portfolio: str = "") -> Post:
    """The post of that name, made where it is missing. Invalid for a name that is too long or empty."""
    if not name or len(name) > LONGEST_POST:
        sentence = f"请填写职务，不超过 {LONGEST_POST} 个字。"
        raise Invalid(sentence, fields={"post": sentence})
    post, _ = Post.objects.get_or_create(organisation=organisation, name=name, portfolio=portfolio)
    return post


def _add(group: LeadingGroup, facts: SeatFacts) -> Seat:
    if facts.since < group.founded_on:
        sentence = f"席位不能早于领导小组成立的日期 {group.founded_on:%Y-%m-%d}。"
        raise Invalid(sentence, fields={"since": sentence})
    post = post_of(facts.organisation, facts.post, facts.portfolio)
    others = Seat.objects.filter(group=group, post=post, until=None)
    if _is_there(others, facts.role):
        raise Invalid(TAKEN, fields={"post": TAKEN})
    last = Seat.objects.filter(group=group, role=facts.role).aggregate(last=Max("position"))["last"] or 0
    seat = Seat(group=group, role=facts.role, post=post, title=facts.title, since=facts.since)
    seat.position, seat.basis = facts.position or last + 1, facts.basis
    try:
        with transaction.atomic():
            seat.save()
    except IntegrityError as error:
        raise Invalid(TAKEN, fields={"post": TAKEN}) from error
    return seat


def _is_there(seats: object, role: SeatRole) -> bool:
    """A post is one of 组长, 副组长, 成员 at a time, and may serve in the office beside that."""
    rows = seats.values_list("role", flat=True).order_by("pk")  # type: ignore[attr-defined]
    return any(SeatRole(each).is_of_office == role.is_of_office for each in rows)


def _record(
    actor: Actor, verb: str, group: LeadingGroup, seat: Seat, words: list[str], **facts: object
) -> None:
    change = {"field": "席位", "old": words[0], "new": words[1]}
    record(actor=actor, verb=verb, target=group, details={"changes": [change], "id": seat.pk, **facts})
