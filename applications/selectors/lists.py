"""Lists of applications: the applicant's own, the office's queue; and the rounds of both."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from accounts.actors import Actor
from applications.enums import CLOSED_STATES, State
from applications.models import Application, ApplicationStep, CheckRun, Round
from towns.models import Town


def own_applications(actor: Actor) -> QuerySet[Application]:
    """Everything that the acting unit files or filed, the latest movement first."""
    unit = actor.organisation
    if unit is None:
        return Application.objects.none()
    return (
        Application.objects.visible_to(actor).filter(applicant=unit).with_names().order_by("-moved_at", "-pk")
    )


def current_steps() -> Prefetch:
    """Steps that are open now, with their template and earlier stretches: what a row says about where it is."""
    steps = ApplicationStep.objects.filter(opened_at__isnull=False, closed_at__isnull=True)
    return Prefetch(
        "steps",
        steps.select_related("template").prefetch_related("stretches").order_by("template__position"),
        to_attr="open_steps",
    )


def still_open(ids: Collection[str]) -> QuerySet[Any]:
    """Of these numbers those whose way is not over; a reminder of the others is not mailed."""
    return (
        Application.objects.filter(pk__in=ids).exclude(state__in=CLOSED_STATES).values_list("pk", flat=True)
    )


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
