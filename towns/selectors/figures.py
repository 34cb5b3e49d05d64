"""Which figures count, which may be published, and which wait for the statistics unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from accounts.actors import Actor
from towns.enums import FigureSubject
from towns.models import Figure, Town
from towns.models.figures import FigureQuerySet


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of a table; `reason` says why it counts, and is empty where there was nothing to choose from."""

    figure: Figure
    counts: bool
    reason: str


def figures_that_count(
    town_ids: Iterable[int], keys: Iterable[str], years: Iterable[int]
) -> dict[tuple[int, str, int], Figure]:
    """{(town, indicator key, year): figure} of whole years, in one query: confirmed first, then the newest."""
    found: dict[tuple[int, str, int], Figure] = {}
    rows = (
        Figure.objects.whole_years()
        .standing()
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


def latest_figures(subject: FigureSubject, ids: Iterable[int]) -> dict[int, Figure]:
    """{enterprise or product: its newest figure that counts}, in one query."""
    column = f"{subject.value}_id"
    rows = (
        Figure.objects.whole_years()
        .standing()
        .filter(**{f"{column}__in": list(ids)})
        .select_related("indicator")
        .order_by("indicator__order", "pk")
    )
    found: dict[int, Figure] = {}
    # The order of weight is kept within one year; of several indicators the first one speaks.
    for figure in sorted(rows.by_weight(), key=lambda row: (-row.year, row.indicator.order)):
        found.setdefault(getattr(figure, column), figure)
    return found


def figures_of(town: Town) -> FigureQuerySet:
    """Everything reported of a town, its enterprises and its products."""
    return Figure.objects.of_towns(Town.objects.filter(pk=town.pk))


def public_figures(town: Town) -> FigureQuerySet:
    """What a unit reported is not published before somebody has confirmed it; figures from public sources are.

    Of a single enterprise nothing is published (统计法 on the confidentiality of single returns).
    """
    return Figure.objects.standing().filter(
        Q(confirmed_at__isnull=False) | Q(reporter__isnull=True), Q(town=town) | Q(product__town=town)
    )


def figure_lines(figures: FigureQuerySet) -> list[FigureLine]:
    """By subject and indicator, newest year first, with the figure that counts marked; one query."""
    rows = _with_names(figures).by_weight()
    # Python's sort is stable: within one subject, indicator, year and part the order of weight stays.
    groups = groupby(sorted(rows, key=_place), key=_period)
    return [line for _, group in groups for line in _weigh(list(group))]


def lines_of_page(town: Town, page: Sequence[Figure]) -> list[FigureLine]:
    """A page of the town's figures as lines in the page's order, weighed against those on other pages; one query."""
    wanted = {each.pk for each in page}
    # A town has many enterprises: only those that the page speaks of are weighed.
    subjects = Q(town=town) | Q(enterprise__in={each.enterprise_id for each in page if each.enterprise_id})
    subjects |= Q(product__in={each.product_id for each in page if each.product_id})
    peers = figures_of(town).filter(
        subjects,
        indicator__in={each.indicator_id for each in page},
        year__in={each.year for each in page},
    )
    lines = {line.figure.pk: line for line in figure_lines(peers) if line.figure.pk in wanted}
    return [lines[each.pk] for each in page]


def figures_of_unit(actor: Actor) -> FigureQuerySet:
    """Figures of the towns of the government that the acting unit serves."""
    if actor.organisation is None:
        return Figure.objects.none()
    towns = Town.objects.filter(owner=actor.organisation.seat_of_power)
    return _with_names(Figure.objects.of_towns(towns)).select_related(
        "town__owner", "enterprise__town__owner", "product__town__owner", "reported_by"
    )


def figures_to_confirm(actor: Actor) -> FigureQuerySet:
    """What waits for the acting statistics unit."""
    return figures_of_unit(actor).awaiting_confirmation()


def _with_names(figures: FigureQuerySet) -> FigureQuerySet:
    return figures.select_related(
        "indicator", "reporter", "confirmed_by", "rejected_by", "enterprise", "product"
    )


def _place(row: Figure) -> tuple[object, ...]:
    subject = (row.product_id or 0, row.enterprise_id or 0)
    return (subject, row.indicator.order, row.indicator.key, -row.year, row.part)


def _period(row: Figure) -> tuple[object, ...]:
    return (row.product_id, row.enterprise_id, row.indicator_id, row.year, row.part)


def _weigh(group: list[Figure]) -> list[FigureLine]:
    standing = [each for each in group if each.rejected_at is None]
    sent_back = [FigureLine(each, False, "") for each in group if each.rejected_at is not None]
    if len(standing) < 2:
        return [*(FigureLine(each, True, "") for each in standing), *sent_back]
    first, *rest = standing
    reason = "已经确认，优先采用" if first.confirmed_at else "都未确认，采用最近登记的"
    others = [FigureLine(each, False, "") for each in rest]
    return [FigureLine(first, True, reason), *others, *sent_back]
