"""Who does what: units and tasks across all documents, out of clauses that a person has confirmed (inventory 6.15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from policies.enums import DutyRole
from policies.models import Clause, Duty, PolicyVersion


@dataclass(frozen=True, slots=True)
class Task:
    """One clause with its units, as the ledger shows it."""

    clause: Clause
    lead: list[Duty]
    responsible: list[Duty]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit, as documents write it, and how much it leads and shares."""

    unit: str
    organisation_id: int | None
    leads: int
    shares: int


def standing_duties() -> QuerySet[Duty]:
    """Duties of the newest open texts that a person has confirmed."""
    newest = PolicyVersion.objects.newest().values("pk")
    return Duty.objects.filter(clause__version__in=newest, clause__confirmed_at__isnull=False)


def units() -> list[UnitLine]:
    """Every unit with the number of tasks that it leads and shares; those that lead most come first. One query."""
    rows = (
        standing_duties()
        .values("unit", "organisation")
        .annotate(
            leads=Count("pk", filter=Q(role=DutyRole.LEAD)),
            shares=Count("pk", filter=Q(role=DutyRole.RESPONSIBLE)),
        )
        .order_by("-leads", "-shares", "unit")
    )
    return [UnitLine(row["unit"], row["organisation"], row["leads"], row["shares"]) for row in rows]


def tasks(*, unit: str = "", version: PolicyVersion | None = None) -> list[Task]:
    """The tasks of a unit, of a document, or of both, in the order of the documents; three queries."""
    duties = standing_duties()
    if unit:
        duties = duties.filter(Q(unit=unit) | Q(organisation__name=unit))
    if version is not None:
        duties = duties.filter(clause__version=version)
    clauses = (
        Clause.objects.filter(pk__in=duties.values("clause"))
        .select_related("version__policy__division")
        .prefetch_related("duties__organisation")
        .order_by("-version__dated_on", "version", "position")
    )
    return [_task(clause, clause.duties.all()) for clause in clauses]


def unknown_units() -> list[UnitLine]:
    """Names that no organisation answers to yet: for the list of aliases."""
    return [line for line in units() if line.organisation_id is None]


def _task(clause: Clause, duties: Iterable[Duty]) -> Task:
    listed = list(duties)
    return Task(
        clause,
        lead=[duty for duty in listed if duty.role == DutyRole.LEAD],
        responsible=[duty for duty in listed if duty.role == DutyRole.RESPONSIBLE],
    )
