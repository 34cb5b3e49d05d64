"""The desk of whoever holds a reading against its source: doubtful clauses first, the source with its line numbers."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.actors import Actor
from leadership.models import LeadingGroup
from leadership.rules import can_keep_roster
from policies.enums import DutyRole
from policies.models import Clause, PolicyVersion
from policies.selectors.library import clauses_of
from reading import rosters
from reading.rosters import Seat


@dataclass(frozen=True, slots=True)
class ToCheck:
    """A clause on the desk: what stands in it, and how it comes before the person."""

    clause: Clause
    lead: str
    responsible: str

    @property
    def is_doubtful(self) -> bool:
        return bool(self.clause.doubts) and not self.clause.is_confirmed


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything on the page: the source line by line, the clauses in working order, and how far it is."""

    lines: list[tuple[int, str]]
    items: list[ToCheck]
    left: int
    doubtful: int

    @property
    def confirmed(self) -> int:
        return len(self.items) - self.left


def numbered_lines(version: PolicyVersion) -> list[tuple[int, str]]:
    """The lines of the source that hold something, with the numbers by which clauses name them."""
    lines = version.source_text.split("\n")
    return [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def roster_in(version: PolicyVersion) -> list[Seat]:
    """Members of a leading group whom the source lists; they come into a roster through its own import."""
    return rosters.read(version.source_text).seats


def group_for(actor: Actor) -> LeadingGroup | None:
    """The group whose roster this person may write."""
    if actor.organisation is None:
        return None
    group = LeadingGroup.objects.filter(organisation=actor.organisation.seat_of_power).first()
    return group if group and can_keep_roster(actor, group) else None


def desk_of(version: PolicyVersion) -> Desk:
    """Doubtful clauses first, then those that nobody looked at, then what is done; three queries."""
    items = [_to_check(clause) for clause in clauses_of(version)]
    ordered = sorted(
        items, key=lambda each: (each.clause.is_confirmed, not each.is_doubtful, each.clause.position)
    )
    return Desk(
        lines=numbered_lines(version),
        items=ordered,
        left=sum(not each.clause.is_confirmed for each in items),
        doubtful=sum(each.is_doubtful for each in items),
    )


def _to_check(clause: Clause) -> ToCheck:
    named: dict[str, list[str]] = {DutyRole.LEAD: [], DutyRole.RESPONSIBLE: []}
    for duty in clause.duties.all():
        named[duty.role].append(duty.unit)
    return ToCheck(clause, "、".join(named[DutyRole.LEAD]), "、".join(named[DutyRole.RESPONSIBLE]))
