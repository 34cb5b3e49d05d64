"""Who may do what with an application, and the words for when they may not (domain.md 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Organisation
from applications.enums import EDITABLE_STATES, Party, State, StepKind
from applications.models import Application, ApplicationStep, Decision, Round
from core.permits import YES, Permit, demand_that, first_refusal, no
from records import workflow
from records.workflow import Action


@dataclass(frozen=True, slots=True)
class Acting:
    """Which party takes an action, and in which roles."""

    party: Party
    roles: frozenset[Role]


APPLICANT_CLERK = Acting(Party.APPLICANT, frozenset({Role.FILER}))
APPLICANT_HEAD = Acting(Party.APPLICANT, frozenset({Role.UNIT_ADMIN}))
APPLICANT_ANY = Acting(Party.APPLICANT, frozenset({Role.FILER, Role.UNIT_ADMIN}))
OFFICE_ANY = Acting(Party.OFFICE, frozenset({Role.REVIEWER, Role.OFFICE_DIRECTOR}))
OFFICE_HEAD = Acting(Party.OFFICE, frozenset({Role.OFFICE_DIRECTOR}))
AUTHORITY_CLERK = Acting(Party.AUTHORITY, frozenset({Role.REGISTRAR}))

# The acting table: which party and roles take an action, for each state that it leads away from (domain.md 2).
ACTING: Mapping[str, Mapping[State, Acting]] = {
    "submit": {State.DRAFT: APPLICANT_CLERK},
    "resubmit": {State.RETURNED: APPLICANT_CLERK},
    "recommend": {State.SUBMITTED: APPLICANT_HEAD},
    "send_back": {State.SUBMITTED: APPLICANT_HEAD},
    "accept": {State.RECOMMENDED: OFFICE_ANY},
    "return_for_correction": {State.RECOMMENDED: OFFICE_ANY, State.REVIEWING: OFFICE_ANY},
    "shortlist": {State.REVIEWING: OFFICE_HEAD},
    "decline": {
        State.RECOMMENDED: OFFICE_HEAD,
        State.REVIEWING: OFFICE_HEAD,
        State.SHORTLISTED: AUTHORITY_CLERK,
    },
    "recognise": {State.SHORTLISTED: AUTHORITY_CLERK},
    "withdraw": {
        State.SUBMITTED: APPLICANT_ANY,
        State.RECOMMENDED: APPLICANT_ANY,
        State.RETURNED: APPLICANT_ANY,
    },
}


def organisation_of(party: Party, application: Application) -> Organisation:
    """The organisation that a party is in this application."""
    return {
        Party.APPLICANT: application.applicant,
        Party.OFFICE: application.round.office,
        Party.AUTHORITY: application.round.authority,
    }[party]


def acts_as(actor: Actor, application: Application, acting: Acting) -> Permit:
    """The acting organisation is that party, and one of the roles is held there."""
    organisation = organisation_of(acting.party, application)
    roles = "或".join(role.label for role in Role if role in acting.roles)
    return demand_that(
        actor.acts_for(organisation) and actor.has_any(*acting.roles),
        f"由{organisation.short_name}的{roles}办理。",
    )


def acts_in_turn(actor: Actor, application: Application, name: str) -> Permit:
    """The acting table's answer for an action in the application's present state."""
    acting = ACTING[name].get(State(application.state))
    return acts_as(actor, application, acting) if acting else no("现在的状态不能这样办理。")


def has_no_interest(actor: Actor, application: Application) -> Permit:
    """Whoever belongs to the applicant, or filled the application in, does not examine it."""
    belongs = any(each.organisation.pk == application.applicant_id for each in actor.memberships)
    wrote = actor.user is not None and actor.user.pk == application.created_by_id
    return demand_that(not (belongs or wrote), "您是申报单位的人员，须回避。")


def can_create_application(actor: Actor, round_: Round) -> Permit:
    """A clerk of a unit that the round is open to, while it is open."""
    return first_refusal(
        demand_that(actor.has_any(Role.FILER), "由填报员新建申报。"),
        demand_that(round_.is_open(timezone.now()), "这个批次现在不接受申报。"),
        demand_that(
            actor.organisation is not None and round_.applicants.filter(pk=actor.organisation.pk).exists(),
            "本单位不在这个批次的申报范围内。",
        ),
    )


def can_edit_application(actor: Actor, application: Application) -> Permit:
    """The applicant's clerk, while the applicant holds the pen."""
    return first_refusal(
        acts_as(actor, application, APPLICANT_ANY),
        demand_that(application.state in EDITABLE_STATES, "已提交，不能再改；如需修改，请联系收件单位退回。"),
    )


def can_delete_draft(actor: Actor, application: Application) -> Permit:
    """A draft made by mistake, by the unit's clerk; what was submitted once stays for ever."""
    return first_refusal(
        acts_as(actor, application, APPLICANT_CLERK),
        demand_that(application.submitted_at is None, "提交过的申报不能删除，可以撤回。"),
        demand_that(application.state == State.DRAFT, "只有草稿可以删除。"),
    )


