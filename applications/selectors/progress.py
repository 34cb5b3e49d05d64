"""我的件到哪了: the way of an application as a row of steps, each with who acts and how long it has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from applications.enums import DayUnit, Party, State, StepKind
from applications.models import Application, ApplicationStep, RoundStep
from applications.rules import organisation_of
from applications.selectors.words import KEYED_IN, declined_words

# Where each state stands on the way: the selection is before the office's steps.
BEFORE_OFFICE = {State.DRAFT, State.SUBMITTED, State.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: `status` is done, now, next or stopped."""

    name: str
    unit: str
    note: str
    status: str


def progress_of(application: Application) -> list[Stop]:
    """The selection by the applicant, then the round's steps."""
    return [_selection(application), *(_stop(application, *pair) for pair in _steps(application))]


def _selection(application: Application) -> Stop:
    unit = application.applicant.short_name
    if application.state == State.WITHDRAWN:
        return Stop("遴选", unit, "已撤回", "stopped")
    if application.state == State.RETURNED:
        return Stop("遴选", unit, _return_note(application), "now")
    if application.is_being_keyed_in:
        return Stop("遴选", unit, KEYED_IN, "now")
    if application.state in BEFORE_OFFICE:
        return Stop("遴选", unit, application.get_state_display(), "now")
    done = KEYED_IN if application.came_on_paper else "提交"
    return Stop("遴选", unit, f"{_day(application.submitted_at)} {done}", "done")


def _return_note(application: Application) -> str:
    due = application.return_due_on
    return f"退回补正，{due.month}月{due.day}日前答复" if due else "退回补正"


def _steps(application: Application) -> list[tuple[RoundStep, ApplicationStep | None]]:
    """The application's own steps where they are laid out, else the round's template."""
    own = sorted(application.steps.all(), key=lambda step: step.template.position)
    if own:
        return [(step.template, step) for step in own]
    return [(template, None) for template in application.round.steps.order_by("position")]


def _stop(application: Application, template: RoundStep, step: ApplicationStep | None) -> Stop:
    organisation = step.organisation if step else organisation_of(Party(template.party), application)
    allowance = f"{template.days} {DayUnit(template.day_unit).label}"
    unit = organisation.short_name if organisation else Party(template.party).label
    if step is None or step.opened_at is None:
        return Stop(template.name, unit, allowance, "next")
    if step.closed_at is not None:
        return Stop(template.name, unit, f"{_day(step.closed_at)} 办结", "done")
    if application.state == State.DECLINED:
        return Stop(template.name, unit, declined_words(application.state, template.kind), "stopped")
    if application.state == State.RETURNED:
        return Stop(template.name, unit, "等待补正", "next")
    if template.kind == StepKind.DECISION:
        # Until it is published the outside reads that the review goes on.
        return Stop(template.name, unit, allowance, "next")
    return Stop(template.name, unit, f"{_day(step.opened_at)} 起，{allowance}", "now")


def _day(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{local.month}月{local.day}日"
