"""A unit that a roster names and nobody has registered yet."""

from accounts.actors import Actor
from accounts.models import Organisation
from accounts.services import add_member_unit
from leadership.models import LeadingGroup
from leadership.rules import can_keep_roster


def add_unit(*, actor: Actor, group: LeadingGroup, name: str, short_name: str) -> Organisation:
    """A member unit of the group's government. Invalid for a name that is taken."""
    can_keep_roster(actor, group).demand()
    return add_member_unit(actor=actor, government=group.organisation, name=name, short_name=short_name)
