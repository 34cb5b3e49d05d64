"""What the public reads: the province at a glance, the latest recognitions, rounds."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db.models import Count, F, Prefetch, QuerySet
from django.urls import reverse

from accounts.actors import Actor
from applications.models import Round, RoundApplicant, RoundExtension, RoundStep
from applications.selectors.rounds import quota_words
from core.enums import Level
from core.hexmap import Cell
from towns.filters import in_force
from towns.models import Designation

RECENT = 4


@dataclass(frozen=True, slots=True)
class CountyTowns:
    """How many towns of a county are recognised, and whether one of them is at provincial level."""

    count: int
    has_province: bool


NO_TOWNS = CountyTowns(0, has_province=False)


@dataclass(frozen=True, slots=True)
class Glance:
    """`levels`: towns recognised at each level; `counties`: by code; `total`: counties on the map."""

    levels: Mapping[str, int]
    counties: Mapping[str, CountyTowns]
    total: int


@dataclass(frozen=True, slots=True)
class CalledUnits:
    """`names` of the units that may apply, and what is said of their quotas."""

    names: list[str]
    quota: str


@cache
def counties_on_map() -> tuple[Cell, ...]:
    """The grid of the 117 counties, read once a process."""
    path = settings.BASE_DIR / "fixtures" / "hexagons.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Cell(row["code"], row["city"], row["county"], int(row["column"]), int(row["row"]))
            for row in csv.DictReader(lines)
        )


def province_at_a_glance() -> Glance:
    """Recognitions in force by level and by county, in one query."""
    rows = in_force().order_by("pk").values_list("level", "town_id", "town__county__code")
    levels: dict[str, set[int]] = {level: set() for level in Level.values}
    towns: dict[str, set[int]] = {}
    provincial: set[str] = set()
    for level, town, county in rows:
        levels[level].add(town)
        towns.setdefault(county, set()).add(town)
        if level == Level.PROVINCE:
            provincial.add(county)
    return Glance(
        levels={level: len(found) for level, found in levels.items()},
        counties={code: CountyTowns(len(found), code in provincial) for code, found in towns.items()},
        total=len(counties_on_map()),
    )


def map_cells(glance: Glance) -> list[Cell]:
    """Every county with what is recognised there, leading to its part of the list."""
    towns = reverse("portal:towns")
    return [
        replace(cell, count=found.count, is_province=found.has_province, url=f"{towns}?county={cell.code}")
        for cell in counties_on_map()
        for found in [glance.counties.get(cell.code, NO_TOWNS)]
    ]


def recent_recognitions() -> list[Designation]:
    """The latest by date, then by year; what has neither comes last."""
    return list(
        in_force()
        .select_related("town__county", "authority")
        .order_by(F("decided_on").desc(nulls_last=True), F("year").desc(nulls_last=True), "-pk")[:RECENT]
    )


def open_rounds(*, at: datetime) -> QuerySet[Round]:
    """Rounds that take applications at that moment, the first to close first, with what was extended."""
    return _round_names(Round.objects.open_at(at)).order_by("closes_at", "pk").prefetch_related(_extensions())


def round_for_page(actor: Actor) -> QuerySet[Round]:
    """Rounds in sight with everything that the page of one tells, in a handful of queries."""
    places = RoundApplicant.objects.select_related("organisation").order_by(
        "organisation__kind", "organisation__key"
    )
    steps = RoundStep.objects.order_by("position")
    return (
        Round.objects.visible_to(actor)
        .select_related("office", "authority", "standard_version__standard")
        .prefetch_related(Prefetch("applicant_places", places), Prefetch("steps", steps), _extensions())
    )


def called_units(round_: Round) -> CalledUnits:
    """Who may apply: one sentence on the quota where it is the same for all, else a quota beside each name."""
    places = list(round_.applicant_places.all())
    quotas = {place.quota for place in places}
    if len(quotas) == 1:
        quota = quotas.pop()
        common = "每个单位推荐数不限" if quota is None else f"每个单位限报 {quota} 个"
        return CalledUnits([place.organisation.name for place in places], common)
    names = [f"{place.organisation.name}（{quota_words(place.quota)}）" for place in places]
    return CalledUnits(names, "各单位限报数见括号内" if places else "")


def _extensions() -> Prefetch:
    return Prefetch("extensions", RoundExtension.objects.order_by("-made_at", "-pk"))


def coming_rounds(*, at: datetime) -> QuerySet[Round]:
    """Published rounds that have not begun."""
    return _round_names(Round.objects.published().filter(opens_at__gt=at)).order_by("opens_at", "pk")


def closed_rounds(*, at: datetime) -> QuerySet[Round]:
    """Published rounds that are over."""
    return _round_names(Round.objects.published().filter(closes_at__lte=at))


def published_rounds() -> QuerySet[Round]:
    """Every published round, whatever its phase, the last to close first."""
    return _round_names(Round.objects.published()).order_by("-closes_at", "-pk")


def _round_names(rounds: QuerySet[Round]) -> QuerySet[Round]:
    return rounds.select_related("office", "authority", "standard_version__standard").annotate(
        applicant_count=Count("applicants")
    )
