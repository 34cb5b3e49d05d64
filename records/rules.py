"""Who deals with failed tasks."""

from accounts.actors import Actor
from accounts.rules import can_administer
from core.permits import Permit


def can_handle_failures(actor: Actor) -> Permit:
    """System administrators."""
    return can_administer(actor)
