"""The sections of a town's registry: what is in them, and how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery

from records.models import Act
from records.selectors import ActPage, act_page
from towns.models import Figure, RegistryRow, Town
from towns.sections import PUBLIC_SECTIONS, SECTIONS, Section
from towns.selectors.figures import figures_of, latest_figures

MOST_PUBLIC_ROWS = 30
RECENT_CHANGES = 6


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row as it is shown: (label, text) of every column, and its newest figure that counts."""

    row: RegistryRow
    cells: list[tuple[str, str]]
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class PublicSection:
    """What everybody reads of a section; `total` may be more than the lines shown."""

    section: Section
    titles: list[str]
    lines: list[list[tuple[str, str]]]
    total: int


@dataclass(frozen=True, slots=True)
class SectionState:
    """How much a section holds; `is_complete` is None where nothing can be declared."""

    section: Section
    count: int
    is_complete: bool | None


def row_lines(section: Section, rows: Sequence[RegistryRow]) -> list[RowLine]:
    """Rows with their cells; one query more where the section's rows have figures."""
    figures = latest_figures(section.subject, [row.pk for row in rows]) if section.subject else {}
    return [RowLine(row, section.cells(row), figures.get(row.pk)) for row in rows]


def section_states(town: Town) -> list[SectionState]:
    """Every section with its number of rows, in one query."""
    counts = {f"n_{place}": _count(section) for place, section in enumerate(SECTIONS.values())}
    found: Any = Town.objects.filter(pk=town.pk).values(**counts).get()
    return [
        SectionState(
            section,
            found[f"n_{place}"] or 0,
            section.declares.value in town.complete_sections if section.declares else None,
        )
        for place, section in enumerate(SECTIONS.values())
    ]


def public_sections(town: Town) -> list[PublicSection]:
    """The sections that hold something, for everybody, without the columns of which nothing is known."""
    shown = []
    for section in PUBLIC_SECTIONS:
        rows = list(section.rows_of(town).order_by("pk")[: MOST_PUBLIC_ROWS + 1])
        if rows:
            total = len(rows) if len(rows) <= MOST_PUBLIC_ROWS else section.rows_of(town).count()
            shown.append(_public(section, rows[:MOST_PUBLIC_ROWS], total))
    return shown


def _public(section: Section, rows: Sequence[RegistryRow], total: int) -> PublicSection:
    lines = [section.cells(row) for row in rows]
    told = [place for place, _ in enumerate(section.columns) if any(cells[place][1] for cells in lines)]
    return PublicSection(
        section,
        [section.titles[place] for place in told],
        [[cells[place] for place in told] for cells in lines],
        total,
    )


def figure_count(town: Town) -> int:
    """How many figures the town's registry holds."""
    return figures_of(town).count()


def recent_changes(town: Town) -> list[ActPage]:
    """What was done to the town last, with old and new, newest first."""
    acts = Act.objects.about(town).order_by("-pk")[:RECENT_CHANGES]
    return [act_page(act) for act in acts]


def _count(section: Section) -> Subquery:
    rows = section.rows().filter(town=OuterRef("pk")).order_by()
    return Subquery(rows.values("town").annotate(number=Count("pk")).values("number"), IntegerField())
