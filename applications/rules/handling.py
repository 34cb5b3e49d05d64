"""Who may be the 经办人 of an application, and who may put many at once on their way."""

from __future__ import annotations

from accounts.actors import Actor
from accounts.enums import Role
from applications.models import Application
from applications.rules.parties import has_no_interest
from core.permits import Permit, demand_that, first_refusal


def can_be_handler(colleague: Actor, application: Application) -> Permit:
    """Somebody of the office whose turn it is, without an interest in the application."""
    return first_refusal(
        demand_that(
            colleague.is_office and colleague.acts_for(application.holder), "不是承办单位的复核人员。"
        ),
        demand_that(bool(has_no_interest(colleague, application)), "与申报单位有关，须回避。"),
    )


def can_use_queue(actor: Actor) -> Permit:
    """The people of an office."""
    return demand_that(actor.is_office, "复核队列由领导小组办公室的复核员和主任使用。")


def can_assign_many(actor: Actor) -> Permit:
    """The head of an office hands out cases."""
    return demand_that(actor.has_any(Role.OFFICE_DIRECTOR), "经办人由办公室主任分配；您可以逐件“我来办”。")
