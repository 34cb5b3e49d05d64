"""What the form shows beside what is typed: the registry, the standard's demands, colleagues, last year's answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from accounts.actors import Actor
from applications.blocks import ANSWERS, BLOCKS, FIGURE_KEYS, PROMISES, Block, Kind
from applications.models import Application, ApplicationBlock, BlockPresence, FactSheet, ReturnItem
from applications.rules import open_items
from applications.selectors.facts import figure_years, history, registry_figures
from applications.selectors.topics import ALWAYS_ASKED, ONLY_WHERE_IT_FITS, Ask, asks_of
from core.paging import SIZE
from standards.selectors import compiled
from standards.selectors.registry_facts import registry_lists
from towns.models import Figure, Indicator
from towns.sections import SECTIONS, Section

# Whoever was seen longer ago has left the block.
PRESENT_FOR = timedelta(seconds=60)


class Basis:
    """What the fields of an application's form stand on; nothing is read before a field asks for it."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.years = figure_years(application)

    @cached_property
    def registry(self) -> Mapping[tuple[str, int], Figure]:
        return registry_figures(self.application)

    @cached_property
    def figures(self) -> Mapping[str, Mapping[int, str]]:
        """What stands in the form: typed, else of the registry."""
        return history(self.application, self.registry)

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        return Indicator.objects.in_bulk(FIGURE_KEYS, field_name="key")

    @cached_property
    def lists(self) -> Mapping[str, Any]:
        """The registry's traits and platforms; None where nothing is known."""
        town = self.application.town_id
        return registry_lists([town])[town]

    @cached_property
    def asks(self) -> Mapping[str, tuple[Ask, ...]]:
        version = self.application.round.standard_version
        return asks_of(compiled(version).spec, self.application.draft.get("category"))

    @cached_property
    def given_back(self) -> Mapping[str, tuple[ReturnItem, ...]]:
        """By field, what an office's return says of that very field."""
        found: dict[str, tuple[ReturnItem, ...]] = {}
        for item in open_items(self.application) or ():
            if item.field:
                found[item.field] = (*found.get(item.field, ()), item)
        return found

    def is_asked(self, topic: str) -> bool:
        """Whether the standard, or the office, asks for it; everything else is 选填."""
        return topic in ALWAYS_ASKED or (topic in self.asks and topic not in ONLY_WHERE_IT_FITS)

    def answer(self, name: str) -> Any:
        """What the draft says; None where it is silent."""
        if name == "category":
            return self.application.draft.get("category")
        return self.application.draft.get("answers", {}).get(name)

    def is_copied(self, name: str) -> bool:
        """Taken over from an earlier application and not looked at since."""
        return name in self.application.draft.get("copied", ())


def changed_blocks(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The keys of the blocks that read otherwise in one draft than in the other."""
    return [block.key for block in BLOCKS if _said(before, block) != _said(after, block)]


def _said(draft: Mapping[str, Any], block: Block) -> list[Any]:
    figures, answers = draft.get("figures", {}), draft.get("answers", {})
    said = {**answers, "category": draft.get("category")}
    return [
        *(figures.get(key) or None for key in block.figures),
        *(said.get(each.name) for each in block.answers),
    ]


@dataclass(frozen=True, slots=True)
class ShownSection:
    """Rows of the registry that a block shows, the first of them; `has_more` when there are others."""

    section: Section
    lines: tuple[str, ...]
    has_more: bool


def sections_of(application: Application, block: Block) -> list[ShownSection]:
    """The block's sections of the registry, one query each."""
    return [_section(application, SECTIONS[key]) for key in block.sections]


def _section(application: Application, section: Section) -> ShownSection:
    rows = list(section.rows_of(application.town).order_by("pk")[: SIZE + 1])
    lines = (" · ".join(text for _, text in section.cells(row) if text) for row in rows[:SIZE])
    return ShownSection(section, tuple(lines), len(rows) > SIZE)


def saved_blocks(application: Application) -> dict[str, ApplicationBlock]:
    """By key, every block that was ever saved, with who saved it last."""
    return {each.key: each for each in application.blocks.select_related("saved_by").order_by("key")}


def colleagues_in(application: Application, actor: Actor, *, at: datetime) -> dict[str, list[str]]:
    """By block, who else is filling it in now."""
    rows = BlockPresence.objects.filter(application=application, seen_at__gt=at - PRESENT_FOR)
    found: dict[str, list[str]] = {}
    for row in rows.exclude(user=actor.user).select_related("user").order_by("user__display_name", "pk"):
        found.setdefault(row.key, []).append(row.user.display_name)
    return found


def earlier_sheet(application: Application) -> FactSheet | None:
    """What the unit submitted last for the same town in another application, at whatever level."""
    sheets = FactSheet.objects.filter(
        application__town=application.town_id, application__applicant=application.applicant_id
    )
    return (
        sheets.exclude(application=application).select_related("application__round").order_by("-pk").first()
    )


def answers_to_copy(application: Application, sheet: FactSheet) -> dict[str, Any]:
    """The earlier texts and choices where this application says nothing yet; never a promise, never a figure."""
    said = {**sheet.data["answers"], "category": sheet.data["facts"].get("category")}
    known = {each["key"] for each in application.round.standard_version.categories}
    if said["category"] not in known:
        said["category"] = None
    basis = Basis(application)
    return {
        name: said[name]
        for name, answer in ANSWERS.items()
        if answer.kind != Kind.CHECK
        and name not in PROMISES
        and said.get(name) not in (None, "")
        and basis.answer(name) in (None, "")
    }
