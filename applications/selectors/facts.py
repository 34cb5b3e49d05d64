"""What an application says: the registry, with the draft's own answers and corrections on top."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from applications.blocks import FIGURE_KEYS
from applications.models import Application
from applications.selectors.evidence import frozen_files
from core.money import plain
from standards.selectors.registry_facts import registry_lists
from towns.models import Figure
from towns.selectors import figures_that_count

# 2: a file has uses and an end of validity; sheets of schema 1 name one criterion (`uses.uses_in` reads both).
SCHEMA_VERSION = 2
YEARS_OF_HISTORY = 3

# What the check_facts form calls by names of their own; every other figure is one of its indicators.
COUNTS = ("leading_enterprises", "supporting_enterprises", "employment")
SHARES = ("market_share_city", "market_share_province", "market_share_country")
NAMED = frozenset({"output_value", *COUNTS, *SHARES})

# figure key -> year -> text in the indicator's own unit
History = dict[str, dict[int, str]]


def figure_years(application: Application) -> list[int]:
    """The years that are asked for, newest first: the year before the round's and the two before that."""
    newest = application.round.year - 1
    return [newest - back for back in range(YEARS_OF_HISTORY)]


def registry_figures(application: Application) -> dict[tuple[str, int], Figure]:
    """For each figure and year the registry's figure that counts."""
    found = figures_that_count([application.town_id], FIGURE_KEYS, figure_years(application))
    return {(key, year): figure for (_, key, year), figure in found.items()}


def registry_text(figure: Figure) -> str:
    """A figure of the registry in its indicator's unit, as it is typed into the form."""
    return str(plain(figure.value / figure.indicator.to_base(Decimal(1))))


def history(application: Application, registry: Mapping[tuple[str, int], Figure]) -> History:
    """Three years of every figure: what was typed where something was typed, else the registry; unknown is left out."""
    typed: dict[str, dict[str, str]] = application.draft.get("figures", {})
    texts: History = {}
    for key in FIGURE_KEYS:
        by_year: dict[int, str] = {}
        for year in figure_years(application):
            figure = registry.get((key, year))
            text = typed.get(key, {}).get(str(year), registry_text(figure) if figure else "")
            if text != "":
                by_year[year] = text
        texts[key] = by_year
    return texts


def facts(application: Application, texts: History) -> dict[str, Any]:
    """The facts in the form of the check_facts command (docs/architecture.md); what is unknown is null.

    Titles, brands, technical standards, platforms and traits come out of the registry unless the draft answers.
    """
    answers: dict[str, Any] = application.draft.get("answers", {})
    year = figure_years(application)[0]

    def of_year(key: str) -> str | None:
        return texts[key].get(year)

    counts = {key: int(Decimal(text)) if (text := of_year(key)) is not None else None for key in COUNTS}
    shares = {key.removeprefix("market_share_"): of_year(key) for key in SHARES}
    town = application.town
    registered = registry_lists([town.pk])[town.pk]
    return {
        "category": application.draft.get("category"),
        "year": year,
        "output_value": of_year("output_value"),
        "counties": [town.county.code, *town.other_counties.order_by("code").values_list("code", flat=True)],
        **counts,
        "market_share": shares if any(value is not None for value in shares.values()) else None,
        "wide_national_market": answers.get("wide_national_market"),
        "relaxation_reason": answers.get("relaxation_reason") or None,
        "indicators": {
            key: text for key in FIGURE_KEYS if key not in NAMED and (text := of_year(key)) is not None
        },
        **{name: known if answers.get(name) is None else answers[name] for name, known in registered.items()},
    }


def sheet_content(application: Application) -> dict[str, Any]:
    """Everything that a submission rests on, ready to be frozen (see `FactSheet`)."""
    registry = registry_figures(application)
    texts = history(application, registry)
    typed: dict[str, dict[str, str]] = application.draft.get("figures", {})
    taken = [figure.pk for (key, year), figure in registry.items() if str(year) not in typed.get(key, {})]
    return {
        "schema": SCHEMA_VERSION,
        "town": {
            "id": application.town_id,
            "name": application.town.name,
            "county": application.town.county.full_name,
            "main_industry": application.town.main_industry,
        },
        "facts": facts(application, texts),
        "history": {
            key: {str(year): text for year, text in by_year.items()} for key, by_year in texts.items()
        },
        "answers": application.draft.get("answers", {}),
        "figures": sorted(taken),
        "files": frozen_files(application),
    }
