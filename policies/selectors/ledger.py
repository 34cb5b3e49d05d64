"""Who does what: units and tasks across all documents, out of clauses that a person has confirmed (inventory 6.15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.actors import Actor
from accounts.models import Organisation
from policies.enums import DutyRole
from policies.models import Clause, Duty, PolicyVersion

# Where a document applies: the same short name is another unit elsewhere.
PLACE = ("clause__version__policy__division__code", "clause__version__policy__division__name")


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
    place: str = ""
    place_code: str = ""


def standing_duties() -> QuerySet[Duty]:
    """Duties of the newest open texts that a person has confirmed."""
    newest = PolicyVersion.objects.newest().values("pk")
    return Duty.objects.filter(clause__version__in=newest, clause__confirmed_at__isnull=False)


def units(*, keeper: Organisation | None = None) -> list[UnitLine]:
    """Every unit of a place with the number of tasks that it leads and shares, most leads first. One query.

    市工信局 of two cities are two lines. `keeper`: only in the documents that this unit keeps.
    """
    duties = standing_duties()
    if keeper is not None:
        duties = duties.filter(clause__version__policy__keeper=keeper)
    rows = (
        duties.values("unit", "organisation", *PLACE)
        .annotate(
            leads=Count("pk", filter=Q(role=DutyRole.LEAD)),
            shares=Count("pk", filter=Q(role=DutyRole.RESPONSIBLE)),
        )
        .order_by("-leads", "-shares", "unit", PLACE[0])
    )
    return [
        UnitLine(row["unit"], row["organisation"], row["leads"], row["shares"], row[PLACE[1]], row[PLACE[0]])
        for row in rows
    ]


def tasks(*, unit: str = "", version: PolicyVersion | None = None, place: str = "") -> list[Task]:
    """The tasks of a unit, of a document, or of both, in the order of the documents; three queries."""
    duties = standing_duties()
    if unit:
        duties = duties.filter(Q(unit=unit) | Q(organisation__name=unit))
    if version is not None:
        duties = duties.filter(clause__version=version)
    if place:
        duties = duties.filter(**{PLACE[0]: place})
    clauses = (
        Clause.objects.filter(pk__in=duties.values("clause"))
        .select_related("version__policy__division")
        .prefetch_related("duties__organisation")
        .order_by("-version__dated_on", "version", "position")
    )
    return [_task(clause, clause.duties.all()) for clause in clauses]


def unknown_units(*, keeper: Organisation | None = None) -> list[UnitLine]:
    """Names that no organisation answers to yet: for the list of aliases."""
    return [line for line in units(keeper=keeper) if line.organisation_id is None]


def own_units(actor: Actor) -> dict[str, Organisation]:
    """The units of the government that the acting unit serves, by their number: whom a name may mean."""
    assert actor.organisation is not None
    own = Organisation.objects.filter(superior=actor.organisation.seat_of_power, is_active=True)
    return {str(each.pk): each for each in own.order_by("sort_key", "pk")}


def _task(clause: Clause, duties: Iterable[Duty]) -> Task:
    listed = list(duties)
    return Task(
        clause,
        lead=[duty for duty in listed if duty.role == DutyRole.LEAD],
        responsible=[duty for duty in listed if duty.role == DutyRole.RESPONSIBLE],
    )
