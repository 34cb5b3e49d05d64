"""The same state in two mouths: what the office says inside, and what the applicant and the public read."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.actors import Actor
from applications.enums import State
from applications.models import Application
from applications.rules import actions_of_application
from core.templatetags.formats import deadline, time_left
from records.models import Act

# Until the authority has decided and published, the outside reads 复核中.
KEPT_INSIDE = {State.SHORTLISTED: State.REVIEWING}


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
    acts = list(Act.objects.about(application).exclude(verb__in=["application.save"]).order_by("pk"))
    if reads_inside(actor, application) or application.state in {State.RECOGNISED, State.DECLINED}:
        return acts
    return [act for act in acts if act.verb not in {"application.shortlist", "application.close_step"}]


def past_words(act: Act) -> str:
    """What was done, in one word: 提交, 受理, 退回补正."""
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
