"""What a piece of evidence is for: criteria of the standard, and the materials that their requirements ask for by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from applications.models import Application, EvidenceUse
from standards.models import Criterion, Requirement

OTHER = "其他材料"


class Use(NamedTuple):
    """A criterion; where the standard asks for the material by name, also the requirement and its words."""

    criterion: int
    requirement: str = ""
    asked: str = ""

    @classmethod
    def of(cls, row: EvidenceUse) -> Use:
        """What a row says."""
        return cls(row.criterion, row.requirement, row.asked)


@dataclass(frozen=True, slots=True)
class Material:
    """A use that may be chosen: its key in a form, and its words."""

    key: str
    use: Use
    words: str


def asked_materials(application: Application) -> dict[Use, Material]:
    """Everything that evidence may be for in the round's standard, in its order; two queries."""
    found: dict[Use, Material] = {}
    for criterion in criteria_of(application).prefetch_related("requirements"):
        for each in materials_of(criterion):
            found.setdefault(each.use, each)
    return found


def materials_of(criterion: Criterion) -> list[Material]:
    """The criterion as a whole, then what its requirements ask for, each once."""
    number = criterion.number
    materials = [Material(str(number), Use(number), f"{number} {criterion.title}")]
    for requirement in criterion.requirements.all():
        materials += _asked(number, requirement)
    return list({each.use: each for each in materials}.values())


def _asked(number: int, requirement: Requirement) -> list[Material]:
    return [
        Material(f"{number}/{requirement.key}/{place}", Use(number, requirement.key, words), words)
        for place, words in enumerate(requirement.evidence)
    ]


def criteria_of(application: Application) -> Any:
    """The criteria of the round's standard in order."""
    return Criterion.objects.filter(version=application.round.standard_version_id).order_by("number")


def numbers_of(uses: Collection[Use]) -> tuple[int, ...]:
    """The criteria, each once, in order."""
    return tuple(sorted({use.criterion for use in uses}))


def use_words(uses: Collection[Use]) -> str:
    """第 1、4 条, 其他材料."""
    numbers = numbers_of(uses)
    return f"第 {'、'.join(map(str, numbers))} 条" if numbers else OTHER


def frozen_uses(uses: Collection[Use]) -> list[list[Any]]:
    """As a fact sheet keeps them: lists of criterion, requirement and words."""
    return [list(use) for use in sorted(set(uses))]


def uses_in(entry: Mapping[str, Any]) -> list[Use]:
    """What a fact sheet says of a file; the first schema knew one criterion or none."""
    if "uses" in entry:
        return [Use(*use) for use in entry["uses"]]
    return [] if entry["criterion"] is None else [Use(entry["criterion"])]
