"""Giving and ending roles in units."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts import rules
from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from accounts.services.changes import Changes, change, changes
from core import acts
from core.errors import Conflict, Invalid

ALWAYS = "长期"
OVERLAP = "该用户在这个单位已有同一角色，日期重叠。"
BACKWARDS = "结束日期应晚于开始日期。"
ENDLESS = "代理须有结束日期。"
GONE = "这个角色已被撤销。"


def lock_administrators(organisation: Organisation | None = None) -> None:
    """Whoever could take away the last administrator queues up here, two at the same moment included.

    With a unit also those who administer it.
    """
    wanted = Q(role=Role.SYSTEM_ADMIN)
    if organisation is not None:
        wanted |= Q(role=Role.UNIT_ADMIN, organisation=organisation)
    list(Membership.objects.select_for_update(of=("self",)).filter(wanted).order_by("pk"))


@transaction.atomic
def add_membership(
    *,
    actor: Actor,
    user: User,
    organisation: Organisation,
    role: Role,
    since: date,
    until: date | None = None,
    is_deputy: bool = False,
) -> Membership:
    """Give a role from `since` until (not on) `until`; a deputy's needs both. Invalid: dates, or held already."""
    membership = Membership(
        user=user, organisation=organisation, role=role, since=since, until=until, is_deputy=is_deputy
    )
    verb = "membership.appoint_deputy" if is_deputy else "membership.add"
    _record(actor, verb, user, give(actor, membership))
    return membership


@transaction.atomic
def end_membership(*, actor: Actor, membership: Membership, until: date) -> None:
    """The role is held until (not on) `until`; one that begins only then is taken back whole."""
    lock_administrators(membership.organisation)
    _record(actor, "membership.end", membership.user, [close(actor, membership, until)])


def give(actor: Actor, membership: Membership) -> Changes:
    """Save this new row without an act of its own: its terms for the act of the caller."""
    user, since, until = membership.user, membership.since, membership.until
    # The accounts of one person are locked, so that roles which exclude each other cannot be given at once;
    # without the key, so that nobody waits who only writes a row about them.
    same = Q(person=user.person_id) if user.person_id else Q(pk=user.pk)
    list(User.objects.select_for_update(no_key=True).filter(same).order_by("pk"))
    _demand_dates(membership)
    rules.can_add_membership(
        actor, user, membership.organisation, Role(membership.role), since=since, until=until
    ).demand()
    try:
        with transaction.atomic():
            membership.save()
    except IntegrityError as error:
        raise Invalid(OVERLAP, fields={"role": OVERLAP}) from error
    terms = {
        "单位": membership.organisation.name,
        "角色": membership.role_words,
        "自": since,
        "至（不含）": until or ALWAYS,
    }
    return changes(dict.fromkeys(terms), terms)


def close(actor: Actor, membership: Membership, until: date) -> dict[str, str]:
    """End the role without an act of its own: the line for the act of the caller, who holds the administrators.

    Conflict when a colleague took it back meanwhile.
    """
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user__person", "organisation")
    found = rows.filter(pk=membership.pk).first()
    if found is None:
        raise Conflict(GONE)
    rules.can_end_membership(actor, found, until).demand()
    terms = f"{found.organisation} {found.role_words}，至（不含）"
    line = change(terms, found.until or ALWAYS, max(until, found.since))
    if until <= found.since:
        found.delete()
    else:
        found.until = until
        found.save(update_fields=["until"])
    return line


def _demand_dates(membership: Membership) -> None:
    if membership.until is None:
        if membership.is_deputy:
            raise Invalid(ENDLESS, fields={"until": ENDLESS})
    elif membership.until <= membership.since:
        raise Invalid(BACKWARDS, fields={"until": BACKWARDS})


def _record(actor: Actor, verb: str, user: User, difference: Changes) -> None:
    acts.record(actor=actor, verb=verb, target=user, details={"changes": difference})
