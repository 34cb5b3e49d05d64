"""我的件到哪了: every stretch of the way with its unit, who had it that day, from when to when, and the days it took.

Everything is derived from the acts and the calendar; nothing counted is stored. While the applicant answers a
return the office's clock stands still.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.actors import Actor
from applications.enums import CLOSED_STATES, OFFICE_STATES, DayUnit, Party, State, StepKind
from applications.models import Application, ApplicationStep, RoundStep
from applications.rules import organisation_of
from applications.selectors.words import KEYED_IN, history_for, is_of_paper, reads_inside
from core.calendar import working_days_between_each
from records.models import Act

# What the applicant does, by the state in which it holds the application.
FILING, RECOMMENDING, CORRECTING = "填报", "推荐", "补正"
REVIEWING = "复核"
LISTING = "拟定名单"
# The word that stands for a stretch when it ends with this act.
ENDS = {
    "submit": FILING,
    "send_back": RECOMMENDING,
    "recommend": RECOMMENDING,
    "resubmit": CORRECTING,
    "accept": "受理",
    "shortlist": LISTING,
    "recognise": "认定",
}
OUTCOMES = {
    "send_back": "退回填报员",
    "recommend": "已推荐上报",
    "return_for_correction": "退回补正",
    "withdraw": "已撤回",
    "decline": "未通过",
    "recognise": "已认定",
}


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch: `ended_at` is None while it lasts.

    `used` counts working days (or calendar days where the step counts so) from the day it came in; `total` adds
    the earlier stretches of the same step, and `limit` is what that step may take, 0 where nothing is laid down.
    """

    name: str
    unit: str
    person: str
    post: str
    began_at: datetime
    ended_at: datetime | None
    outcome: str
    used: int = 0
    total: int = 0
    limit: int = 0
    day_unit: str = DayUnit.WORKING.value
    due_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def left(self) -> int:
        """Days that remain of the limit; below zero when it is overdue."""
        return self.limit - self.total

    @property
    def over(self) -> int:
        """Days over the limit."""
        return max(-self.left, 0)

    @property
    def counted(self) -> str:
        """个工作日 or 天."""
        return DayUnit(self.day_unit).label


@dataclass(frozen=True, slots=True)
class Timeline:
    """The stretches so far, and what comes after the one that is open."""

    legs: tuple[Leg, ...]
    coming: tuple[tuple[str, str, str], ...]


def timeline_for(actor: Actor, application: Application, *, at: datetime) -> Timeline:
    """The way of an application as this person may read it: outside, the office's inner steps are one 复核."""
    acts = history_for(actor, application)
    inside = reads_inside(actor, application) or application.state in CLOSED_STATES
    templates = {template.name: template for template in application.round.steps.all()}
    legs = [_named(leg, application, inside) for leg in _legs(application, acts, inside)]
    return Timeline(tuple(_counted(legs, templates, at)), tuple(_coming(application, inside)))


def _legs(application: Application, acts: list[Act], inside: bool) -> Iterable[Leg]:
    """One stretch between each two acts that hand it on, and the one that is open."""
    began_at = application.created_at
    for act in acts:
        action = act.verb.partition(".")[2]
        name = _name_of(act, action, inside)
        if not name:
            continue
        yield Leg(
            name=name,
            unit=act.organisation_name,
            person=act.user_name,
            post=act.post_name or act.role_names,
            began_at=began_at,
            ended_at=act.at,
            outcome=_outcome_of(act, action),
        )
        began_at = act.at
    if application.state not in CLOSED_STATES:
        yield _open_leg(application, began_at)


def _name_of(act: Act, action: str, inside: bool) -> str:
    """What the stretch that this act ends is called; empty for acts that hand nothing on."""
    if is_of_paper(act):
        return KEYED_IN if action == "recommend" else ""
    if action in {"close_step", "return_for_correction", "decline"} and (inside or action == "close_step"):
        # Once everything is concluded no step is open, and the list is what it waits for.
        return str(act.details.get("step") or LISTING)
    if action in {"return_for_correction", "decline"}:
        return "受理" if act.from_state == State.RECOMMENDED else REVIEWING
    if action == "withdraw":
        return {State.SUBMITTED: RECOMMENDING, State.RETURNED: CORRECTING}.get(State(act.from_state), "受理")
    return ENDS.get(action, "")


