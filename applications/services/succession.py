"""When one colleague hands over to another, what they look after and handle goes along."""

from __future__ import annotations

from django.db.models import Q

from accounts.actors import Actor, actor_for
from accounts.models import Organisation, User
from applications.models import Application, BlockPresence
from applications.rules import can_be_handler
from applications.selectors.workload import being_filled_in, on_desks_of


def hand_over_applications(organisation: Organisation, from_user: User, to_user: User, actor: Actor) -> int:
    """Move what one person of a unit has in hand to another, inside the hand-over's transaction; how many pieces.

    A case whose successor has to keep away from it goes back to the desk of the office, and somebody else takes it.
    """
    return _hand_over_drafts(organisation, from_user, to_user) + _hand_over_cases(
        organisation, from_user, to_user
    )


def _hand_over_drafts(organisation: Organisation, from_user: User, to_user: User) -> int:
    """Who began a draft stays on record; who looks after it changes."""
    mine = Q(keeper=from_user) | Q(keeper=None, created_by=from_user)
    rows = list(being_filled_in(organisation).filter(mine).select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        row.keeper = to_user
        row.save(update_fields=["keeper"])
    BlockPresence.objects.filter(
        application__in=being_filled_in(organisation).values("pk"), user=from_user
    ).delete()
    return len(rows)


def _hand_over_cases(organisation: Organisation, from_user: User, to_user: User) -> int:
    cases = on_desks_of(organisation).filter(handler=from_user)
    rows: list[Application] = list(cases.select_for_update(of=("self",)).order_by("pk"))
    successor = actor_for(to_user, organisation_id=organisation.pk)
    for row in rows:
        row.handler = to_user if can_be_handler(successor, row) else None
        row.save(update_fields=["handler"])
    return len(rows)
