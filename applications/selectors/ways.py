"""Where in the form, the evidence or the registry something is put right: words and addresses that pages link to."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from applications.blocks import BLOCK, Block, block_of
from applications.enums import ItemKind
from applications.models import Application, ReturnItem
from applications.selectors.facts import figure_years


@dataclass(frozen=True, slots=True)
class Way:
    """Where something is put right: words and address."""

    words: str
    url: str


def way_to_topic(application: Application, topic: str) -> Way | None:
    """To the field of a figure or an answer itself, to the part of the form for a section of the registry."""
    block = block_of(topic)
    return (
        Way(f"去“{block.title}”", _form(application, anchor_of(application, block, topic))) if block else None
    )


def way_to_block(application: Application, block: Block) -> Way:
    """To a part of the form."""
    return Way(f"去“{block.title}”", _form(application, f"block-{block.key}"))


def anchor_of(application: Application, block: Block, topic: str) -> str:
    """The id of the field on the page of the form: of a figure its newest year's."""
    if topic in block.figures:
        return f"{block.key}_{topic}_{figure_years(application)[0]}"
    is_field = any(each.name == topic for each in block.answers)
    return f"{block.key}_{topic}" if is_field else f"block-{block.key}"


def ways_of(application: Application, item: ReturnItem) -> list[Way]:
    """Where an item of a return is put right: its field, its part, its evidence; of a criterion both."""
    kind = ItemKind(item.kind)
    if kind == ItemKind.EVIDENCE:
        return [Way("去这份材料", _evidence(application, f"file-{item.evidence_id}"))]
    if kind == ItemKind.FIELD and (way := way_to_topic(application, item.field)):
        return [way]
    if kind == ItemKind.WHOLE:
        return [
            Way("去填写", _form(application, "block-basics")),
            Way("去佐证材料", _evidence(application, "")),
        ]
    ways = [way_to_block(application, BLOCK[key]) for key in item.opens if key in BLOCK]
    if kind == ItemKind.CRITERION:
        ways.append(Way("去佐证材料", _evidence(application, f"criterion-{item.criterion}")))
    return ways


def way_to_evidence(application: Application, words: str, criterion: int) -> Way:
    """To the evidence of a criterion."""
    return Way(words, _evidence(application, f"criterion-{criterion}"))


def _form(application: Application, anchor: str) -> str:
    return f"{reverse('applications:application_edit', args=[application.pk])}#{anchor}"


def _evidence(application: Application, anchor: str) -> str:
    page = reverse("applications:evidence_list", args=[application.pk])
    return f"{page}#{anchor}" if anchor else page
