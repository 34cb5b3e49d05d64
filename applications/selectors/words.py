"""The same state in two mouths: what the office says inside, and what the applicant and the public read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.actors import Actor
from applications.enums import State, StepKind
from applications.models import Application, ApplicationStep
from applications.rules import actions_of_application
from core.templatetags.formats import deadline, time_left
from records.enums import Outcome
from records.models import Act
from records.words import verb_words
from records.workflow import Action

# Until the authority has decided and published, the outside reads 复核中.
KEPT_INSIDE = {State.SHORTLISTED: State.REVIEWING}
# Kept in the act log, and no news to anybody; who took a copy of the files is told to nobody outside it.
WORK_ON_THE_DRAFT = [
    f"application.{name}"
    for name in (
        "save",
        "copy",
        "add_evidence",
        "replace_evidence",
        "describe_evidence",
        "remove_evidence",
        "pack",
    )
]

# What people of an office settle among themselves; nobody else reads it, whatever the state.
HOUSEWORK = {f"application.{name}" for name in ("judge", "note", "assign", "postpone", "resume")}


# Where an application ends, people say it in the words of that step.
DECLINED_IN: Mapping[str, str] = {
    StepKind.ACCEPTANCE: "不予受理",
    StepKind.OPINION: "不予上报",
    StepKind.REVIEW: "复核不通过",
    StepKind.JUDGEMENT: "复核不通过",
    StepKind.DECISION: "不予认定",
}
DECLINED_FROM: Mapping[str, str] = {State.RECOMMENDED: "不予受理", State.REVIEWING: "复核不通过"}


@dataclass(frozen=True, slots=True)
class StateWord:
    """A state as it is shown: `key` chooses the colour, `words` are read."""

    key: str
    words: str


def reads_inside(actor: Actor, application: Application) -> bool:
    """Whether this person reads the internal words: people of the office and of the authority."""
    round_ = application.round
    return (actor.is_office and actor.acts_for(round_.office)) or (
        actor.is_registrar and actor.acts_for(round_.authority)
    )


def internal_state(application: Application) -> StateWord:
    """As the office says it; the word for a shortlisted town is data of the round."""
    if application.state == State.SHORTLISTED:
        return StateWord(application.state, application.round.shortlist_word)
    return StateWord(application.state, application.get_state_display())


def public_state(application: Application) -> StateWord:
    """As everybody outside reads it."""
    state = KEPT_INSIDE.get(State(application.state), State(application.state))
    return StateWord(state, state.label)


def state_for(actor: Actor, application: Application) -> StateWord:
    """The words for this person."""
    return internal_state(application) if reads_inside(actor, application) else public_state(application)


def history_for(actor: Actor, application: Application) -> list[Act]:
    """The acts of an application that this person may read, oldest first; 拟认定 stays inside until it is decided."""
    acts = list(Act.objects.about(application).exclude(verb__in=WORK_ON_THE_DRAFT).order_by("pk"))
    acts = [act for act in acts if act.verb not in HOUSEWORK or _is_of_own_office(actor, act)]
    if reads_inside(actor, application) or application.state in {State.RECOGNISED, State.DECLINED}:
        return acts
    return [act for act in acts if not _is_inner(act)]


def news_for(actor: Actor, application: Application) -> tuple[str, Act | None]:
    """What somebody who comes too late is told: the state in their words, and the last act that they may read."""
    acts = history_for(actor, application)
    done = [act for act in acts if act.outcome == Outcome.DONE and act.verb not in HOUSEWORK]
    return state_for(actor, application).words, done[-1] if done else None


def _is_inner(act: Act) -> bool:
    """What an office settles on the way; that the city sent it up (审核上报) is no secret."""
    if act.verb == "application.close_step":
        return bool(act.details.get("kind") != StepKind.OPINION)
    return act.verb == "application.shortlist"


def _is_of_own_office(actor: Actor, act: Act) -> bool:
    unit = actor.organisation
    return unit is not None and actor.is_office and act.organisation_id == unit.pk


def declined_words(state: str, kind: str = "") -> str:
    """不予受理, 不予上报, 复核不通过 or 不予认定, by the kind of the open step, else by the state it happens in."""
    return DECLINED_IN.get(kind) or DECLINED_FROM.get(state) or State.DECLINED.label


def action_label(action: Action, application: Application, step: ApplicationStep | None) -> str:
    """What stands on the button of an action; `step` is the one that is open."""
    if action.name == "decline":
        return declined_words(application.state, step.template.kind if step else "")
    return action.label


def conclusion_label(step: ApplicationStep) -> str:
    """What stands on the button that closes a step: 同意上报, 办结复核."""
    return "同意上报" if step.template.kind == StepKind.OPINION else f"办结{step.template.name}"


def past_words(act: Act) -> str:
    """What was done, in one word: 提交, 受理, 退回补正."""
    if act.verb == "application.decline":
        return declined_words(act.from_state, act.details.get("kind", ""))
    if act.verb in HOUSEWORK:
        return verb_words(act.verb)
    name = act.verb.partition(".")[2]
    extra = {"create": "新建申报", "close_step": f"办结“{act.details.get('step', '')}”"}
    return extra.get(name) or actions_of_application()[name].past


def unsent_notice(application: Application) -> str:
    """What presses while the applicant holds the pen, in one sentence; empty once it is handed in."""
    if application.state == State.DRAFT:
        closes_at = application.round.closes_at
        return f"{deadline(closes_at)}（北京时间）提交，{time_left(closes_at)}。保存不等于提交。"
    if application.state == State.RETURNED:
        due_on = application.return_due_on
        limit = f"请在{due_on.month}月{due_on.day}日前补正，" if due_on else "请"
        return f"已退回，{limit}改好后重新提交。保存不等于提交。"
    return ""
