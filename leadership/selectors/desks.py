"""What waits at a post: open work stays with the unit, whoever comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts import workload
from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Organisation, Post, Tenure, User
from core.permits import Permit, demand_that
from leadership.enums import OFFICE_ROLES
from leadership.models import LeadingGroup, Seat
from leadership.rules import keeps_rosters


@dataclass(frozen=True, slots=True)
class Desk:
    """A unit's open work: what waits for the unit as a whole, and what its people have in hand."""

    organisation: Organisation
    waiting: Sequence[workload.Item]
    in_hand: Sequence[tuple[User, Sequence[workload.Item]]]

    @property
    def is_empty(self) -> bool:
        return not self.waiting and not self.in_hand


def may_read_desk(actor: Actor, post: Post) -> Permit:
    """Whoever holds the post, the head of its unit, and whoever keeps the roster of its own government."""
    holds = (
        actor.user is not None
        and actor.user.person_id is not None
        and Tenure.objects.filter(post=post, person_id=actor.user.person_id, until=None).exists()
    )
    heads = actor.acts_for(post.organisation) and actor.has_any(Role.UNIT_ADMIN, Role.OFFICE_DIRECTOR)
    return demand_that(
        holds or heads or _is_own_keeper(actor, post),
        "由任职者本人、本单位负责人或本级领导小组办公室查看。",
    )


def _is_own_keeper(actor: Actor, post: Post) -> bool:
    """An office above changes who holds the post, but a unit's drafts are none of its business."""
    if actor.organisation is None or not keeps_rosters(actor):
        return False
    return actor.organisation.seat_of_power.pk == post.organisation.seat_of_power.pk


def desk_of_post(post: Post) -> list[Desk]:
    """The unit of the post, and of an office's head the office as well."""
    offices = LeadingGroup.objects.filter(
        pk__in=Seat.objects.filter(post=post, role__in=OFFICE_ROLES, until=None).values("group"),
        office__isnull=False,
    ).select_related("office__superior", "office__division")
    units = [post.organisation, *(group.office for group in offices.order_by("pk") if group.office)]
    return [_desk(unit) for unit in units]


def _desk(organisation: Organisation) -> Desk:
    in_hand = workload.workload_of(organisation)
    users = User.objects.filter(pk__in=in_hand).order_by("username")
    return Desk(organisation, workload.waiting_at(organisation), [(user, in_hand[user.pk]) for user in users])
