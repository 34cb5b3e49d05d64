"""Standards side by side: one row a topic, one column a standard."""

from collections.abc import Sequence
from dataclasses import dataclass

from criteria.standard import CriterionSpec, RequirementSpec, StandardSpec
from criteria.words import FIELDS
from standards.models import StandardVersion
from standards.selectors.demands import requirement_name
from standards.selectors.facts_read import facts_read
from standards.selectors.presentation import ShownRequirement, shown_criteria
from standards.selectors.specification import compiled


@dataclass(frozen=True, slots=True)
class Cell:
    """What one standard demands on a topic: pairs of criterion number and demand; empty where it is silent."""

    version: StandardVersion
    demands: tuple[tuple[int, ShownRequirement], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One topic across all the standards compared."""

    topic: str
    cells: tuple[Cell, ...]


def compare(versions: Sequence[StandardVersion]) -> list[Row]:
    """Rows in the order of the first standard, what only later ones ask at the end.

    Aligned by requirement key; a judged criterion stands beside the figure that it is judged by.
    """
    columns = [(version, _by_topic(compiled(version).spec)) for version in versions]
    topics = dict.fromkeys(topic for _, found in columns for topic in found)
    return [
        Row(topic, tuple(Cell(version, tuple(found.get(topic, ()))) for version, found in columns))
        for topic in topics
    ]


def _by_topic(spec: StandardSpec) -> dict[str, list[tuple[int, ShownRequirement]]]:
    found: dict[str, list[tuple[int, ShownRequirement]]] = {}
    for criterion, shown in zip(spec.criteria, shown_criteria(spec), strict=True):
        for requirement, words in zip(criterion.requirements, shown.requirements, strict=True):
            found.setdefault(_topic(criterion, requirement), []).append((criterion.number, words))
    return found


def _topic(criterion: CriterionSpec, requirement: RequirementSpec) -> str:
    if requirement.kind == "judged":
        for fact in facts_read(requirement.kind, requirement.params):
            return FIELDS[fact.partition(".")[0]]
    return requirement_name(requirement.key, requirement.params, criterion.title)
