"""How targets stand on a day: value, share done, and whether what was due was reached. Unknown is a value of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Prefetch, Q, QuerySet

from accounts.enums import DivisionLevel
from accounts.models import Division
from core.money import from_base, plain
from policies.enums import TargetKind, TargetSource, TargetStatus
from policies.models import Target, TargetReading
from policies.selectors.library import newest_versions
from towns.models import Designation, Figure

TENTH = Decimal("0.1")
# So much of a division's code its counties share.
PREFIX = {DivisionLevel.PROVINCE: 2, DivisionLevel.CITY: 4, DivisionLevel.COUNTY: 6}


@dataclass(frozen=True, slots=True)
class Value:
    """What is known: the value, as of which day, from where; `is_floor` where the register may be incomplete."""

    value: Decimal
    as_of: date
    source: str
    is_floor: bool = False


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target on the board; `share` in percent, None where it cannot be said."""

    target: Target
    words: str
    current: Value | None
    share: Decimal | None
    status: TargetStatus
    is_draft: bool


@dataclass(frozen=True, slots=True)
class Given:
    """An act of recognition, as counting needs it."""

    level: str
    county: str
    since: date | None
    year: int | None
    until: date | None


def targets_in_sight() -> QuerySet[Target]:
    """Targets of open documents, in the order of the documents."""
    rows: QuerySet[Target] = (
        Target.objects.filter(policy__in=newest_versions().order_by().values("policy"))
        .select_related("policy__division", "clause", "division", "town", "indicator")
        .prefetch_related(Prefetch("readings", TargetReading.objects.order_by("-as_of", "-pk")))
    )
    return rows.order_by("policy__level", "policy", "position", "pk")


def target_lines(targets: Iterable[Target], *, on: date) -> list[TargetLine]:
    """All of them on that day; five queries however many there are."""
    listed = list(targets)
    drafts = set(newest_versions().filter(is_draft=True).order_by().values_list("policy", flat=True))
    given = _designations() if any(each.counted_by == TargetSource.DESIGNATIONS for each in listed) else []
    figures = _figures([each for each in listed if each.counted_by == TargetSource.FIGURE])
    return [_line(each, given, figures, on=on, is_draft=each.policy_id in drafts) for each in listed]


def target_words(target: Target) -> str:
    """至少 30 个, 3 至 5 个, 比 2023 年增长 10%, 翻一番."""
    if target.kind == TargetKind.MILESTONE:
        return "完成"
    base = f"比 {target.base_year} 年" if target.base_year else ""
    if target.kind == TargetKind.DOUBLING:
        return f"{base}翻一番"
    low, high = (plain(each) if each is not None else "" for each in (target.low, target.high))
    if target.kind == TargetKind.GROWTH:
        return f"{base}增长 {low}%"
    if target.kind == TargetKind.RANGE:
        return f"{low} 至 {high} {target.unit}".strip()
    return f"{target.get_kind_display()} {low} {target.unit}".strip()


def _line(
    target: Target,
    given: list[Given],
    figures: dict[tuple[int, int], list[Figure]],
    *,
    on: date,
    is_draft: bool,
) -> TargetLine:
    limit = min(on, target.due_on) if target.due_on else on
    current = _noted(target, limit) or _computed(target, given, figures, limit)
    status = _status(target, current, on)
    share = _share(target, current) if status != TargetStatus.UNKNOWN else None
    return TargetLine(target, target_words(target), current, share, status, is_draft)


def _noted(target: Target, limit: date) -> Value | None:
    """What a person noted counts before what the portal counts; later values do not speak of the deadline."""
    reading = next((each for each in target.readings.all() if each.as_of <= limit), None)
    return Value(reading.value, reading.as_of, reading.source) if reading else None


def _computed(
    target: Target, given: list[Given], figures: dict[tuple[int, int], list[Figure]], limit: date
) -> Value | None:
    if target.counted_by == TargetSource.DESIGNATIONS and target.division:
        count = sum(_counts(each, target.level, target.division, limit) for each in given)
        return Value(Decimal(count), limit, "平台登记的认定，可能不全", is_floor=True)
    if target.counted_by == TargetSource.FIGURE and target.town_id and target.indicator_id:
        for figure in figures.get((target.town_id, target.indicator_id), []):
            end = date(figure.year, 12, 31)
            if end <= limit:
                shown = from_base(figure.value, target.unit or figure.unit)
                return Value(shown, end, figure.source)
    return None


def _counts(given: Given, level: str, division: Division, limit: date) -> bool:
    """Whether this recognition stood on that day in that division."""
    begun = given.since <= limit if given.since else given.year is None or given.year <= limit.year
    inside = given.county.startswith(division.code[: PREFIX[DivisionLevel(division.level)]])
    return given.level == level and inside and begun and (given.until is None or given.until > limit)


def _share(target: Target, current: Value | None) -> Decimal | None:
    goal = _goal(target)
    if current is None or goal is None:
        return None
    return (current.value / goal * 100).quantize(TENTH, ROUND_HALF_UP)


def _goal(target: Target) -> Decimal | None:
    if target.kind == TargetKind.MILESTONE:
        return None
    if target.kind == TargetKind.DOUBLING:
        return target.base_value * 2 if target.base_value else None
    return target.low


def _is_reached(target: Target, current: Value) -> bool | None:
    if target.kind == TargetKind.MILESTONE:
        return current.value >= 1
    goal = _goal(target)
    if goal is None:
        return None
    return current.value > goal if target.kind == TargetKind.MORE_THAN else current.value >= goal


def _status(target: Target, current: Value | None, on: date) -> TargetStatus:
    """Past its day: reached or not, where it is known; a register that may lack rows proves what is reached and no more."""
    if target.due_on is None or on <= target.due_on:
        return TargetStatus.RUNNING
    reached = _is_reached(target, current) if current else None
    if reached is None or (not reached and current is not None and current.is_floor):
        return TargetStatus.UNKNOWN
    return TargetStatus.DONE if reached else TargetStatus.MISSED


def _designations() -> list[Given]:
    rows = Designation.objects.order_by("pk").values_list(
        "level", "town__county__code", "decided_on", "year", "revoked_on"
    )
    return [Given(*row) for row in rows]


def _figures(targets: list[Target]) -> dict[tuple[int, int], list[Figure]]:
    """By town and indicator, whole years, the one that counts first; what nobody has confirmed is not for the public."""
    found: dict[tuple[int, int], list[Figure]] = {}
    if targets:
        rows = (
            Figure.objects.standing()
            .whole_years()
            .filter(Q(confirmed_at__isnull=False) | Q(reporter__isnull=True))
            .filter(
                town__in=[each.town_id for each in targets],
                indicator__in=[each.indicator_id for each in targets],
            )
        )
        for figure in rows.by_weight():
            if figure.town_id is not None:
                found.setdefault((figure.town_id, figure.indicator_id), []).append(figure)
    return found
