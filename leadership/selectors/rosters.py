"""Who sat in a leading group on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Post, Tenure
from leadership.enums import GROUP_ROLES, OFFICE_ROLES, SeatRole
from leadership.models import LeadingGroup, RosterConfirmation, Seat
from leadership.models.groups import LeadingGroupQuerySet


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat on a day: who holds its post, who stands in, and since when the roster vouches for that."""

    seat: Seat
    holder: Tenure | None
    deputy: Tenure | None
    since: date | None

    @property
    def post(self) -> Post:
        return self.seat.post

    @property
    def role(self) -> str:
        """组长 … 办公室副主任."""
        return SeatRole(self.seat.role).label

    @property
    def tenure(self) -> Tenure | None:
        """The holder, or whoever stands in while there is none."""
        return self.holder or self.deputy

    @property
    def name(self) -> str:
        """Empty where nobody is known to hold the post."""
        return self.tenure.person.name if self.tenure else ""

    @property
    def stands_in(self) -> str:
        """Who stands in beside a holder who is away."""
        return self.deputy.person.name if self.holder and self.deputy else ""


@dataclass(frozen=True, slots=True)
class Roster:
    """A group as of a day; before its founding document the seats are there and nobody is named."""

    group: LeadingGroup
    on: date
    lines: Sequence[SeatLine]
    confirmation: RosterConfirmation | None

    @property
    def is_founded(self) -> bool:
        return self.on >= self.group.founded_on

    @property
    def members(self) -> list[SeatLine]:
        """组长, 副组长, 成员."""
        return [line for line in self.lines if line.seat.role in GROUP_ROLES]

    @property
    def office(self) -> list[SeatLine]:
        """办公室主任 and 副主任."""
        return [line for line in self.lines if line.seat.role in OFFICE_ROLES]

    @property
    def vacancies(self) -> int:
        """Seats of the group itself for which nobody is named."""
        return sum(not line.name for line in self.members)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many seats each role has."""
        found = [(role.label, sum(line.seat.role == role for line in self.members)) for role in GROUP_ROLES]
        return [(label, number) for label, number in found if number]


def groups() -> LeadingGroupQuerySet:
    """Groups with what every page of them shows."""
    rows: LeadingGroupQuerySet = LeadingGroup.objects.select_related(
        "organisation__division", "organisation__superior", "office__superior", "host"
    )
    return rows


def roster_at(group: LeadingGroup, *, on: date) -> Roster:
    """The roster of that day in three queries, however many seats there are."""
    seats = seats_of(group, on=max(on, group.founded_on))
    tenures = _tenures(seats, on) if on >= group.founded_on else []
    holders = {each.post_id: each for each in tenures if not each.is_deputy}
    deputies = {each.post_id: each for each in tenures if each.is_deputy}
    lines = [_line(group, seat, holders.get(seat.post_id), deputies.get(seat.post_id)) for seat in seats]
    return Roster(group, on, lines, last_confirmation(group, on=on))


def seats_of(group: LeadingGroup, *, on: date) -> list[Seat]:
    """The seats that the group has on that day, in the order of the protocol."""
    rows = Seat.objects.at(on).filter(group=group).select_related("post__organisation__division")
    return list(rows.in_protocol_order())


def last_confirmation(group: LeadingGroup, *, on: date) -> RosterConfirmation | None:
    """When the office last vouched for the roster, as it was known on that day."""
    rows = RosterConfirmation.objects.filter(group=group, confirmed_on__lte=on)
    return rows.order_by("-confirmed_on").first()


def _tenures(seats: Sequence[Seat], on: date) -> list[Tenure]:
    rows = Tenure.objects.at(on).filter(post__in=[seat.post_id for seat in seats])
    return list(rows.select_related("person").order_by("post_id", "since", "pk"))


def _line(group: LeadingGroup, seat: Seat, holder: Tenure | None, deputy: Tenure | None) -> SeatLine:
    """Nobody is vouched for by this roster before the seat was in it, whatever another roster says."""
    tenure = holder or deputy
    since = max(tenure.since, seat.since, group.founded_on) if tenure else None
    return SeatLine(seat, holder, deputy, since)


def posts_of_group(group: LeadingGroup, *, on: date) -> list[tuple[Seat, list[Tenure]]]:
    """Every post of the group once, at its first seat, with all its tenures; two queries."""
    seats: dict[int, Seat] = {}
    for seat in seats_of(group, on=max(on, group.founded_on)):
        seats.setdefault(seat.post_id, seat)
    tenures: dict[int, list[Tenure]] = {pk: [] for pk in seats}
    rows = Tenure.objects.filter(post__in=seats).select_related("person")
    for tenure in rows.order_by("since", "pk"):
        tenures[tenure.post_id].append(tenure)
    return [(seat, tenures[pk]) for pk, seat in seats.items()]
