"""Reads through the registry, one module a noun."""

from towns.selectors.figures import (
    FigureLine,
    figure_lines,
    figures_of,
    figures_of_unit,
    figures_that_count,
    figures_to_confirm,
    history,
    latest_figures,
    lines_of_page,
    public_figures,
)
from towns.selectors.places import counties_for, keepers_for
from towns.selectors.recognitions import Recognition, recognitions, with_recognitions

__all__ = [
    "FigureLine",
    "Recognition",
    "counties_for",
    "figure_lines",
    "figures_of",
    "figures_of_unit",
    "figures_that_count",
    "figures_to_confirm",
    "history",
    "keepers_for",
    "latest_figures",
    "lines_of_page",
    "public_figures",
    "recognitions",
    "with_recognitions",
]
