"""What the head of a unit may do about its people: the table is `accounts.enums.GRANTS`."""

from __future__ import annotations

from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from accounts.rules.administration import can_administer, can_reset_access
from accounts.rules.separation import accounts_of, not_over, roles_from_today
from core.permits import YES, Permit, demand_that, first_refusal, no

# Says nothing about what somebody is elsewhere.
NOT_HERE = "这个账户不由本单位办理，请联系系统管理员。"
LAST_UNIT_ADMIN = "这是本单位最后一名长期任职的单位管理员；请先另设一名，或办理移交。"
# Whoever holds one of these elsewhere can be let in anew by the unit where the account began.
LIGHT_ROLES = frozenset({Role.FILER, Role.STATISTICIAN})


def can_manage_unit(actor: Actor) -> Permit:
    """Whoever may give roles in the unit for which they act."""
    if actor.gives:
        return YES
    if any(standing.gives for standing in actor.memberships):
        return no("请先切换到您担任单位管理员或办公室主任的单位，再办理。")
    return no("只有单位管理员或办公室主任可以管理本单位人员。")


def can_create_user(actor: Actor) -> Permit:
    """A new account: by the system administrator, or by the head of a unit for a colleague."""
    return YES if can_administer(actor) or actor.gives else can_administer(actor)


def can_change_colleague(actor: Actor, user: User, role: Role) -> Permit:
    """A role that the actor may give, of somebody who is no system administrator anywhere."""
    return first_refusal(
        can_manage_unit(actor),
        demand_that(role in actor.gives, f"“{role.label}”须由系统管理员安排或结束。"),
        _is_no_system_admin(user),
    )


def can_manage_colleague(actor: Actor, user: User) -> Permit:
    """Somebody who works here today or will, in roles that the actor gives alone."""
    held = _roles_here(user, actor.organisation)
    strangers = [role.label for role in Role if role in held - actor.gives]
    return first_refusal(
        can_manage_unit(actor),
        demand_that(bool(held), "该用户已不在本单位任职。"),
        demand_that(not strangers, f"该用户还任{'、'.join(strangers)}，请联系系统管理员办理。"),
        _is_no_system_admin(user),
    )


def can_hand_over(actor: Actor, user: User) -> Permit:
    """From a colleague, or from oneself; there is something to hand over."""
    rows = Membership.objects.at(timezone.localdate()).filter(user=user, organisation=actor.organisation)
    held = {Role(role) for role in rows.values_list("role", flat=True)}
    return first_refusal(
        can_manage_unit(actor),
        demand_that(bool(held), "该用户今天在本单位没有角色，没有可以移交的。"),
        demand_that(bool(held & actor.gives), "该用户的角色须由系统管理员安排，这里不能移交。"),
        _is_no_system_admin(user),
    )


def can_receive(actor: Actor, user: User, colleague: User) -> Permit:
    """Another colleague of today, who can sign in; taking over oneself would be giving oneself roles."""
    rows = Membership.objects.at(timezone.localdate()).filter(user=colleague, organisation=actor.organisation)
    return first_refusal(
        demand_that(colleague != user, "请选择另一位同事接手。"),
        demand_that(colleague != actor.user, "不能移交给自己；请另一位管理员办理。"),
        demand_that(rows.exists() and colleague.is_active, "接手人须是本单位在任的同事。"),
        _is_no_system_admin(colleague),
    )


def can_reset_password(actor: Actor, user: User) -> Permit:
    """The system administrator for anybody else; the head of a unit for a colleague whose account began here.

    Whoever can be let in anew can be impersonated: nobody reaches another unit's work that way.
    """
    if actor.is_system or actor.is_system_admin or not actor.gives:
        return can_reset_access(actor, user)
    elsewhere = _roles_elsewhere(user, actor.organisation)
    return first_refusal(
        demand_that(user != actor.user, "自己的密码请用“修改密码”。"),
        can_manage_colleague(actor, user),
        demand_that(user.is_active, "这个账户已经停用，请联系系统管理员。"),
        demand_that(not elsewhere or _began_here(user, actor), NOT_HERE),
        demand_that(elsewhere <= LIGHT_ROLES, NOT_HERE),
    )


def can_reveal_telephone(actor: Actor, user: User) -> Permit:
    """The system administrator for anybody, the head of a unit for the people of today."""
    if actor.is_system or actor.is_system_admin or not actor.gives:
        return can_administer(actor)
    here = Membership.objects.filter(not_over(), user=user, organisation=actor.organisation)
    return demand_that(here.exists(), "该用户已不在本单位任职。")


def keeps_a_unit_admin(membership: Membership) -> Permit:
    """A unit that administers itself keeps somebody for good who does; deputies come and go."""
    if membership.role != Role.UNIT_ADMIN or membership.is_deputy or membership.since > timezone.localdate():
        return YES
    others = Membership.objects.at(timezone.localdate()).filter(
        organisation=membership.organisation_id,
        role=Role.UNIT_ADMIN,
        is_deputy=False,
        until__isnull=True,
        user__is_active=True,
    )
    return demand_that(others.exclude(user=membership.user_id).exists(), LAST_UNIT_ADMIN)


def _roles_here(user: User, organisation: Organisation | None) -> frozenset[Role]:
    rows = Membership.objects.filter(not_over(), user=user, organisation=organisation)
    return frozenset(Role(role) for role in rows.values_list("role", flat=True))


def _roles_elsewhere(user: User, organisation: Organisation | None) -> frozenset[Role]:
    rows = Membership.objects.filter(not_over(), user=user).exclude(organisation=organisation)
    return frozenset(Role(role) for role in rows.values_list("role", flat=True))


def _began_here(user: User, actor: Actor) -> bool:
    # Of what still holds: whoever left and was called back belongs to the unit that has them now.
    first = user.memberships.filter(not_over()).order_by("pk").first()
    return first is not None and actor.acts_for(first.organisation)


def _is_no_system_admin(user: User) -> Permit:
    held = roles_from_today(accounts_of(user, user.person))
    return demand_that(Role.SYSTEM_ADMIN not in held, NOT_HERE)
