"""The desk of whoever holds a reading against its source: doubtful clauses first, the source with its line numbers."""

from __future__ import annotations

from dataclasses import dataclass

from policies.enums import DutyRole
from policies.models import Clause, PolicyVersion
from policies.selectors.library import clauses_of


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

    lines: list[str]
    items: list[ToCheck]
    left: int
    doubtful: int

    @property
    def confirmed(self) -> int:
        return len(self.items) - self.left


def desk_of(version: PolicyVersion) -> Desk:
    """Doubtful clauses first, then those that nobody looked at, then what is done; three queries."""
    items = [_to_check(clause) for clause in clauses_of(version)]
    ordered = sorted(
        items, key=lambda each: (each.clause.is_confirmed, not each.is_doubtful, each.clause.position)
    )
    return Desk(
        lines=version.source_text.split("\n"),
        items=ordered,
        left=sum(not each.clause.is_confirmed for each in items),
        doubtful=sum(each.is_doubtful for each in items),
    )


def _to_check(clause: Clause) -> ToCheck:
    named: dict[str, list[str]] = {DutyRole.LEAD: [], DutyRole.RESPONSIBLE: []}
    for duty in clause.duties.all():
        named[duty.role].append(duty.unit)
    return ToCheck(clause, "、".join(named[DutyRole.LEAD]), "、".join(named[DutyRole.RESPONSIBLE]))
