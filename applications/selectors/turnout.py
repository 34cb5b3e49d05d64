"""谁还没报: every unit that a round calls, and how far each of them is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from accounts.models import Organisation
from applications.enums import State
from applications.models import Application, Round
from applications.selectors.words import StateWord, internal_state

# As many towns of a unit are named; of the others the number is told.
NAMED = 6

MISSING, FILED = "missing", "filed"


@dataclass(frozen=True, slots=True)
class NamedTown:
    """A town that its unit puts forward; of a draft the office learns that it exists, so it leads nowhere."""

    application: int | None
    name: str
    state: StateWord


@dataclass(frozen=True, slots=True)
class UnitTurnout:
    """How many applications of one unit stand where; `towns` names the latest of them."""

    unit: Organisation
    quota: int | None
    drafting: int
    waiting: int
    recommended: int
    towns: tuple[NamedTown, ...]

    @property
    def is_missing(self) -> bool:
        """Nothing has been recommended yet."""
        return self.recommended == 0

    @property
    def total(self) -> int:
        """Everything that is not taken back."""
        return self.drafting + self.waiting + self.recommended

    @property
    def has_more(self) -> bool:
        """Whether there are applications beyond the named ones."""
        return self.total > len(self.towns)

    @property
    def stage(self) -> StateWord:
        """How far the unit is, by its farthest application."""
        if self.recommended:
            return StateWord("recognised", "已推荐")
        if self.waiting:
            return StateWord("submitted", "待推荐")
        return StateWord("shortlisted", "填写中") if self.drafting else StateWord("draft", "未开始")


@dataclass(frozen=True, slots=True)
class TurnoutCounts:
    """The heads of the table: units by stage, and how many applications were recommended in all."""

    units: int
    filed: int
    waiting: int
    drafting: int
    idle: int
    recommended: int

    @property
    def missing(self) -> int:
        """Units that have recommended nothing."""
        return self.units - self.filed


def turnout_of(round_: Round) -> list[UnitTurnout]:
    """A row for every unit of the round in the order of their codes; three queries however many there are."""
    counts = _counts(round_)
    towns = _named_towns(round_)
    places = round_.applicant_places.select_related("organisation").order_by(
        "organisation__kind", "organisation__key"
    )
    return [
        UnitTurnout(
            unit=place.organisation,
            quota=place.quota,
            towns=tuple(towns.get(place.organisation_id, ())),
            **counts.get(place.organisation_id, {"drafting": 0, "waiting": 0, "recommended": 0}),
        )
        for place in places
    ]


def turnout_counts(rows: Sequence[UnitTurnout]) -> TurnoutCounts:
    """What stands above the table."""
    filed = sum(not row.is_missing for row in rows)
    waiting = sum(row.is_missing and row.waiting > 0 for row in rows)
    drafting = sum(row.is_missing and not row.waiting and row.drafting > 0 for row in rows)
    return TurnoutCounts(
        units=len(rows),
        filed=filed,
        waiting=waiting,
        drafting=drafting,
        idle=len(rows) - filed - waiting - drafting,
        recommended=sum(row.recommended for row in rows),
    )


def shown_turnout(rows: Sequence[UnitTurnout], show: str) -> list[UnitTurnout]:
    """The rows of a filter; an unknown one shows all."""
    if show not in {MISSING, FILED}:
        return list(rows)
    return [row for row in rows if row.is_missing == (show == MISSING)]


def _counts(round_: Round) -> dict[int, dict[str, int]]:
    """By unit; a return to an office's question stays recommended, one inside the unit is being filled in again."""
    was_recommended = Q(recommended_at__isnull=False)
    rows = (
        round_.applications.exclude(state=State.WITHDRAWN)
        .order_by()
        .values_list("applicant_id")
        .annotate(
            drafting=Count("pk", filter=~was_recommended & Q(state__in=(State.DRAFT, State.RETURNED))),
            waiting=Count("pk", filter=~was_recommended & Q(state=State.SUBMITTED)),
            recommended=Count("pk", filter=was_recommended),
        )
    )
    return {
        unit: dict(zip(("drafting", "waiting", "recommended"), found, strict=True)) for unit, *found in rows
    }


def _named_towns(round_: Round) -> dict[int, list[NamedTown]]:
    newest_first = Window(
        RowNumber(), partition_by=F("applicant_id"), order_by=(F("moved_at").desc(), F("pk").desc())
    )
    found = (
        round_.applications.exclude(state=State.WITHDRAWN)
        .annotate(place=newest_first)
        .filter(place__lte=NAMED)
        .select_related("town")
        .order_by("applicant_id", "place")
    )
    towns: dict[int, list[NamedTown]] = defaultdict(list)
    for application in found:
        application.round = round_
        towns[application.applicant_id].append(_named(application))
    return towns


def _named(application: Application) -> NamedTown:
    was_submitted = application.state != State.DRAFT
    return NamedTown(
        application=application.pk if was_submitted else None,
        name=application.town.name,
        state=internal_state(application),
    )
