"""A unit that a roster names and nobody has registered yet."""

from accounts.actors import Actor
from accounts.models import Organisation
from accounts.services import add_member_unit
from leadership.models import LeadingGroup
from leadership.rules import can_keep_roster
from leadership.services.copying import full_name


def add_unit(*, actor: Actor, group: LeadingGroup, name: str) -> Organisation:
    """A member unit of the group's government under the name that rosters use. Invalid: the full name is taken."""
    can_keep_roster(actor, group).demand()
    government = group.organisation
    return add_member_unit(
        actor=actor, government=government, name=full_name(government, name), short_name=name[:40]
    )
