"""Users as administrators read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.actors import Actor
from accounts.models import Membership, Person, User
from accounts.models.users import UserQuerySet
from accounts.selectors.sign_in import locked_usernames


@dataclass(frozen=True, slots=True)
class UserRow:
    """One line of the list of users."""

    user: User
    memberships: Sequence[Membership]
    is_locked: bool


def users_for_list(actor: Actor, *, at: date) -> UserQuerySet:
    """The users that the actor may see, with what they may do on that day ready to read."""
    in_force = (
        Membership.objects.at(at).select_related("organisation").order_by("organisation__key", "role_number")
    )
    rows: UserQuerySet = User.objects.visible_to(actor).prefetch_related(
        Prefetch("memberships", in_force, to_attr="in_force")
    )
    return rows


def user_rows(users: Sequence[User]) -> list[UserRow]:
    """The lines of one page (users come from `users_for_list`); one query for the lock-outs."""
    locked = locked_usernames([user.username for user in users], at=timezone.now())
    return [UserRow(user, user.in_force, user.username in locked) for user in users]  # type: ignore[attr-defined]


def current_memberships(user: User, *, at: date) -> list[Membership]:
    """What the user may do on that day or will be able to do later."""
    rows = user.memberships.filter(Q(until__isnull=True) | Q(until__gt=at)).select_related(
        "organisation__division"
    )
    return list(rows.order_by("organisation__key", "role_number", "since"))


def device_of(user: User) -> TOTPDevice | None:
    """The user's telephone with one-time codes, confirmed or waiting for its first code."""
    device: TOTPDevice | None = TOTPDevice.objects.filter(user=user).order_by("pk").first()
    return device


def eligible_people(user: User, *, at: date) -> list[Person]:
    """People whom this account may belong to: who holds a post in its units on that day, and whoever is set now.

    A person is never matched by name alone (domain.md 4), so the administrator chooses from posts.
    """
    units = Membership.objects.at(at).filter(user=user).values("organisation")
    holding = Q(tenures__since__lte=at) & (Q(tenures__until__isnull=True) | Q(tenures__until__gt=at))
    in_units = holding & Q(tenures__post__organisation__in=units)
    return list(Person.objects.filter(in_units | Q(pk=user.person_id)).distinct().order_by("name", "pk"))
