"""The workbench: what waits for a person, what their unit filed, what they have done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from applications.enums import OFFICE_STATES, DayUnit, State
from applications.models import Application, ApplicationStep, Decision
from applications.rules import actions_of_application
from applications.selectors.lists import (
    current_steps,
    own_applications,
    waiting_decisions,
)
from applications.selectors.words import StateWord, past_words, state_for
from core.calendar import add_working_days_to_each
from records.enums import Outcome
from records.models import Act

TASKS = {
    State.DRAFT: "填写并提交",
    State.RETURNED: "补正后重新提交",
    State.SUBMITTED: "审核后推荐上报",
    State.RECOMMENDED: "受理",
    State.REVIEWING: "复核",
    State.SHORTLISTED: "报请认定",
}
DECISION_WORDS = {"decision.prepare": "报请认定", "decision.apply": "公布认定"}


@dataclass(frozen=True, slots=True)
class WorkItem:
    """An application on the desk: what is to be done, waiting since when, due by the end of which day."""

    application: Application
    state: StateWord
    task: str
    since: datetime
    due: date | None


@dataclass(frozen=True, slots=True)
class FiledItem:
    """An application of the unit, in the words that the unit reads."""

    application: Application
    state: StateWord


@dataclass(frozen=True, slots=True)
class DoneItem:
    """Something this person did; `pk` is 0 where the row is out of their sight by now."""

    act: Act
    words: str
    kind: str
    pk: int


def pending_for(actor: Actor) -> QuerySet[Application]:
    """Applications that wait for a role which this person holds in the acting organisation."""
    unit = actor.organisation
    waits = Q(pk__in=[])
    if actor.has_any(Role.FILER):
        waits |= Q(applicant=unit, state__in=[State.DRAFT, State.RETURNED])
    if actor.has_any(Role.UNIT_ADMIN):
        waits |= Q(applicant=unit, state=State.SUBMITTED)
    if actor.is_office:
        waits |= Q(round__office=unit, state__in=[State.RECOMMENDED, State.REVIEWING])
    if actor.has_any(Role.OFFICE_DIRECTOR):
        waits |= Q(round__office=unit, state=State.SHORTLISTED, decision_item__isnull=True)
    return Application.objects.visible_to(actor).filter(waits).with_names().prefetch_related(current_steps())


def pending_decisions(actor: Actor) -> QuerySet[Decision]:
    """Decisions that wait for the registrar of the acting authority."""
    return waiting_decisions(actor) if actor.is_registrar else Decision.objects.none()


def work_items(actor: Actor, applications: Sequence[Application]) -> list[WorkItem]:
    """Rows of the desk with their due days, in at most one query whatever their number."""
    dues = _due_days(applications)
    return [
        WorkItem(
            application=application,
            state=state_for(actor, application),
            task=TASKS[State(application.state)],
            since=application.moved_at,
            due=dues.get(application.pk),
        )
        for application in applications
    ]


def filed_by_unit(actor: Actor) -> QuerySet[Application]:
    """Everything that the acting unit has filed."""
    return own_applications(actor)


def acts_of(actor: Actor) -> QuerySet[Act]:
    """What this person did with applications and decisions for the acting organisation."""
    if actor.user is None or actor.organisation is None:
        return Act.objects.none()
    names = [*actions_of_application(), "create", "close_step"]
    verbs = [*(f"application.{name}" for name in names), *DECISION_WORDS]
    return Act.objects.filter(
        user=actor.user, organisation=actor.organisation, verb__in=verbs, outcome=Outcome.DONE
    )


def done_items(actor: Actor, acts: Sequence[Act]) -> list[DoneItem]:
    """Acts in words, linked where the row is still in sight; two queries whatever their number."""
    seen = {
        "application": _in_sight(Application.objects.visible_to(actor), "application", acts),
        "decision": _in_sight(Decision.objects.visible_to(actor), "decision", acts),
    }
    return [
        DoneItem(act, DECISION_WORDS.get(act.verb) or past_words(act), kind, pk if pk in seen[kind] else 0)
        for act in acts
        for kind, pk in [(_kind(act), int(act.target_id))]
    ]


def filed_items(actor: Actor, applications: Sequence[Application]) -> list[FiledItem]:
    """Rows of what the unit filed."""
    return [FiledItem(application, state_for(actor, application)) for application in applications]


def _kind(act: Act) -> str:
    return act.verb.partition(".")[0]


def _in_sight(rows: QuerySet, kind: str, acts: Iterable[Act]) -> set[int]:
    ids = [int(act.target_id) for act in acts if _kind(act) == kind]
    return set(rows.filter(pk__in=ids).order_by("pk").values_list("pk", flat=True)) if ids else set()


def _due_days(applications: Iterable[Application]) -> dict[int, date]:
    """By application: the day given with a return, the round's last day for a draft, else that of the open step."""
    dues: dict[int, date] = {}
    spans: dict[int, tuple[date, int]] = {}
    for application in applications:
        known = _known_due_day(application)
        if known is not None:
            dues[application.pk] = known
        elif (step := _running_step(application)) is not None:
            spans[application.pk] = (timezone.localdate(step.opened_at), step.template.days)
    return dues | dict(zip(spans, add_working_days_to_each(list(spans.values())), strict=True))


def _known_due_day(application: Application) -> date | None:
    """Where no working days have to be counted."""
    if application.state == State.RETURNED:
        return application.return_due_on
    if application.state == State.DRAFT:
        # The closing instant itself is outside: midnight belongs to the day before.
        return timezone.localdate(application.round.closes_at - timedelta(microseconds=1))
    step = _running_step(application)
    if step is not None and step.template.day_unit == DayUnit.CALENDAR:
        return timezone.localdate(step.opened_at) + timedelta(days=step.template.days)
    return None


def _running_step(application: Application) -> ApplicationStep | None:
    """The step whose clock runs for the office; while the applicant answers a return, none does."""
    steps: list[ApplicationStep] = application.open_steps  # type: ignore[attr-defined]
    return steps[0] if steps and application.state in OFFICE_STATES else None
