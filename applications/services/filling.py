"""Filling in the form block by block: saving, being there, taking over last year's answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from applications.blocks import BLOCK, Block, block_of
from applications.models import Application, ApplicationBlock, BlockPresence
from applications.rules import can_copy_answers, can_edit_block
from applications.selectors.blocks import answers_to_copy, earlier_sheet
from core.errors import Conflict
from core.locks import locked
from records.services import record


def save_block(
    *, actor: Actor, application: Application, key: str, content: Mapping[str, Any], version: int
) -> ApplicationBlock:
    """Keep one block and leave the others alone; Conflict when somebody saved it after `version` was read.

    `content` has the block's `figures` ({key: {year: text}}, only what differs from the registry) and `answers`;
    whatever is not the block's own is left out. The same content again is no new version. NotAllowed for a block that
    a return has locked: a block is saved whole, so one marked field opens those beside it.
    """
    block = BLOCK[key]
    with transaction.atomic():
        row = locked(Application.objects.all(), application)
        # The names stand in the act; they were read with the page.
        row.town, row.applicant = application.town, application.applicant
        can_edit_block(actor, row, key).demand()
        held = row.blocks.filter(key=key).first() or ApplicationBlock(application=row, key=key, version=0)
        draft = _merged(row.draft, block, content)
        if draft == row.draft and held.pk:
            return held
        if held.version != version:
            raise _saved_meanwhile(held, block)
        row.draft, row.version = draft, row.version + 1
        row.save(update_fields=["draft", "version"])
        _note_save(actor, held)
        _note_presence(actor, row, key)
        record(actor=actor, verb="application.save", target=row, details={"block": block.title})
    return held


def note_presence(*, actor: Actor, application: Application, key: str) -> None:
    """This person fills in that block now; a hint for colleagues and therefore no act."""
    can_edit_block(actor, application, key).demand()
    _note_presence(actor, application, key)


@transaction.atomic
def copy_answers(*, actor: Actor, application: Application) -> list[str]:
    """The texts and choices of the last fact sheet of the same town, each marked until its block is saved; their names."""
    row = locked(Application.objects.all(), application)
    can_copy_answers(actor, row).demand()
    sheet = earlier_sheet(row)
    if sheet is None:
        raise Conflict("这个专业镇没有提交过的申报可以复制。")
    taken = answers_to_copy(row, sheet)
    content = {"figures": {}, "answers": taken}
    for block in {block.key: block for name in taken if (block := block_of(name))}.values():
        can_edit_block(actor, row, block.key).demand()
        row.draft = _merged(row.draft, block, content, keep_marks=True)
        _note_save(actor, ApplicationBlock(application=row, key=block.key, version=0))
    copied = sorted(taken)
    row.draft["copied"] = copied
    row.version += 1
    row.save(update_fields=["draft", "version"])
    record(
        actor=actor,
        verb="application.copy",
        target=row,
        details={"copied_from": sheet.application.round.title},
    )
    return copied


def _merged(
    draft: Mapping[str, Any], block: Block, content: Mapping[str, Any], *, keep_marks: bool = False
) -> dict[str, Any]:
    """The draft with the block's own figures and answers replaced; a saved block has been looked at."""
    typed = content["figures"]
    figures = {**draft.get("figures", {}), **{key: typed[key] for key in block.figures if key in typed}}
    given = content["answers"]
    names = [each.name for each in block.answers]
    answers = {**draft.get("answers", {}), **{name: given[name] for name in names if name in given}}
    category = answers.pop("category", draft.get("category"))
    merged: dict[str, Any] = {
        "category": category,
        "figures": {key: by_year for key, by_year in figures.items() if by_year},
        "answers": answers,
    }
    copied = [name for name in draft.get("copied", ()) if keep_marks or name not in names]
    return {**merged, "copied": copied} if copied else merged


def _saved_meanwhile(held: ApplicationBlock, block: Block) -> Conflict:
    if not held.pk:
        return Conflict(f"您打开页面之后，“{block.title}”已有变动，您刚才的修改没有写入。")
    at, who = timezone.localtime(held.saved_at), held.saved_by.display_name
    return Conflict(f"{who}在 {at:%H:%M} 保存过“{block.title}”，您刚才的修改没有写入。")


def _note_save(actor: Actor, held: ApplicationBlock) -> None:
    assert actor.user is not None
    held.version += 1
    held.saved_at, held.saved_by = timezone.now(), actor.user
    held.save()


def _note_presence(actor: Actor, application: Application, key: str) -> None:
    BlockPresence.objects.bulk_create(
        [BlockPresence(application=application, user=actor.user, key=key, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["application", "user"],
        update_fields=["key", "seen_at"],
    )
