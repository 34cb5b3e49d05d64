"""What a round is made of, as its services write it: its own columns, the units it calls, its steps."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NotRequired, TypedDict

from django.db import IntegrityError, transaction

from accounts.models import Organisation
from applications.enums import DayUnit, StepKind
from applications.models import Round, RoundApplicant, RoundStep, StepTemplate
from applications.rules import OPTIONAL_KINDS
from applications.selectors.rounds import usual_quota
from core.errors import Invalid
from standards.models import StandardVersion

TITLE_TAKEN = "本单位已有同名批次。"


class RoundFacts(TypedDict):
    """What an office writes about its round; `closes_at` is the first instant that is too late."""

    title: str
    year: int
    authority: Organisation
    standard_version: StandardVersion
    opens_at: datetime
    closes_at: datetime
    guidance: NotRequired[str]
    contact: NotRequired[str]
    shortlist_word: NotRequired[str]
    stamped_scan_required: NotRequired[bool]
    return_limit: NotRequired[int | None]


@dataclass(frozen=True, slots=True)
class StepTerms:
    """What an office settles of the step at a position; its kind, order and party are the template's."""

    position: int
    name: str
    days: int
    day_unit: DayUnit
    is_required: bool


def write_columns(row: Round, facts: RoundFacts) -> None:
    """The row's own columns; Invalid for a title that the office has used."""
    for name, value in facts.items():
        setattr(row, name, value)
    row.level = facts["standard_version"].standard.level
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Invalid(TITLE_TAKEN, fields={"title": TITLE_TAKEN}) from error


def call_units(row: Round, applicants: Collection[Organisation], quota: int | None) -> None:
    """The units that may file; whoever had the usual quota, or is new, gets the given one."""
    called = {unit.pk for unit in applicants}
    row.applicant_places.exclude(organisation__in=called).delete()
    places = list(row.applicant_places.order_by("pk"))
    usual = usual_quota(places)
    for place in places:
        place.quota = quota if place.quota == usual else place.quota
    RoundApplicant.objects.bulk_update(places, ["quota"])
    new = called - {place.organisation_id for place in places}
    RoundApplicant.objects.bulk_create(
        RoundApplicant(round=row, organisation_id=number, quota=quota) for number in sorted(new)
    )


def copy_steps(round_: Round) -> None:
    """The template's steps become the round's own; later changes of the template leave it alone."""
    templates = list(StepTemplate.objects.filter(level=round_.level).order_by("position"))
    if not templates:
        raise Invalid(f"{round_.get_level_display()}的环节模板还没有载入，请联系系统管理员。")
    columns = ("position", "kind", "name", "party", "days", "day_unit", "is_required")
    RoundStep.objects.bulk_create(
        RoundStep(round=round_, **{name: getattr(template, name) for name in columns})
        for template in templates
    )


def settle_steps(row: Round, steps: Collection[StepTerms]) -> None:
    """The office's own terms; what hands an application on, or decides it, is never left out."""
    own = {step.position: step for step in row.steps.order_by("position")}
    for terms in steps:
        step = own[terms.position]
        step.name, step.days, step.day_unit = terms.name, terms.days, terms.day_unit
        step.is_required = terms.is_required or StepKind(step.kind) not in OPTIONAL_KINDS
    RoundStep.objects.bulk_update(own.values(), ["name", "days", "day_unit", "is_required"])