def can_submit_application(actor: Actor, application: Application) -> Permit:
    """In time, by the unit's clerk, with the truthfulness commitment given."""
    return first_refusal(
        acts_in_turn(actor, application, "submit"),
        demand_that(application.round.is_open(timezone.now()), "本批次不在申报时间内，不能提交。"),
        has_commitment(application),
    )


def can_resubmit_application(actor: Actor, application: Application) -> Permit:
    """The answer to a return is not bound to the round's closing (decision 0007)."""
    return first_refusal(acts_in_turn(actor, application, "resubmit"), has_commitment(application))


def has_commitment(application: Application) -> Permit:
    """承诺 is part of the form."""
    given = application.draft.get("answers", {}).get("commitment") is True
    return demand_that(given, "请先在填报页勾选真实性承诺并保存。")


def can_send_back_application(actor: Actor, application: Application) -> Permit:
    """The applicant's administrator."""
    return acts_in_turn(actor, application, "send_back")


def can_recommend_application(actor: Actor, application: Application) -> Permit:
    """The applicant's administrator (择优推荐)."""
    return acts_in_turn(actor, application, "recommend")


def can_withdraw_application(actor: Actor, application: Application) -> Permit:
    """Until 受理; what was accepted once can only be returned or declined by the office."""
    return first_refusal(
        acts_in_turn(actor, application, "withdraw"),
        demand_that(application.accepted_at is None, "已经受理，不能撤回；如需修改，请联系复核单位。"),
    )


def can_accept_application(actor: Actor, application: Application) -> Permit:
    """Anybody of the office without an interest."""
    return first_refusal(acts_in_turn(actor, application, "accept"), has_no_interest(actor, application))


def can_return_application(actor: Actor, application: Application) -> Permit:
    """Anybody of the office without an interest."""
    return first_refusal(
        acts_in_turn(actor, application, "return_for_correction"), has_no_interest(actor, application)
    )


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
    """The office's people, while the step is open and the application under review."""
    return first_refusal(
        acts_as(actor, step.application, OFFICE_ANY),
        has_no_interest(actor, step.application),
        demand_that(step.application.state == State.REVIEWING, "申报不在复核中。"),
        demand_that(step.opened_at is not None, "这个环节还没有开始。"),
    )


def can_prepare_decision(actor: Actor, round_: Round) -> Permit:
    """报请认定: the office's head puts the shortlist to the authority (T 附2二3)."""
    return demand_that(
        actor.acts_for(round_.office) and actor.has_any(Role.OFFICE_DIRECTOR),
        f"由{round_.office.short_name}的办公室主任报请。",
    )


def can_apply_decision(actor: Actor, decision: Decision) -> Permit:
    """Prepared by one, applied by another: the clerk of the authority."""
    return first_refusal(
        demand_that(
            actor.acts_for(decision.authority) and actor.has_any(Role.REGISTRAR),
            f"由{decision.authority.short_name}的认定登记员公布。",
        ),
        _is_another_person(actor, decision),
    )


def _is_another_person(actor: Actor, decision: Decision) -> Permit:
    if actor.user is not None and actor.user.pk == decision.prepared_by_id:
        return no("报请人不能自己公布，请由另一位登记员办理。")
    return YES


def can_manage_rounds(actor: Actor) -> Permit:
    """The head of an office opens rounds for its own level."""
    return demand_that(actor.has_any(Role.OFFICE_DIRECTOR), "由办公室主任设置批次。")


def register() -> None:
    """The actions in the order in which a person should meet them."""
    workflow.register(
        Application,
        Action("submit", "提交", can_submit_application, past="提交"),
        Action("resubmit", "重新提交", can_resubmit_application, past="重新提交"),
        Action("recommend", "推荐上报", can_recommend_application, past="推荐上报"),
        Action("send_back", "退回填报员", can_send_back_application, needs_comment=True, past="退回填报员"),
        Action("accept", "受理", can_accept_application, past="受理"),
        Action("shortlist", "列入拟认定名单", can_shortlist_application, past="列入拟认定名单"),
        Action(
            "return_for_correction", "退回补正", can_return_application, needs_comment=True, past="退回补正"
        ),
        Action("recognise", "认定", can_recognise_application, past="予以认定", is_offered=False),
        Action(
            "decline",
            "不予认定",
            can_decline_application,
            needs_comment=True,
            is_grave=True,
            past="决定不予认定",
        ),
        Action("withdraw", "撤回", can_withdraw_application, is_grave=True, past="撤回"),
    )
    workflow.register(Decision, Action("apply", "公布", can_apply_decision, past="公布"))


def actions_of_application() -> Mapping[str, Action]:
    """The registered actions of an application by name."""
    return workflow.actions_of(Application)
