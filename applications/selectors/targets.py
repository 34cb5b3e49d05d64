"""What of an application an office can give back: the whole, a criterion, a block of the form, a field, a piece of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from applications.blocks import BLOCKS, FIGURE_KEYS, Block, Kind, block_of
from applications.enums import ItemKind
from applications.models import Application, Evidence
from applications.selectors.topics import topics_of
from criteria.standard import CriterionSpec
from standards.selectors import compiled
from towns.models import Indicator

WHOLE = "whole"
EVERY_BLOCK = tuple(block.key for block in BLOCKS)


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that can be marked: `key` as forms carry it, `label` as it is told, `opens` the blocks that it unlocks."""

    key: str
    kind: ItemKind
    label: str
    opens: tuple[str, ...] = ()
    # A piece of evidence may serve several; the first of them is told.
    criteria: tuple[int, ...] = ()
    block: str = ""
    field: str = ""
    evidence: Evidence | None = None

    @property
    def criterion(self) -> int | None:
        """The one it stands under; None for what belongs to no criterion."""
        return self.criteria[0] if self.criteria else None


class Targets:
    """Everything of one application that can be marked; nothing is read before it is asked for, and each once."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def find(self, key: str) -> Target | None:
        """By the key that a form or an address carries; None for anything else."""
        return self.known.get(key)

    @cached_property
    def known(self) -> Mapping[str, Target]:
        """By key, in the order in which people read them."""
        parts = (self._whole(), *self.criteria, *self.blocks, *self.fields, *self.evidence)
        return {each.key: each for each in parts}

    @cached_property
    def criteria(self) -> tuple[Target, ...]:
        specs = compiled(self.application.round.standard_version).spec.criteria
        return tuple(
            Target(
                f"criterion-{each.number}",
                ItemKind.CRITERION,
                f"第 {each.number} 条 {each.title}",
                blocks_of(each),
                criteria=(each.number,),
            )
            for each in specs
        )

    @cached_property
    def blocks(self) -> tuple[Target, ...]:
        """The parts that are filled in; what the registry alone keeps is put right there."""
        return tuple(
            Target(f"block-{each.key}", ItemKind.BLOCK, f"“{each.title}”部分", (each.key,), block=each.key)
            for each in BLOCKS
            if each.figures or each.answers
        )

    @cached_property
    def fields(self) -> tuple[Target, ...]:
        names = dict(Indicator.objects.filter(key__in=FIGURE_KEYS).order_by("key").values_list("key", "name"))
        return tuple(field for block in BLOCKS for field in _fields_of(block, names))

    @cached_property
    def evidence(self) -> tuple[Target, ...]:
        """What stands now; while an office has the application that is what was submitted."""
        rows = self.application.evidence.standing().prefetch_related("uses").order_by("pk")
        return tuple(
            Target(
                f"evidence-{row.pk}",
                ItemKind.EVIDENCE,
                f"佐证材料“{row.title}”",
                criteria=tuple(sorted({use.criterion for use in row.uses.all()})),
                evidence=row,
            )
            for row in rows
        )

    def of_criterion(self, number: int | None) -> list[Target]:
        """What is marked beside one criterion: itself, the fields it speaks of, its evidence; None is all the rest."""
        spoken = set(self._topics.get(number, ()))
        if number is None:
            spoken = {each.field for each in self.fields} - {
                topic for topics in self._topics.values() for topic in topics
            }
        return [
            *(each for each in self.criteria if number in each.criteria),
            *(each for each in self.fields if each.field in spoken),
            *(each for each in self.evidence if (number in each.criteria if number else not each.criteria)),
        ]

    @cached_property
    def _topics(self) -> Mapping[int | None, list[str]]:
        specs = compiled(self.application.round.standard_version).spec.criteria
        return {each.number: topics_of(each) for each in specs}

    def _whole(self) -> Target:
        return Target(WHOLE, ItemKind.WHOLE, "整个申报", EVERY_BLOCK)


def blocks_of(criterion: CriterionSpec) -> tuple[str, ...]:
    """The blocks that feed a criterion; the category feeds them all and is marked by itself where it is wrong."""
    blocks = (block_of(topic) for topic in topics_of(criterion) if topic != "category")
    return tuple(dict.fromkeys(block.key for block in blocks if block))


def _fields_of(block: Block, names: Mapping[str, str]) -> Iterator[Target]:
    for key in block.figures:
        yield _field(block, key, names.get(key, key))
    for answer in block.answers:
        # A promise is no fact that could be wrong; its block can be marked.
        if answer.kind != Kind.CHECK:
            yield _field(block, answer.name, answer.label)


def _field(block: Block, name: str, label: str) -> Target:
    words = f"“{block.title}”部分的{label}"
    return Target(f"field-{name}", ItemKind.FIELD, words, (block.key,), block=block.key, field=name)
