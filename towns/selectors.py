"""Reads through the registry: which figures count, and what of a town is public."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch, Q, QuerySet

from accounts.actors import Actor
from accounts.enums import DivisionLevel, OrganisationKind
from accounts.models import Division, Organisation
from core.enums import Level
from towns.enums import DesignationState
from towns.models import Designation, Figure, Town
from towns.models.figures import FigureQuerySet

HIGHEST_FIRST = (Level.PROVINCE, Level.CITY, Level.COUNTY)


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of a table; `reason` says why it counts, and is empty where there was nothing to choose from."""

    figure: Figure
    counts: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """A designation in words for everybody; what is not known says so."""

    level: str
    authority: str
    when: str
    document: str
    title: str
    source: str

    def get_level_display(self) -> str:
        """省级, 市级 or 县级, asked for as of the row itself."""
        return str(Level(self.level).label)


def figures_that_count(
    town_ids: Iterable[int], keys: Iterable[str], years: Iterable[int]
) -> dict[tuple[int, str, int], Figure]:
    """{(town, indicator key, year): figure} of whole years, in one query: confirmed first, then the newest."""
    found: dict[tuple[int, str, int], Figure] = {}
    rows = (
        Figure.objects.whole_years()
        .filter(town_id__in=list(town_ids), indicator__key__in=list(keys), year__in=list(years))
        .select_related("indicator")
        .by_weight()
    )
    for figure in rows:
        assert figure.town_id is not None
        found.setdefault((figure.town_id, figure.indicator.key, figure.year), figure)
    return found


def history(town_id: int, keys: Iterable[str], years: Sequence[int]) -> dict[str, dict[int, Figure]]:
    """{indicator key: {year: figure that counts}} of one town; what is unknown is left out."""
    found: dict[str, dict[int, Figure]] = {}
    for (_, key, year), figure in figures_that_count([town_id], keys, years).items():
        found.setdefault(key, {})[year] = figure
    return found


def public_figures(town: Town) -> FigureQuerySet:
    """What a unit reported is not published before somebody has confirmed it; figures from public sources are."""
    return Figure.objects.filter(Q(confirmed_at__isnull=False) | Q(reporter__isnull=True), town=town)


def figure_lines(figures: FigureQuerySet) -> list[FigureLine]:
    """By indicator, newest year first, with the figure that counts marked; one query."""
    rows = figures.select_related("indicator", "reporter", "confirmed_by").by_weight()
    # Python's sort is stable: within one indicator, year and part the order of weight stays.
    ordered = sorted(rows, key=lambda row: (row.indicator.order, row.indicator.key, -row.year, row.part))
    groups = groupby(ordered, key=lambda row: (row.indicator_id, row.year, row.part))
    return [line for _, group in groups for line in _weigh(list(group))]


def with_recognitions(towns: QuerySet[Town]) -> QuerySet[Town]:
    """Towns with their county and, as `in_force`, the recognitions that count today; two queries more."""
    active = (
        Designation.objects.filter(state=DesignationState.ACTIVE).select_related("authority").order_by("pk")
    )
    return towns.select_related("county").prefetch_related(
        Prefetch("designations", active, to_attr="in_force")
    )


def recognitions(town: Town) -> list[Recognition]:
    """The recognitions in force of a town read through `with_recognitions`, in words, the highest level first."""
    designations: list[Designation] = town.in_force  # type: ignore[attr-defined]
    ranked = sorted(designations, key=lambda each: HIGHEST_FIRST.index(Level(each.level)))
    return [
        Recognition(
            level=each.level,
            authority=each.authority.name,
            when=_when(each),
            document=each.document_number or "文号未公布",
            title=each.document_title,
            source=each.source,
        )
        for each in ranked
    ]


def counties_for(actor: Actor) -> QuerySet[Division]:
    """Where a unit's town may lie: its own county, and for a zone, which has no code, the counties of its city."""
    unit = actor.organisation
    if unit is None:
        return Division.objects.none()
    if unit.division is None:
        return Division.objects.filter(
            level=DivisionLevel.COUNTY, parent=unit.superior.division if unit.superior else None
        )
    county = unit.division.parent if unit.division.level == DivisionLevel.TOWNSHIP else unit.division
    return Division.objects.filter(pk=county.pk) if county else Division.objects.none()


def keepers_for(owner: Organisation) -> QuerySet[Organisation]:
    """Townships directly below an owner."""
    return (
        Organisation.objects.active().filter(kind=OrganisationKind.TOWNSHIP, superior=owner).order_by("key")
    )


def _weigh(group: list[Figure]) -> list[FigureLine]:
    if len(group) == 1:
        return [FigureLine(group[0], counts=True, reason="")]
    first, *rest = group
    reason = "已经确认，优先采用" if first.confirmed_at else "都未确认，采用最近登记的"
    return [FigureLine(first, counts=True, reason=reason), *(FigureLine(each, False, "") for each in rest)]


def _when(designation: Designation) -> str:
    if designation.decided_on:
        day = designation.decided_on
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{designation.year}年" if designation.year else "日期未公布"
