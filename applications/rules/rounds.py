"""Who calls for applications, and who reads how a call is going."""

from __future__ import annotations

from accounts.actors import Actor
from accounts.enums import Role
from applications.enums import StepKind
from applications.models import Round
from core.permits import Permit, demand_that, first_refusal

# 受理, 复核 and 认定 make a recognition, and 上报 hands it from office to office: only what stands beside may be left out.
OPTIONAL_KINDS = frozenset({StepKind.JUDGEMENT})


def can_manage_rounds(actor: Actor) -> Permit:
    """The head of an office opens rounds for its own level."""
    return demand_that(actor.has_any(Role.OFFICE_DIRECTOR), "由办公室主任设置批次。")


def can_read_rounds(actor: Actor) -> Permit:
    """The list of rounds with how many were filed: the people of an office."""
    return demand_that(actor.is_office, "申报批次由领导小组办公室管理。")


def can_change_round(actor: Actor, round_: Round) -> Permit:
    """The head of the office whose round it is."""
    return first_refusal(
        can_manage_rounds(actor),
        demand_that(actor.acts_for(round_.office), f"这是{round_.office.short_name}的批次。"),
    )


def can_read_turnout(actor: Actor, round_: Round) -> Permit:
    """谁还没报: the people of the round's own office."""
    return demand_that(
        actor.is_office and actor.acts_for(round_.office), "申报情况由本批次的领导小组办公室查看。"
    )
