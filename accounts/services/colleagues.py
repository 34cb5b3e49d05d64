"""What the head of a unit does about its people: inviting, taking in, ending roles, handing over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import rules, workload
from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from accounts.selectors import roles_to_hand_over
from accounts.services.changes import Changes, demand_fresh, fingerprint
from accounts.services.memberships import add_membership, close, give, lock_administrators
from accounts.services.users import Issued, create_user
from core import acts
from core.errors import Conflict, Invalid
from core.models import PeriodQuerySet

# The same words for a name that is nobody's, a closed account and a name that is somebody else's.
NOBODY = "没有找到用户名和姓名都相符的账户，请向本人核对后再填。"
OVER = "这些角色已经结束或有变动，请看过最新的人员名单再办。"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What went from one colleague to another."""

    roles: Sequence[str]
    work: int


@transaction.atomic
def invite_colleague(*, actor: Actor, username: str, display_name: str, telephone: str, role: Role) -> Issued:
    """A new account with a role in the own unit from today, and a one-time password. Invalid: the username is taken."""
    issued = create_user(actor=actor, username=username, display_name=display_name, telephone=telephone)
    _add_here(actor, issued.user, role)
    return issued


@transaction.atomic
def take_in(*, actor: Actor, username: str, display_name: str, role: Role) -> User:
    """Give somebody of another unit a role here too; found by the exact username, the name has to agree.

    Invalid: nobody has both, and the answer does not say which of them is wrong.
    """
    rules.can_manage_unit(actor).demand()
    wanted = User.normalize_username(username)
    user: User | None = User.objects.filter(
        username=wanted, display_name=display_name, is_active=True
    ).first()
    if user is None:
        raise Invalid(NOBODY, fields={"username": NOBODY})
    _add_here(actor, user, role)
    return user


@transaction.atomic
def end_roles(*, actor: Actor, user: User, memberships: Collection[int]) -> Sequence[str]:
    """End roles of a colleague in the own unit from today on; the account and other units stay. Their words.

    Conflict when one of them is over or gone.
    """
    rules.can_manage_unit(actor).demand()
    organisation = _unit(actor)
    lock_administrators(organisation)
    rows = list(_rows_here(user, organisation).filter(pk__in=memberships))
    if not rows or len(rows) != len(set(memberships)):
        raise Conflict(OVER)
    words = [row.role_words for row in rows]
    lines = [close(actor, row, timezone.localdate()) for row in rows]
    acts.record(actor=actor, verb="membership.end", target=user, details={"changes": lines})
    return words


def hand_over_fingerprint(rows: Sequence[Membership]) -> str:
    """What the page carries to notice that the roles changed after it was drawn."""
    return fingerprint(_terms(rows))


@transaction.atomic
def hand_over(*, actor: Actor, user: User, to_user: User, until: date, seen: str = "") -> HandedOver:
    """All roles that the actor may give, and all open work, go to a colleague: one act.

    The colleague has the roles and the work from today; the first one keeps the roles until (not on) `until`.
    Conflict when the roles changed after the page was drawn (`seen`).
    """
    rules.can_manage_unit(actor).demand()
    organisation = _unit(actor)
    lock_administrators(organisation)
    rows = roles_to_hand_over(actor, user, at=timezone.localdate())
    demand_fresh(seen, _terms(rows))
    rules.can_hand_over(actor, user).demand()
    rules.can_receive(actor, user, to_user).demand()
    lines: Changes = []
    # The colleague first: the unit is never without its administrator.
    for row in rows:
        lines += _receive(actor, to_user, row)
    lines += [close(actor, row, until) for row in rows if row.until is None or until < row.until]
    work = workload.move_work(organisation, user, to_user, actor)
    details = {"changes": lines, "to_user": f"{to_user}（{to_user.username}）", "work": work}
    acts.record(actor=actor, verb="membership.hand_over", target=user, details=details)
    return HandedOver([row.role_words for row in rows], work)


def _receive(actor: Actor, to_user: User, row: Membership) -> Changes:
    """The role as the first one had it; one that the colleague has for longer stays, a shorter one makes room."""
    today = timezone.localdate()
    held = list(_rows_here(to_user, row.organisation).filter(role=row.role))
    if any(_covers(each, row, today) for each in held):
        return []
    lines = [close(actor, each, today) for each in held]
    received = Membership(
        user=to_user,
        organisation=row.organisation,
        role=row.role,
        since=today,
        until=row.until,
        is_deputy=row.is_deputy,
    )
    return [*lines, *give(actor, received)]


def _covers(held: Membership, row: Membership, today: date) -> bool:
    longer = held.until is None or (row.until is not None and held.until >= row.until)
    return held.since <= today and longer


def _add_here(actor: Actor, user: User, role: Role) -> None:
    add_membership(actor=actor, user=user, organisation=_unit(actor), role=role, since=timezone.localdate())


def _rows_here(user: User, organisation: Organisation) -> PeriodQuerySet:
    """What the user holds in the unit from today on, locked until the transaction ends."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "organisation")
    return rows.filter(rules.not_over(), user=user, organisation=organisation).order_by(
        "role_number", "since"
    )


def _terms(rows: Sequence[Membership]) -> dict[str, date | None]:
    return {str(row.pk): row.until for row in rows}


def _unit(actor: Actor) -> Organisation:
    assert actor.organisation is not None, "only who acts for a unit may give roles in it"
    return actor.organisation
