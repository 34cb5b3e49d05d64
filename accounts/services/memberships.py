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


def lock_administrators() -> None:
    """Whoever could take away the last administrator queues up here, two at the same moment included."""
    list(Membership.objects.select_for_update().filter(role=Role.SYSTEM_ADMIN).order_by("pk"))


@transaction.atomic
def add_membership(
    *,
    actor: Actor,
    user: User,
    organisation: Organisation,
    role: Role,
    since: date,
    until: date | None = None,
) -> Membership:
    """Give a role from `since` until (not on) `until`. Invalid: dates the wrong way round, or held already."""
    # The accounts of one person are locked, so that roles which exclude each other cannot be given at once.
    same = Q(person=user.person_id) if user.person_id else Q(pk=user.pk)
    list(User.objects.select_for_update().filter(same).order_by("pk"))
    if until is not None and until <= since:
        raise Invalid("结束日期应晚于开始日期。", fields={"until": "结束日期应晚于开始日期。"})
    rules.can_add_membership(actor, user, organisation, role, since=since, until=until).demand()
    membership = Membership(user=user, organisation=organisation, role=role, since=since, until=until)
    try:
        with transaction.atomic():
            membership.save()
    except IntegrityError as error:
        raise Invalid(OVERLAP, fields={"role": OVERLAP}) from error
    terms = {
        "单位": organisation.name,
        "角色": role.label,
        "自": since,
        "至（不含）": until or ALWAYS,
    }
    _record(actor, "membership.add", user, changes(dict.fromkeys(terms), terms))
    return membership


@transaction.atomic
def end_membership(*, actor: Actor, membership: Membership, until: date) -> None:
    """The role is held until (not on) `until`; one that begins only then is taken back whole."""
    lock_administrators()
    found = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("user", "organisation")
        .filter(pk=membership.pk)
        .first()
    )
    if found is None:
        raise Conflict("这个角色已被撤销。")
    rules.can_end_membership(actor, found, until).demand()
    terms = f"{found.organisation} {found.get_role_display()}，至（不含）"
    line = change(terms, found.until or ALWAYS, max(until, found.since))
    _record(actor, "membership.end", found.user, [line])
    if until <= found.since:
        found.delete()
        return
    found.until = until
    found.save(update_fields=["until"])


def _record(actor: Actor, verb: str, user: User, difference: Changes) -> None:
    acts.record(actor=actor, verb=verb, target=user, details={"changes": difference})
