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
from towns.selectors.recognitions import (
    Recognition,
    recognition_history,
    recognitions,
    with_recognitions,
)
from towns.selectors.revocations import (
    designations_in_sight,
    looked_after,
    revocations_of,
    waiting_revocations,
)

__all__ = [
    "FigureLine",
    "Recognition",
    "counties_for",
    "designations_in_sight",
    "figure_lines",
    "figures_of",
    "figures_of_unit",
    "figures_that_count",
    "figures_to_confirm",
    "history",
    "keepers_for",
    "latest_figures",
    "lines_of_page",
    "looked_after",
    "public_figures",
    "recognition_history",
    "recognitions",
    "revocations_of",
    "waiting_revocations",
    "with_recognitions",
]
