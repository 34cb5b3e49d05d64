"""Many accounts at once: each through the rules of one, on record as one act beside the acts of their roles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts import rules
from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from accounts.services.memberships import add_membership, end_membership
from accounts.services.users import TAKEN, update_user
from core import acts
from core.errors import Conflict


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A line of a sheet: an account (`pk` None while there is none) and its roles in one unit."""

    pk: int | None
    number: int
    username: str
    display_name: str
    telephone: str
    unit: int
    roles: tuple[Role, ...]

    def __str__(self) -> str:
        return f"第 {self.number} 行“{self.display_name}（{self.username}）”"


@transaction.atomic
def import_users(*, actor: Actor, people: Sequence[Newcomer], facts: Mapping[str, Any]) -> list[int]:
    """Make the accounts that are missing (without a password), change the others, add roles; the new numbers.

    Conflict when somebody took a name meanwhile; NotAllowed for what the actor may not do to one of them.
    """
    rules.can_create_user(actor).demand()
    units = Organisation.objects.in_bulk({each.unit for each in people})
    made: list[int] = []
    by_name: dict[str, User] = {}
    for each in people:
        user = by_name.get(each.username) or _user(actor, each)
        by_name[each.username] = user
        if each.pk is None:
            made.append(user.pk)
        _add_roles(actor, user, units[each.unit], each.roles)
    acts.record(actor=actor, verb="user.import", target=actor.organisation, details=dict(facts))
    return made


@transaction.atomic
def undo_users(
    *,
    actor: Actor,
    made: Sequence[Newcomer],
    changed: Sequence[tuple[Newcomer, Newcomer]],
    facts: Mapping[str, Any],
) -> None:
    """Delete accounts that were made and never used, and put the others back; Conflict names those used since."""
    rules.can_create_user(actor).demand()
    today = timezone.localdate()
    for now, before in changed:
        user = User.objects.select_for_update(of=("self",)).get(pk=now.pk)
        if (user.display_name, user.telephone) != (now.display_name, now.telephone):
            raise Conflict("有的账户后来又有改动，没有撤销。", detail=[str(now)])
        for row in _rows(user, now.unit, set(now.roles) - set(before.roles)):
            end_membership(actor=actor, membership=row, until=today)
        _change(actor, user, before)
    for each in made:
        _delete(each)
    acts.record(actor=actor, verb="user.undo_import", target=actor.organisation, details=dict(facts))


def _user(actor: Actor, each: Newcomer) -> User:
    if each.pk is not None:
        user: User = User.objects.get(pk=each.pk)
        _change(actor, user, each)
        return user
    try:
        with transaction.atomic():
            # No password: nobody signs in before one is issued in person.
            return User.objects.create_user(
                each.username,
                None,
                display_name=each.display_name,
                telephone=each.telephone,
                must_change_password=True,
            )
    except IntegrityError as error:
        raise Conflict(TAKEN, detail=[str(each)]) from error


def _change(actor: Actor, user: User, wanted: Newcomer) -> None:
    if (user.display_name, user.telephone) != (wanted.display_name, wanted.telephone):
        update_user(
            actor=actor,
            user=user,
            display_name=wanted.display_name,
            telephone=wanted.telephone,
            email=user.email,
            person=user.person,
        )


def _add_roles(actor: Actor, user: User, unit: Organisation, roles: Sequence[Role]) -> None:
    held = {row.role for row in _rows(user, unit.pk, set(roles))}
    for role in roles:
        if role.value not in held:
            add_membership(actor=actor, user=user, organisation=unit, role=role, since=timezone.localdate())


def _rows(user: User, unit: int, roles: set[Role]) -> Sequence[Membership]:
    rows = Membership.objects.at(timezone.localdate()).filter(
        user=user, organisation=unit, role__in=[role.value for role in roles]
    )
    return list(rows.select_related("organisation", "user__person").order_by("role_number"))


def _delete(each: Newcomer) -> None:
    user = User.objects.select_for_update(of=("self",)).get(pk=each.pk)
    rows = user.memberships.order_by("pk")
    ours = all(row.organisation_id == each.unit and row.role in each.roles for row in rows)
    if user.last_login is not None or user.has_usable_password() or not ours:
        raise Conflict("有的账户已经启用，不能撤销；请在其页面上停用。", detail=[str(each)])
    try:
        rows.delete()
        user.delete()
    except ProtectedError as error:
        raise Conflict("有的账户已经启用，不能撤销；请在其页面上停用。", detail=[str(each)]) from error