def _outcome_of(act: Act, action: str) -> str:
    """How the stretch ended: 已推荐上报, 第 2 次退回补正."""
    words = OUTCOMES.get(action, "已办结")
    times = act.details.get("times")
    return f"第 {times} 次{words}" if action == "return_for_correction" and times else words


def _open_leg(application: Application, began_at: datetime) -> Leg:
    """Where it is now; the office's own step is named in `_named`, the applicant's here."""
    names = {
        State.DRAFT: KEYED_IN if application.came_on_paper else FILING,
        State.SUBMITTED: RECOMMENDING,
        State.RETURNED: CORRECTING,
        State.SHORTLISTED: "认定",
    }
    holder = application.holder
    return Leg(
        name=names.get(State(application.state), ""),
        unit=holder.name if holder else "",
        person="",
        post="",
        began_at=began_at,
        ended_at=None,
        outcome="正在办理",
        due_on=application.return_due_on if application.state == State.RETURNED else None,
    )


def _named(leg: Leg, application: Application, inside: bool) -> Leg:
    """The open stretch with the name of its step, and who handles it."""
    if not leg.is_open:
        return leg
    if application.state == State.SHORTLISTED and not inside:
        return replace(leg, name=REVIEWING, unit=application.round.office.name)
    if application.state not in OFFICE_STATES:
        return leg
    step = running_step(application)
    name = LISTING if step is None else step.template.name
    if not inside and step is not None and step.template.kind == StepKind.JUDGEMENT:
        name = REVIEWING
    if not inside and step is None:
        name = REVIEWING
    handler = application.handler.display_name if application.handler else ""
    return replace(leg, name=name, person=handler, post="经办人" if handler else "")


def running_step(application: Application) -> ApplicationStep | None:
    """The first step that is open, out of what was prefetched."""
    steps = sorted(application.steps.all(), key=lambda step: step.template.position)
    return next((step for step in steps if step.opened_at and not step.closed_at), None)


def _counted(legs: Sequence[Leg], templates: dict[str, RoundStep], at: datetime) -> Iterable[Leg]:
    """Each stretch with its days; a step that was interrupted by a return goes on counting where it stood."""
    totals: dict[tuple[str, str], int] = {}
    spans = [(timezone.localdate(leg.began_at), timezone.localdate(leg.ended_at or at)) for leg in legs]
    for leg, (start, end), working in zip(legs, spans, working_days_between_each(spans), strict=True):
        template = templates.get(leg.name)
        unit = template.day_unit if template else DayUnit.WORKING.value
        used = (end - start) // timedelta(days=1) if unit == DayUnit.CALENDAR else working
        key = leg.name, leg.unit
        totals[key] = totals.get(key, 0) + used
        yield replace(
            leg, used=used, total=totals[key], limit=template.days if template else 0, day_unit=unit
        )


def _coming(application: Application, inside: bool) -> Iterable[tuple[str, str, str]]:
    """(name, unit, days) of what follows the open stretch."""
    if application.state in CLOSED_STATES:
        return
    own = {step.template_id: step for step in application.steps.all()}
    running = running_step(application) if application.state in OFFICE_STATES else None
    if application.state == State.DRAFT and not application.came_on_paper:
        yield RECOMMENDING, application.applicant.name, ""
    for template in sorted(application.round.steps.all(), key=lambda each: each.position):
        step = own.get(template.pk)
        waits = step is None or (step.closed_at is None and step is not running)
        is_now = application.state == State.SHORTLISTED and template.kind == StepKind.DECISION and inside
        inner = template.kind == StepKind.JUDGEMENT and not inside
        if waits and not is_now and not inner:
            unit = step.organisation if step else organisation_of(Party(template.party), application)
            words = unit.name if unit else Party(template.party).label
            yield template.name, words, f"{template.days} {DayUnit(template.day_unit).label}"
