"""三员分立 (quality T14): whoever administers takes no part in deciding, under whichever account."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, Person, User
from core.permits import Permit, demand_that

if TYPE_CHECKING:
    from accounts.models.users import UserQuerySet

DECIDING_ROLES = frozenset({Role.OFFICE_DIRECTOR, Role.REVIEWER, Role.REGISTRAR})
SEPARATION = "系统管理员不得兼任复核员、办公室主任或认定登记员。"


def excludes(one: Role, other: Role) -> bool:
    """Whether nobody may hold both on one day."""
    pair = {one, other}
    return Role.SYSTEM_ADMIN in pair and bool(pair & DECIDING_ROLES)


def keeps_apart(user: User, role: Role, since: date, until: date | None) -> Permit:
    """No account of this person holds a role in that time which excludes the new one."""
    held = Membership.objects.filter(user__in=accounts_of(user, user.person))
    held = held.filter(Q(until__isnull=True) | Q(until__gt=since))
    if until is not None:
        held = held.filter(since__lt=until)
    roles = held.values_list("role", flat=True)
    return demand_that(not any(excludes(role, Role(other)) for other in roles), SEPARATION)


def accounts_of(user: User, person: Person | None) -> UserQuerySet:
    """The account, and every other one of that person."""
    rows: UserQuerySet = User.objects.filter(Q(pk=user.pk) | Q(person=person) if person else Q(pk=user.pk))
    return rows


def roles_from_today(users: UserQuerySet) -> list[Role]:
    """What these accounts hold today or will hold later, in whichever unit."""
    rows = Membership.objects.filter(user__in=users).filter(not_over()).values_list("role", flat=True)
    return [Role(role) for role in rows]


def not_over() -> Q:
    """Periods that are in force today or begin later."""
    return Q(until__isnull=True) | Q(until__gt=timezone.localdate())
