"""What every post said of an application, in the order of the posts, as 审批表 shows it to one person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from accounts.actors import Actor
from applications.enums import Party, State, StepKind
from applications.models import Application, RoundStep
from applications.rules import organisation_of
from applications.selectors.words import history_for, is_of_paper, past_words
from core.templatetags.formats import day
from records.enums import Outcome
from records.models import Act

SELECTION = "推荐"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one post said, or the room for it: `words` and `person` are empty where nothing is said or readable yet."""

    name: str
    unit: str
    words: str = ""
    person: str = ""
    day: str = ""


def opinions_of(application: Application, actor: Actor) -> list[Opinion]:
    """推荐, then the round's steps in their order, each with the last word that counts and that this person may read."""
    acts = [act for act in history_for(actor, application) if act.outcome == Outcome.DONE]
    recommended = _last(acts, lambda act: act.verb == "application.recommend")
    first = _selection(application, recommended if application.recommended_at else None)
    closed = {step.template_id for step in application.steps.all() if step.closed_at is not None}
    templates = sorted(application.round.steps.all(), key=lambda each: each.position)
    rest = (_of_step(application, template, template.pk in closed, acts) for template in templates)
    return [first, *rest]


def _selection(application: Application, act: Act | None) -> Opinion:
    """What was recommended on paper is signed there; whoever keyed it in signs nothing."""
    unit = application.applicant.name
    if act is None or not is_of_paper(act):
        return _opinion(SELECTION, unit, act)
    signed = str(day(date.fromisoformat(act.details["recommended_on"])))
    return Opinion(SELECTION, unit, f"{past_words(act)}。{act.comment}", "见纸质申报书", signed)


def _of_step(application: Application, template: RoundStep, is_closed: bool, acts: list[Act]) -> Opinion:
    """A step declined in says so; one that is closed says what was concluded; any other has room for it."""
    unit = organisation_of(Party(template.party), application)
    name = unit.name if unit else Party(template.party).label
    act = _last(acts, lambda act: _declines(act, template))
    if act is None and is_closed:
        act = _last(acts, lambda act: _concludes(act, template))
    if act is not None and act.verb == "application.recognise":
        return _recognition(application, template.name, name, act)
    return _opinion(template.name, name, act)


def _declines(act: Act, template: RoundStep) -> bool:
    if act.verb != "application.decline":
        return False
    if template.kind == StepKind.DECISION:
        return act.from_state == State.SHORTLISTED
    return bool(act.details.get("step") == template.name)


def _concludes(act: Act, template: RoundStep) -> bool:
    if template.kind == StepKind.ACCEPTANCE:
        return act.verb == "application.accept"
    if template.kind == StepKind.DECISION:
        return act.verb == "application.recognise"
    return act.verb == "application.close_step" and act.details.get("step") == template.name


def _opinion(name: str, unit: str, act: Act | None) -> Opinion:
    if act is None:
        return Opinion(name, unit)
    # What concludes a step is said in its words alone; other acts have a word of their own.
    done = "" if act.verb == "application.close_step" else f"{past_words(act)}。"
    person = f"{act.user_name}（{act.post_name or act.role_names}）"
    return Opinion(name, unit, f"{done}{act.comment}", person, str(day(act.at)))


def _recognition(application: Application, name: str, unit: str, act: Act) -> Opinion:
    """认定 speaks through its document, as it reads after any erratum."""
    decision = application.decision_item.decision if hasattr(application, "decision_item") else None
    if decision is None:
        return _opinion(name, unit, act)
    words = f"予以认定。《{decision.title}》，{decision.document_number}。"
    return Opinion(name, unit, words, _opinion(name, unit, act).person, str(day(decision.decided_on)))


def _last(acts: list[Act], holds: Callable[[Act], bool]) -> Act | None:
    return next((act for act in reversed(acts) if holds(act)), None)
