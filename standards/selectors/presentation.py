"""A version as its page shows it: criterion by criterion, with demand, evidence and our own reading."""

from dataclasses import dataclass

from criteria.registry import kinds
from criteria.standard import CriterionSpec, RequirementSpec, StandardSpec
from standards.selectors.demands import Demand, demand_of, requirement_name

# The files begin our own reading with these words; the page says them in its own way.
READING_PREFIX = "本平台的理解："


@dataclass(frozen=True, slots=True)
class ShownRequirement:
    """One demand as a person reads it; `weighs` is False for a preference, `judged` for people's judgement."""

    key: str
    name: str
    clause: str
    words: str
    demand: Demand
    evidence: tuple[str, ...]
    reading: str
    judged: bool
    weighs: bool


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """One numbered criterion and its demands."""

    number: int
    title: str
    clause: str
    requirements: tuple[ShownRequirement, ...]


def shown_criteria(spec: StandardSpec) -> list[ShownCriterion]:
    """The criteria in the order of the document; no queries."""
    return [
        ShownCriterion(
            number=criterion.number,
            title=criterion.title,
            clause=criterion.clause,
            requirements=tuple(_shown(spec, criterion, each) for each in criterion.requirements),
        )
        for criterion in spec.criteria
    ]


def _shown(spec: StandardSpec, criterion: CriterionSpec, requirement: RequirementSpec) -> ShownRequirement:
    return ShownRequirement(
        key=requirement.key,
        name=requirement_name(requirement.key, requirement.params, criterion.title),
        clause=requirement.clause,
        words=requirement.words,
        demand=demand_of(requirement.kind, requirement.params, spec.categories),
        evidence=requirement.evidence,
        reading=requirement.reading.removeprefix(READING_PREFIX),
        judged=requirement.kind == "judged",
        weighs=kinds()[requirement.kind].weighs,
    )
