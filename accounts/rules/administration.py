"""Who may administer users and organisations, and what would lock everybody out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import ROLES_OF_KIND, OrganisationKind, Role
from accounts.models import Membership, Organisation, Person, User
from accounts.rules.separation import SEPARATION, accounts_of, excludes, not_over, roles_from_today
from core.permits import YES, Permit, demand_that, first_refusal, no

if TYPE_CHECKING:
    from core.models import PeriodQuerySet

LAST_ADMINISTRATOR = "这是最后一名长期任职的系统管理员；请先另设一名，再办理。"


def can_administer(actor: Actor) -> Permit:
    """System administrators, acting for the unit in which they are one; reference data load as the system."""
    if actor.is_system or actor.is_system_admin:
        return YES
    if any(Role.SYSTEM_ADMIN in standing.roles for standing in actor.memberships):
        return no("请先切换到您担任系统管理员的单位，再办理。")
    return no("只有系统管理员可以办理。如有需要，请联系系统管理员。")


def can_disable_user(actor: Actor, user: User) -> Permit:
    """Not oneself, and never the last administrator."""
    return first_refusal(
        can_administer(actor),
        demand_that(user != actor.user, "不能停用自己的账户，请另一位系统管理员办理。"),
        demand_that(user.is_active, "这个账户已经停用。"),
        keeps_an_administrator(user),
    )


def can_enable_user(actor: Actor, user: User) -> Permit:
    """Anybody who was disabled before."""
    return first_refusal(can_administer(actor), demand_that(not user.is_active, "这个账户已在启用中。"))


def can_reset_access(actor: Actor, user: User) -> Permit:
    """A new one-time password or a new device: for others only, so that one's own is always proved with the old."""
    return first_refusal(
        can_administer(actor),
        demand_that(user != actor.user, "自己的密码请用“修改密码”；动态口令设备请另一位系统管理员解除。"),
    )


def can_link_person(actor: Actor, user: User, person: Person | None) -> Permit:
    """Two accounts of one person count as one when roles are kept apart."""
    ours = set(roles_from_today(User.objects.filter(pk=user.pk)))
    others = set(roles_from_today(accounts_of(user, person).exclude(pk=user.pk)))
    apart = not any(excludes(mine, theirs) for mine in ours for theirs in others)
    return first_refusal(can_administer(actor), demand_that(apart, SEPARATION))


def can_change_kind(actor: Actor, organisation: Organisation, kind: OrganisationKind) -> Permit:
    """Only to a kind that knows all the roles which people hold there."""
    held = {Role(role) for role in _members_from_today(organisation).values_list("role", flat=True)}
    strangers = [role.label for role in Role if role in held - ROLES_OF_KIND[kind]]
    return first_refusal(
        can_administer(actor),
        demand_that(
            not strangers, f"还有人在此任{'、'.join(strangers)}，{kind.label}没有这些角色；请先结束。"
        ),
    )


def can_deactivate_organisation(actor: Actor, organisation: Organisation) -> Permit:
    """Nobody may be left in it and nothing below it."""
    members = _members_from_today(organisation).values("user").distinct().count()
    below = organisation.subordinates.filter(is_active=True).count()
    return first_refusal(
        can_administer(actor),
        demand_that(organisation.is_active, "这个单位已经停用。"),
        demand_that(not members, f"还有 {members} 名用户在此任职，请先结束他们的角色。"),
        demand_that(not below, f"还有 {below} 个在用的直接下级，请先停用或调整它们的上级。"),
    )


def can_activate_organisation(actor: Actor, organisation: Organisation) -> Permit:
    """Again in use, provided that its superior is."""
    superior = organisation.superior
    return first_refusal(
        can_administer(actor),
        demand_that(not organisation.is_active, "这个单位已在使用中。"),
        demand_that(superior is None or superior.is_active, "它的直接上级已停用，请先恢复或调整上级。"),
    )


def can_add_member_unit(actor: Actor, government: Organisation) -> Permit:
    """Whoever keeps the roster of that government's leading group meets its units first; else an administrator."""
    unit = actor.organisation
    serves = unit is not None and unit.seat_of_power.pk == government.pk
    keeps = actor.has_any(Role.OFFICE_DIRECTOR, Role.REGISTRAR)
    return YES if serves and keeps else can_administer(actor)


def roles_of(organisation: Organisation) -> list[Role]:
    """The roles that this kind of unit knows, in their fixed order."""
    known = ROLES_OF_KIND[OrganisationKind(organisation.kind)]
    return [role for role in Role if role in known]


def keeps_an_administrator(user: User) -> Permit:
    """Somebody else administers for good, unless this user does not administer at all today."""
    today = timezone.localdate()
    in_force = Membership.objects.at(today).filter(role=Role.SYSTEM_ADMIN, user__is_active=True)
    if not in_force.filter(user=user).exists():
        return YES
    others = in_force.filter(until__isnull=True, organisation__is_active=True).exclude(user=user)
    return demand_that(others.exists(), LAST_ADMINISTRATOR)


def _members_from_today(organisation: Organisation) -> PeriodQuerySet:
    return organisation.memberships.filter(not_over())
