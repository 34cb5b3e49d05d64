"""What an office gave back, as every page of the applicant shows it on which something is put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from applications.forms.returns import ItemAnswerForm
from applications.models import Application, ReturnItem
from applications.selectors.returns import ToDo, to_do


@dataclass(frozen=True, slots=True)
class ShownToDo:
    """One thing to do with the form for its answer."""

    row: ToDo
    form: ItemAnswerForm


def to_do_of(application: Application, *, where: str) -> dict[str, Any] | None:
    """What _to_do.html shows on the page `where`; None where nothing was given back by an office."""
    found = to_do(application)
    if found is None:
        return None
    rows = [ShownToDo(row, answer_form(row.item)) for row in found.rows]
    return {
        "notice": found.notice,
        "left": found.left,
        "locks_the_rest": found.locks_the_rest,
        "rows": rows,
        "where": where,
    }


def answer_form(item: ReturnItem, data: Any = None) -> ItemAnswerForm:
    """With ids of its own: many of these stand on one page."""
    return ItemAnswerForm(data, initial={"answer": item.answer}, auto_id=f"item_{item.pk}_%s")
