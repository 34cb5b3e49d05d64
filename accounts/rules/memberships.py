"""Who gives and ends which role: the system administrator anywhere, the head of a unit in the own unit."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from accounts.rules.administration import can_administer, keeps_an_administrator, roles_of
from accounts.rules.colleagues import can_change_colleague, can_manage_unit, keeps_a_unit_admin
from accounts.rules.separation import keeps_apart
from core.permits import YES, Permit, demand_that, first_refusal, no


def can_add_membership(
    actor: Actor, user: User, organisation: Organisation, role: Role, *, since: date, until: date | None
) -> Permit:
    """A role that the kind of unit knows, for somebody else, kept apart from the roles that decide."""
    return first_refusal(
        _can_change_roles(actor, user, organisation, role),
        demand_that(user != actor.user, "不能调整自己的角色，请另一位管理员办理。"),
        demand_that(organisation.is_active, "这个单位已停用，不能再安排人员。"),
        demand_that(
            role in roles_of(organisation), f"{organisation.get_kind_display()}没有“{role.label}”这个角色。"
        ),
        demand_that(actor.is_system or since >= timezone.localdate(), "开始日期不能早于今天。"),
        keeps_apart(user, role, since, until),
    )


def can_end_membership(actor: Actor, membership: Membership, until: date) -> Permit:
    """From today on, and never the role of the last administrator, of the portal or (by colleagues) of the unit.

    An administrator of the portal leaves their own roles to a colleague; the head of a unit may give one up.
    """
    role = Role(membership.role)
    return first_refusal(
        _can_change_roles(actor, membership.user, membership.organisation, role),
        demand_that(actor.is_system or until >= timezone.localdate(), "结束日期不能早于今天。"),
        demand_that(
            membership.until is None or until < membership.until, "这个角色原定的结束日期更早，不必再办理。"
        ),
        keeps_an_administrator(membership.user) if role == Role.SYSTEM_ADMIN else YES,
        YES if _administers(actor) else keeps_a_unit_admin(membership),
    )


def _administers(actor: Actor) -> bool:
    return bool(can_administer(actor))


def _can_change_roles(actor: Actor, user: User, organisation: Organisation, role: Role) -> Permit:
    if _administers(actor):
        # An administrator who could give roles to themselves would be held back by nothing.
        return demand_that(user != actor.user, "不能调整自己的角色，请另一位系统管理员办理。")
    if not actor.gives:
        return can_manage_unit(actor)
    if not actor.acts_for(organisation):
        return no("只能办理本单位的人员。")
    return can_change_colleague(actor, user, role)
