"""Where the figures of a fact sheet come from, and whether the statistics unit stands behind them today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from applications.blocks import FIGURE_KEYS
from applications.models import Application, FactSheet
from applications.selectors.facts import figure_years
from applications.selectors.sheets import figure_text
from towns.models import Figure


@dataclass(frozen=True, slots=True)
class Origin:
    """`source` with its scope as it was registered, and what has been said of the figure since."""

    source: str
    standing: str


# Typed into the form and not found in the registry any more.
TYPED = Origin("申报填报", "尚未确认")


def origins_of(application: Application, sheet: FactSheet) -> dict[tuple[str, int], Origin]:
    """By figure and year, for every figure that the sheet has; one query.

    What was taken out of the registry names its row; what was typed became an unconfirmed figure of the applicant.
    """
    taken = set(sheet.data["figures"])
    years = figure_years(application)
    typed = Q(town=application.town_id, reporter=application.applicant_id, year__in=years)
    rows = (
        Figure.objects.whole_years()
        .filter(Q(pk__in=taken) | typed, indicator__key__in=FIGURE_KEYS)
        .select_related("indicator", "confirmed_by")
        .order_by("pk")
    )
    found = _by_figure(rows, sheet, taken)
    return {
        (key, year): found.get((key, year), TYPED)
        for key in FIGURE_KEYS
        for year in years
        if figure_text(sheet.data, key, year) is not None
    }


def _by_figure(rows: Iterable[Figure], sheet: FactSheet, taken: set[int]) -> dict[tuple[str, int], Origin]:
    found: dict[tuple[str, int], Origin] = {}
    exact: set[tuple[str, int]] = set()
    for figure in rows:
        place = (figure.indicator.key, figure.year)
        if figure.pk in taken:
            exact.add(place)
        elif place in exact or not _says(sheet, figure):
            continue
        found[place] = _origin(figure)
    return found


def _says(sheet: FactSheet, figure: Figure) -> bool:
    text = figure_text(sheet.data, figure.indicator.key, figure.year)
    return text is not None and figure.indicator.to_base(Decimal(text)) == figure.value


def _origin(figure: Figure) -> Origin:
    source = f"{figure.source}（{figure.scope}）" if figure.scope else figure.source
    if figure.rejected_at is not None:
        return Origin(source, "已被退回")
    return Origin(source, f"{figure.confirmed_by.short_name}已确认" if figure.confirmed_by else "尚未确认")
