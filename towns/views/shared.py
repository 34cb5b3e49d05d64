"""What the registry's pages share: the town in sight, its frame, and forms that are refused or have grown old."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.forms import BaseForm
from django.shortcuts import get_object_or_404

from accounts.actors import Actor
from core.errors import Conflict, Invalid
from towns.models import Designation, Town
from towns.rules import can_edit_town
from towns.selectors import recognitions, with_recognitions
from towns.selectors.rows import figure_count, section_states


def town_in_sight(actor: Actor, pk: int) -> Town:
    """The town with what its pages show; out of sight is not found."""
    towns = with_recognitions(Town.objects.visible_to(actor)).select_related("owner", "keeper")
    ever = Exists(Designation.objects.filter(town=OuterRef("pk")))
    towns = towns.annotate(has_public_page=ever)
    return get_object_or_404(towns, pk=pk)


def frame(actor: Actor, town: Town, current: str) -> dict[str, Any]:
    """The frame of a town's pages: `current` is the key of the section that is open."""
    return {
        "town": town,
        "recognitions": recognitions(town),
        "states": section_states(town),
        "figure_count": figure_count(town),
        "current": current,
        "edit_permit": can_edit_town(actor, town),
    }


def show(form: BaseForm, error: Invalid) -> None:
    """A service's refusal stands under the field it speaks of."""
    for name, message in (error.fields or {"": error.message}).items():
        form.add_error(name if name in form.fields else None, message)


def meanwhile(form: BaseForm, stored: BaseForm, conflict: Conflict) -> dict[str, Any]:
    """What somebody saved since the page was opened, beside what was typed: nothing typed is lost."""
    differing = [
        (str(field.label), _shown(stored, field.name) or "（空）")
        for field in form.visible_fields()
        if _shown(form, field.name) != _shown(stored, field.name)
    ]
    return {"meanwhile": conflict.detail, "differing": differing}


# A page that nobody overtook.
ALONE: dict[str, Any] = {"meanwhile": (), "differing": []}


def _shown(form: BaseForm, name: str) -> str:
    """A field's content as a person reads it: the labels of choices, not their keys."""
    value = form[name].value()
    if value in (None, "", []):
        return ""
    choices = {str(key): str(label) for key, label in getattr(form.fields[name], "choices", ())}
    values = value if isinstance(value, list | tuple) else [value]
    return "、".join(choices.get(str(each), str(each)) for each in values)
