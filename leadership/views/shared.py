"""What the pages of a group share: the group in sight, its frame, forms that a service refuses."""

from typing import Any

from django.forms import BaseForm
from django.shortcuts import get_object_or_404

from accounts.actors import Actor
from core.errors import Invalid
from leadership.models import LeadingGroup
from leadership.rules import can_keep_roster
from leadership.selectors.rosters import groups


def group_in_sight(actor: Actor, pk: int) -> LeadingGroup:
    """The group with what its pages show; out of sight is not found."""
    rows = groups().filter(pk__in=LeadingGroup.objects.visible_to(actor).order_by().values("pk"))
    return get_object_or_404(rows, pk=pk)


def group_to_keep(actor: Actor, pk: int) -> LeadingGroup:
    """The group, for whoever keeps its roster; others are told who does."""
    group = group_in_sight(actor, pk)
    can_keep_roster(actor, group).demand()
    return group


def frame(actor: Actor, group: LeadingGroup, current: str) -> dict[str, Any]:
    """The frame of a group's pages: `current` is the key of the page that is open."""
    return {"group": group, "current": current, "keep_permit": can_keep_roster(actor, group)}


def show(form: BaseForm, error: Invalid) -> None:
    """A service's refusal stands under the field it speaks of."""
    for name, message in (error.fields or {"": error.message}).items():
        form.add_error(name if name in form.fields else None, message)
