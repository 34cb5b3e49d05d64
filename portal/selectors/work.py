"""The workbench: what waits for a person, what their unit filed, what they have done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from applications.enums import OFFICE_STATES, DecisionState, State
from applications.models import Application, ApplicationStep, Decision
from applications.rules import actions_of_application
from applications.selectors.decisions import waiting_decisions
from applications.selectors.dues import clock_of, due_days
from applications.selectors.lists import current_steps, own_applications
from applications.selectors.words import StateWord, past_words, state_for
from records.enums import Outcome
from records.models import Act

TASKS = {
    State.DRAFT: "填写并提交",
    State.RETURNED: "补正后重新提交",
    State.SUBMITTED: "审核后推荐上报",
    State.SHORTLISTED: "报请认定",
}
# The office's to finish, whoever it is for.
BEING_KEYED_IN = Q(came_on_paper=True, state=State.DRAFT)
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
        waits |= Q(applicant=unit, state__in=[State.DRAFT, State.RETURNED]) & ~BEING_KEYED_IN
    if actor.has_any(Role.UNIT_ADMIN):
        waits |= Q(applicant=unit, state=State.SUBMITTED)
    if actor.is_office:
        waits |= _waits_for_office(actor) | (BEING_KEYED_IN & Q(holder=unit))
    if actor.has_any(Role.OFFICE_DIRECTOR):
        waits |= Q(office=unit, state=State.SHORTLISTED, decision_item__isnull=True)
    return Application.objects.visible_to(actor).filter(waits).with_names().prefetch_related(current_steps())


def _waits_for_office(actor: Actor) -> Q:
    """What nobody handles yet or this person does; what is concluded waits for the head whoever handled it.

    What a colleague handles is the colleague's work, and what is put aside waits for its day.
    """
    ours = Q(holder=actor.organisation, state__in=OFFICE_STATES)
    mine = Q(handler=None) | Q(handler=actor.user)
    if actor.has_any(Role.OFFICE_DIRECTOR):
        steps = ApplicationStep.objects.filter(application=OuterRef("pk"), opened_at__isnull=False)
        mine |= Q(~Exists(steps.filter(closed_at=None)))
    return ours & mine & (Q(postponed_until=None) | Q(postponed_until__lte=timezone.localdate()))


def begun_by(actor: Actor) -> QuerySet[Application]:
    """我发起: what the acting unit filed; of an office, what it returned and has no answer to yet."""
    if not actor.is_office:
        return own_applications(actor)
    returned = ApplicationStep.objects.filter(
        application=OuterRef("pk"), organisation=actor.organisation, opened_at__isnull=False, closed_at=None
    )
    return (
        Application.objects.visible_to(actor)
        .filter(Exists(returned), state=State.RETURNED)
        .with_names()
        .order_by("-moved_at", "-pk")
    )


def begun_decisions(actor: Actor) -> QuerySet[Decision]:
    """What this office put to the authority and is not published yet."""
    if not actor.is_office:
        return Decision.objects.none()
    return (
        Decision.objects.visible_to(actor)
        .filter(round__office=actor.organisation, state=DecisionState.PREPARED)
        .select_related("round", "authority", "prepared_by")
        .order_by("prepared_at", "pk")
    )


def pending_decisions(actor: Actor) -> QuerySet[Decision]:
    """Decisions that wait for the registrar of the acting authority."""
    return waiting_decisions(actor) if actor.is_registrar else Decision.objects.none()


def work_items(actor: Actor, applications: Sequence[Application]) -> list[WorkItem]:
    """Rows of the desk with their due days, in at most one query whatever their number."""
    dues = due_days({each.pk: clock_of(each) for each in applications})
    return [
        WorkItem(
            application=application,
            state=state_for(actor, application),
            task=_task(application),
            since=application.moved_at,
            due=dues.get(application.pk),
        )
        for application in applications
    ]


def _task(application: Application) -> str:
    """What is to be done: in an office the open step, and when all are concluded the list."""
    if application.is_being_keyed_in:
        return "录入纸质件"
    if application.state not in OFFICE_STATES:
        return TASKS[State(application.state)]
    steps: list[ApplicationStep] = application.open_steps  # type: ignore[attr-defined]
    return steps[0].template.name if steps else "列入名单"


def acts_of(actor: Actor) -> QuerySet[Act]:
    """What this person did with applications and decisions for the acting organisation."""
    if actor.user is None or actor.organisation is None:
        return Act.objects.none()
    names = [*actions_of_application(), "create", "register_paper", "close_step", "judge"]
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
