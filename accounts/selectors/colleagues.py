"""The people of a unit as its head reads them; nothing here speaks of other units."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Prefetch, Q
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Membership, User
from accounts.models.users import UserQuerySet
from accounts.rules import not_over
from accounts.selectors.sign_in import locked_usernames
from accounts.workload import Item, workload_of
from core.models import PeriodQuerySet
from core.pinyin import sort_key

# People who left long ago are asked for by the system administrator's list.
EARLIER_LIMIT = 50
SHORTEST_USERNAME, LONGEST_STEM = 3, 30


@dataclass(frozen=True, slots=True)
class ColleagueRow:
    """One person of the unit, with the roles there and the work in hand."""

    user: User
    memberships: Sequence[Membership]
    is_locked: bool
    items: Sequence[Item]


def colleagues_for_list(actor: Actor) -> UserQuerySet:
    """Who has a role in the acting unit today or will have one; their rows stand in `here`."""
    rows = _rows(actor).filter(not_over())
    found: UserQuerySet = User.objects.visible_to(actor).filter(pk__in=rows.values("user"))
    return found.prefetch_related(Prefetch("memberships", rows, to_attr="here"))


def colleague_rows(actor: Actor, users: Sequence[User]) -> list[ColleagueRow]:
    """The lines of one page (users come from `colleagues_for_list`)."""
    assert actor.organisation is not None, "only a unit has colleagues"
    locked = locked_usernames([user.username for user in users], at=timezone.now())
    work = workload_of(actor.organisation)
    return [
        ColleagueRow(user, user.here, user.username in locked, work.get(user.pk, ()))  # type: ignore[attr-defined]
        for user in users
    ]


def earlier_colleagues(actor: Actor) -> list[User]:
    """Who had a role in the acting unit and has none now, last gone first; their rows stand in `here`."""
    rows = _rows(actor)
    left: UserQuerySet = User.objects.visible_to(actor).exclude(pk__in=rows.filter(not_over()).values("user"))
    mine = Q(memberships__organisation=actor.organisation)
    left = left.annotate(left_on=Max("memberships__until", filter=mine)).order_by("-left_on", "username")
    return list(left.prefetch_related(Prefetch("memberships", rows, to_attr="here"))[:EARLIER_LIMIT])


def colleague_memberships(actor: Actor, user: User) -> list[Membership]:
    """All that the user holds, will hold or once held in the acting unit, the newest first."""
    return list(
        _rows(actor).filter(user=user).select_related("user__person").order_by("-since", "role_number")
    )


def receivers(actor: Actor, user: User, *, at: date) -> UserQuerySet:
    """To whom this user's roles and work may go: colleagues of that day who can sign in, but not the actor."""
    there = Membership.objects.at(at).filter(organisation=actor.organisation).values("user")
    rows: UserQuerySet = User.objects.visible_to(actor).filter(pk__in=there, is_active=True)
    return rows.exclude(pk__in=[user.pk, actor.user.pk if actor.user else user.pk]).order_by("username")


def roles_to_hand_over(actor: Actor, user: User, *, at: date) -> list[Membership]:
    """What the user holds in the acting unit on that day and the actor may give."""
    rows = _rows(actor).at(at).filter(user=user)
    return [row for row in rows if Role(row.role) in actor.gives]


def free_username(name: str) -> str:
    """A username that nobody has, from the name in pinyin: 张三 gives zhang.san, or zhang.san2."""
    stem = _stem(name)
    taken = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    numbered = (f"{stem}{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (stem, *numbered) if each not in taken)


def _stem(name: str) -> str:
    # Family name, dot, given name; a name in Latin letters is taken as one.
    parts = [name] if name.isascii() else [name[:1], name[1:]]
    letters = [re.sub(r"[^a-z0-9]", "", sort_key(part)) for part in parts]
    stem = ".".join(filter(None, letters))[:LONGEST_STEM].rstrip(".")
    return stem if len(stem) >= SHORTEST_USERNAME and stem[0].isalpha() else "user"


def _rows(actor: Actor) -> PeriodQuerySet:
    rows = Membership.objects.filter(organisation=actor.organisation).select_related("organisation")
    return rows.order_by("role_number", "since")
