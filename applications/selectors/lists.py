"""Lists of applications: the applicant's own, the office's queue, what is ready for a decision."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.actors import Actor
from accounts.enums import DivisionLevel, OrganisationKind
from accounts.models import Organisation
from applications.enums import OFFICE_STATES, DecisionState, State
from applications.models import Application, ApplicationStep, CheckRun, Decision, Round
from core.enums import Level
from towns.models import Town


def own_applications(actor: Actor) -> QuerySet[Application]:
    """Everything that the acting unit files or filed, the latest movement first."""
    unit = actor.organisation
    if unit is None:
        return Application.objects.none()
    return (
        Application.objects.visible_to(actor).filter(applicant=unit).with_names().order_by("-moved_at", "-pk")
    )


def office_queue(actor: Actor) -> QuerySet[Application]:
    """What the acting office runs and may see, oldest movement first."""
    return (
        Application.objects.visible_to(actor)
        .filter(round__office=actor.organisation)
        .with_names()
        .select_related("handler")
        .prefetch_related(current_steps())
        .order_by("moved_at", "pk")
    )


def current_steps() -> Prefetch:
    """Steps that are open now, with their template: what a row says about where it is."""
    steps = ApplicationStep.objects.filter(opened_at__isnull=False, closed_at__isnull=True)
    return Prefetch(
        "steps", steps.select_related("template").order_by("template__position"), to_attr="open_steps"
    )


def state_counts(applications: QuerySet[Application]) -> dict[str, int]:
    """How many there are in each state, in one query."""
    rows = applications.order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


def drafts_of_round(round_: Round) -> QuerySet[Application]:
    """Drafts exist for the office, and nothing more: unit and town are told, no content."""
    return round_.applications.filter(state=State.DRAFT).select_related("applicant", "town").order_by("pk")


def open_rounds_for(actor: Actor, *, at: datetime) -> QuerySet[Round]:
    """Rounds in which the acting unit may file now."""
    return (
        Round.objects.open_at(at)
        .filter(applicants=actor.organisation)
        .select_related("office", "authority", "standard_version__standard")
        .order_by("closes_at", "pk")
    )


def towns_to_file(actor: Actor, round_: Round) -> QuerySet[Town]:
    """Towns of the acting unit without a live application at the round's level and not yet recognised there."""
    taken = Application.objects.live().filter(level=round_.level).values("town_id")
    return (
        Town.objects.visible_to(actor)
        .filter(Q(owner=actor.organisation) | Q(keeper=actor.organisation))
        .exclude(pk__in=taken)
        .exclude(designations__level=round_.level, designations__state="active")
        .select_related("county")
        .order_by("sort_key", "pk")
    )


def ready_for_decision(round_: Round) -> QuerySet[Application]:
    """Shortlisted and in no decision yet."""
    return (
        round_.applications.filter(state=State.SHORTLISTED, decision_item__isnull=True)
        .with_names()
        .order_by("moved_at", "pk")
    )


def decisions_for(actor: Actor) -> QuerySet[Decision]:
    """Decisions in sight, unpublished ones first."""
    return (
        Decision.objects.visible_to(actor)
        .select_related("round", "authority", "prepared_by")
        .annotate(town_count=Count("items"))
        .order_by("applied_at", "-pk")
    )


def rounds_with_shortlist(actor: Actor) -> QuerySet[Round]:
    """The acting office's rounds in which something waits to be put to the authority."""
    waiting = Count(
        "applications",
        filter=Q(applications__state=State.SHORTLISTED, applications__decision_item__isnull=True),
    )
    return (
        Round.objects.filter(office=actor.organisation)
        .annotate(waiting=waiting)
        .filter(waiting__gt=0)
        .select_related("authority")
        .order_by("-pk")
    )


def rounds_of_office(actor: Actor) -> QuerySet[Round]:
    """The acting office's rounds, newest first, with how many were filed."""
    filed = Count("applications", filter=~Q(applications__state=State.DRAFT), distinct=True)
    return (
        Round.objects.filter(office=actor.organisation)
        .select_related("authority", "standard_version__standard")
        .annotate(filed=filed, units=Count("applicants", distinct=True))
        .order_by("-pk")
    )


def possible_applicants(office: Organisation) -> QuerySet[Organisation]:
    """Whom an office may call (domain.md 2): a county its townships, a city or the province county governments and zones."""
    if office.level == Level.COUNTY:
        fitting = Q(kind=OrganisationKind.TOWNSHIP)
    else:
        county = Q(kind=OrganisationKind.GOVERNMENT, division__level=DivisionLevel.COUNTY)
        fitting = county | Q(kind=OrganisationKind.ZONE)
    return (
        Organisation.objects.active()
        .filter(fitting, superiors__superior=office.seat_of_power)
        .select_related("division")
        .order_by("kind", "key")
    )


def latest_check(application: Application) -> CheckRun | None:
    """The newest check of the newest sheet against the round's own version."""
    return (
        CheckRun.objects.filter(
            fact_sheet__application=application, standard_version=application.round.standard_version_id
        )
        .select_related("standard_version__standard", "fact_sheet")
        .prefetch_related("findings")
        .order_by("-fact_sheet__number", "-number")
        .first()
    )


def waiting_decisions(actor: Actor) -> QuerySet[Decision]:
    """Prepared decisions that the acting authority has to publish."""
    return (
        Decision.objects.visible_to(actor)
        .filter(authority=actor.organisation, state=DecisionState.PREPARED)
        .select_related("round", "prepared_by")
        .order_by("prepared_at", "pk")
    )


def is_in_office(application: Application) -> bool:
    """Whether it lies with the office now."""
    return application.state in OFFICE_STATES
