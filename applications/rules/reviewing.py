"""What the offices may do with an application: accept, return, conclude a step, judge, shortlist, decline."""

from __future__ import annotations

from accounts.actors import Actor
from applications.acting import HOLDER_ANY, HOLDER_HEAD
from applications.enums import CONCLUDED_KINDS, OFFICE_STATES, State, StepKind
from applications.models import Application, ApplicationStep
from applications.rules.parties import acts_as, acts_in_turn, has_no_interest
from core.permits import Permit, demand_that, first_refusal


def can_accept_application(actor: Actor, application: Application) -> Permit:
    """Anybody of the office without an interest."""
    return first_refusal(acts_in_turn(actor, application, "accept"), has_no_interest(actor, application))


def can_shortlist_application(actor: Actor, application: Application) -> Permit:
    """The office's head, once every required step before the decision is closed."""
    return first_refusal(
        acts_in_turn(actor, application, "shortlist"),
        has_no_interest(actor, application),
        steps_are_closed(application),
    )


def steps_are_closed(application: Application) -> Permit:
    """Required steps of the office, by name when they are still open."""
    open_steps = [
        step.template.name
        for step in application.steps.all()
        if step.template.is_required and step.template.kind != StepKind.DECISION and step.closed_at is None
    ]
    return demand_that(not open_steps, f"还有环节没有办结：{'、'.join(open_steps)}。")


def can_decline_application(actor: Actor, application: Application) -> Permit:
    """The head of the body where it lies: the office before 报请, the authority after it."""
    return first_refusal(
        acts_in_turn(actor, application, "decline"),
        has_no_interest(actor, application),
        demand_that(not hasattr(application, "decision_item"), "已列入认定决定，请在决定中办理。"),
    )


def can_recognise_application(actor: Actor, application: Application) -> Permit:
    """Only as an item of a decision that the authority applies."""
    return first_refusal(
        acts_in_turn(actor, application, "recognise"),
        demand_that(hasattr(application, "decision_item"), "还没有列入认定决定。"),
    )


def can_close_step(actor: Actor, step: ApplicationStep) -> Permit:
    """The people of the step's own office, while it is open and the application under review."""
    return first_refusal(
        acts_as(actor, step.application, HOLDER_ANY),
        has_no_interest(actor, step.application),
        demand_that(step.application.state == State.REVIEWING, "申报不在复核中。"),
        demand_that(step.template.kind in CONCLUDED_KINDS, "这个环节随流转自动办结。"),
        demand_that(step.opened_at is not None, "这个环节还没有开始。"),
        demand_that(actor.acts_for(step.organisation), f"这个环节由{step.organisation.short_name}办理。"),
    )


def can_judge_application(actor: Actor, application: Application) -> Permit:
    """The people of the round's own office while it has it: who sends it up has an opinion, and judges nothing."""
    return first_refusal(
        demand_that(application.state == State.REVIEWING, "申报在复核中时才能研判。"),
        acts_as(actor, application, HOLDER_ANY),
        demand_that(
            actor.acts_for(application.office), f"由{application.office.short_name}研判，本环节只写审核意见。"
        ),
        has_no_interest(actor, application),
    )


def can_read_inside(actor: Actor, application: Application) -> Permit:
    """The review page with its notes: the offices on the application's way, without an interest in it."""
    return first_refusal(
        demand_that(
            actor.is_office
            and (actor.acts_for(application.office) or actor.acts_for(application.relay_office)),
            "复核页由经办的领导小组办公室使用。",
        ),
        demand_that(application.state != State.DRAFT, "还没有录入完成，不能复核。"),
        has_no_interest(actor, application),
    )


def can_write_note(actor: Actor, application: Application) -> Permit:
    """Colleagues of an office on its way may always leave each other a word."""
    return can_read_inside(actor, application)


def can_postpone_application(actor: Actor, application: Application) -> Permit:
    """暂缓: whoever's turn it is puts it aside; the clock goes on."""
    return first_refusal(
        demand_that(application.state in OFFICE_STATES, "不在办理中，不能暂缓。"),
        acts_as(actor, application, HOLDER_ANY),
        has_no_interest(actor, application),
    )


def can_assign_application(actor: Actor, application: Application, *, to_self: bool) -> Permit:
    """经办人: anybody of the office takes a case or gives up their own, its head gives it to a colleague."""
    return first_refusal(
        demand_that(application.state in OFFICE_STATES, "不在办理中，不能变更经办人。"),
        acts_as(actor, application, HOLDER_ANY if to_self else HOLDER_HEAD),
        has_no_interest(actor, application),
    )
