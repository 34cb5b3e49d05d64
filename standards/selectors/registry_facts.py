"""What the registry knows of towns, in the form of the check_facts command."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Q
from django.utils import timezone

from core.money import plain
from criteria.reading import MAX_ITEMS
from criteria.words import PLATFORMS, SHARES, TRAITS
from towns.enums import BrandKind, Declarable, EnterpriseRole, FigureSubject, HeritageKind
from towns.models import (
    Brand,
    Enterprise,
    Figure,
    Heritage,
    Indicator,
    Platform,
    TechnicalStandard,
    Title,
    Town,
)
from towns.selectors import figures_that_count

Facts = dict[str, Any]
# town -> what was found of it, in the order of registration
Found = dict[int, list[Any]]

LISTS: Final = ("titles", "brands", "technical_standards", "platforms", "traits")
COUNTS: Final = ("leading_enterprises", "supporting_enterprises", "employment")
SHARE_PREFIX: Final = "market_share_"
NAMED: Final = frozenset({"output_value", *COUNTS, *(f"{SHARE_PREFIX}{place}" for place in SHARES)})
ROLE_OF_COUNT: Final = {
    "leading_enterprises": EnterpriseRole.LEADING,
    "supporting_enterprises": EnterpriseRole.SUPPORTING,
}


def registry_facts(town_ids: Collection[int], year: int, *, at: date | None = None) -> dict[int, Facts]:
    """{town: its facts of that year}, in as many queries for one town as for many.

    Of each figure the one that counts; brands that hold on the day `at` (today). Unknown is None, a section that
    was declared complete and holds nothing is an empty list. What only an application says (a written reason, the
    market of the whole country) is None here.
    """
    towns = Town.objects.filter(pk__in=town_ids).select_related("county").prefetch_related("other_counties")
    figures = _figures(town_ids, year)
    lists = registry_lists(town_ids, at=at)
    enterprises = _enterprises(town_ids)
    return {
        town.pk: {
            "category": town.category,
            "year": year,
            "counties": [town.county.code, *sorted(county.code for county in town.other_counties.all())],
            "wide_national_market": None,
            "relaxation_reason": None,
            **_numbers(figures.get(town.pk, {}), enterprises.get(town.pk, {})),
            **lists[town.pk],
        }
        for town in towns.order_by("pk")
    }


def registry_lists(town_ids: Collection[int], *, at: date | None = None) -> dict[int, Facts]:
    """{town: its titles, brands, technical standards, platforms and traits}, as `registry_facts` gives them."""
    day = at or timezone.localdate()
    declared = dict(
        Town.objects.filter(pk__in=town_ids).order_by("pk").values_list("pk", "complete_sections")
    )
    brands: list[Any] = list(
        Brand.objects.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=day), town__in=town_ids)
        .order_by("pk")
        .values("town_id", "name", "level", "kind")
    )
    found: Mapping[str, Found] = {
        "titles": _by_town(_values(Title, town_ids, "kind", "level")),
        "brands": _by_town((row["town_id"], {"name": row["name"], "level": row["level"]}) for row in brands),
        "technical_standards": _by_town(_values(TechnicalStandard, town_ids, "level", "role")),
        "platforms": _in_order(_functions(town_ids), PLATFORMS),
        "traits": _in_order(_traits(town_ids, brands), TRAITS),
    }
    return {
        town: {name: found[name].get(town, [] if Declarable(name) in complete else None) for name in LISTS}
        for town, complete in declared.items()
    }


def _figures(town_ids: Collection[int], year: int) -> dict[int, dict[str, Figure]]:
    keys = Indicator.objects.filter(subject=FigureSubject.TOWN).order_by("key").values_list("key", flat=True)
    found: dict[int, dict[str, Figure]] = {}
    for (town, key, _), figure in figures_that_count(town_ids, list(keys), [year]).items():
        found.setdefault(town, {})[key] = figure
    return found


def _numbers(figures: Mapping[str, Figure], enterprises: Mapping[str, int]) -> Facts:
    texts = {key: _text(figure) for key, figure in figures.items()}
    counts = {
        key: int(Decimal(texts[key])) if key in texts else enterprises.get(ROLE_OF_COUNT.get(key, ""))
        for key in COUNTS
    }
    shares = {place: texts.get(f"{SHARE_PREFIX}{place}") for place in SHARES}
    return {
        "output_value": texts.get("output_value"),
        **counts,
        "market_share": shares if any(share is not None for share in shares.values()) else None,
        "indicators": {key: text for key, text in sorted(texts.items()) if key not in NAMED},
    }


def _text(figure: Figure) -> str:
    """A figure in its indicator's own unit, exact."""
    return str(plain(figure.value / figure.indicator.to_base(Decimal(1))))


def _enterprises(town_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """{town: {role: number}} of the towns whose list of enterprises is declared complete."""
    complete = {
        town: {role.value: 0 for role in EnterpriseRole}
        for town, sections in Town.objects.filter(pk__in=town_ids)
        .order_by("pk")
        .values_list("pk", "complete_sections")
        if Declarable.ENTERPRISES in sections
    }
    rows = Enterprise.objects.filter(town__in=complete).order_by("town", "role").values_list("town", "role")
    for town, role, number in rows.annotate(number=Count("pk")):
        complete[town][role] = number
    return complete


def _values(
    model: type[Title] | type[TechnicalStandard], town_ids: Collection[int], *columns: str
) -> Iterator[tuple[int, Facts]]:
    rows: Any = model._default_manager.filter(town__in=town_ids).order_by("pk").values("town_id", *columns)
    return ((row["town_id"], {name: row[name] for name in columns}) for row in rows)


def _functions(town_ids: Collection[int]) -> Iterator[tuple[int, str]]:
    rows = Platform.objects.filter(town__in=town_ids).order_by("pk").values_list("town_id", "functions")
    return ((town, function) for town, functions in rows for function in functions)


def _traits(town_ids: Collection[int], brands: Iterable[Facts]) -> Iterator[tuple[int, str]]:
    """A town of origin by its heritage, a geographical indication by a brand that holds (P 二(四))."""
    origins = Heritage.objects.filter(town__in=town_ids, kind=HeritageKind.HISTORICAL_ORIGIN).order_by("pk")
    yield from ((town, "historical_origin") for town in origins.values_list("town_id", flat=True))
    yield from (
        (row["town_id"], "geographical_indication")
        for row in brands
        if row["kind"] == BrandKind.GEOGRAPHICAL_INDICATION
    )


def _by_town(pairs: Iterable[tuple[int, Any]]) -> Found:
    """The engine reads no list that is longer than MAX_ITEMS, and none needs to be."""
    found: Found = {}
    for town, value in pairs:
        values = found.setdefault(town, [])
        if len(values) < MAX_ITEMS:
            values.append(value)
    return found


def _in_order(pairs: Iterable[tuple[int, str]], words: Mapping[str, str]) -> Found:
    """Keys without repetition, in the order of their words."""
    found: dict[int, set[str]] = {}
    for town, key in pairs:
        found.setdefault(town, set()).add(key)
    return {town: [key for key in words if key in keys] for town, keys in found.items()}
