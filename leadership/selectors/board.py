"""Three levels: who has a roster, and when its office last vouched for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q, QuerySet

from accounts.actors import Actor
from accounts.enums import DivisionLevel, OrganisationKind
from accounts.models import Organisation
from leadership.enums import GROUP_ROLES
from leadership.models import LeadingGroup

FRESH = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A government or zone: its group, if there is one, and how current the roster is."""

    organisation: Organisation
    group: LeadingGroup | None
    seats: int
    confirmed_on: date | None
    is_fresh: bool
    # Of a city: how many of its counties have a group, and how many there are.
    counties: tuple[int, int] | None = None

    @property
    def key(self) -> str:
        """Which of the four states this is, as the page marks it."""
        if self.group is None:
            return "missing"
        return "met" if self.is_fresh else ("judge" if self.confirmed_on else "relaxable")

    @property
    def words(self) -> str:
        return {
            "missing": "尚未建立",
            "met": "名单已确认",
            "judge": "超过一季度未确认",
            "relaxable": "尚未确认过",
        }[self.key]


def top_lines(actor: Actor, *, at: date) -> list[BoardLine]:
    """The province and its cities, a city with its counties counted; only what is in sight. Three queries."""
    levels = [DivisionLevel.PROVINCE, DivisionLevel.CITY]
    rows = _governments(actor).filter(division__level__in=levels)
    places = {
        parent: (have, total)
        for parent, have, total in _governments(actor)
        .filter(division__level=DivisionLevel.COUNTY)
        .order_by()
        .values_list("superior")
        .annotate(have=Count("leading_group"), total=Count("pk"))
    }
    return _lines(list(rows), at, places)


def county_lines(actor: Actor, city: Organisation, *, at: date) -> list[BoardLine]:
    """The counties and zones of one city."""
    rows = _governments(actor).filter(superior=city)
    return _lines(list(rows), at, {})


def own_line(actor: Actor, *, at: date) -> BoardLine | None:
    """The group of the government that the acting unit serves."""
    if actor.organisation is None:
        return None
    seat = actor.organisation.seat_of_power
    if seat.kind not in {OrganisationKind.GOVERNMENT, OrganisationKind.ZONE}:
        return None
    return _lines([seat], at, {})[0]


def _governments(actor: Actor) -> QuerySet[Organisation]:
    """Governments and zones: the own territory and every level above it."""
    rows = Organisation.objects.active().filter(kind__in=[OrganisationKind.GOVERNMENT, OrganisationKind.ZONE])
    if actor.organisation is None:
        return rows.none()
    if not actor.is_system_admin:
        seat = actor.organisation.seat_of_power
        below = Organisation.objects.filter(superiors__superior=seat)
        above = Organisation.objects.filter(reach__subordinate=seat)
        rows = rows.filter(Q(pk__in=below.values("pk")) | Q(pk__in=above.values("pk")))
    return rows.select_related("division").order_by("division__code", "key")


def _lines(rows: Sequence[Organisation], at: date, places: dict[int, tuple[int, int]]) -> list[BoardLine]:
    groups = (
        LeadingGroup.objects.filter(organisation__in=[row.pk for row in rows])
        .annotate(
            number=Count(
                "seats",
                distinct=True,
                filter=Q(seats__since__lte=at, seats__role__in=GROUP_ROLES)
                & (Q(seats__until=None) | Q(seats__until__gt=at)),
            ),
            last=Max("confirmations__confirmed_on"),
        )
        .order_by("pk")
    )
    by_place = {group.organisation_id: group for group in groups}
    return [_line(row, by_place.get(row.pk), at, places.get(row.pk)) for row in rows]


def _line(
    row: Organisation, group: LeadingGroup | None, at: date, counties: tuple[int, int] | None
) -> BoardLine:
    last: date | None = group.last if group else None  # type: ignore[attr-defined]
    seats: int = group.number if group else 0  # type: ignore[attr-defined]
    return BoardLine(row, group, seats, last, last is not None and at - last < FRESH, counties)
