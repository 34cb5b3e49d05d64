"""Paper: who keys an application in, until when it counts as received, and who adds the stamped scan of a print."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import OrganisationKind
from applications.acting import APPLICANT_ANY
from applications.enums import Party, State
from applications.models import Application, FactSheet, Round
from applications.rules.parties import acts_as, has_pen
from core.enums import Level
from core.permits import Permit, demand_that, first_refusal
from core.templatetags.formats import day

# Submitted and not decided upon; until 受理, or for a print that is newer than it.
STAMPABLE = (State.SUBMITTED, State.RECOMMENDED, State.REVIEWING)


def can_register_paper(actor: Actor, round_: Round) -> Permit:
    """The people of the office that receives first in a round: its own, or where the city sends up the city's."""
    return first_refusal(
        demand_that(
            actor.is_office and receives_first(actor, round_), "纸质申报由收件的领导小组办公室录入。"
        ),
        demand_that(
            round_.published_at is not None and round_.opens_at <= timezone.now(),
            "这个批次还没有开始申报，不能登记纸质件。",
        ),
    )


def receives_first(actor: Actor, round_: Round) -> bool:
    """Whether the acting office has the round's first step."""
    first = min(round_.steps.all(), key=lambda step: step.position, default=None)
    unit = actor.organisation
    if first is None or unit is None:
        return False
    if first.party == Party.CITY_OFFICE:
        return unit.kind == OrganisationKind.OFFICE and unit.level == Level.CITY
    return actor.acts_for(round_.office)


def came_in_time(round_: Round, received_on: date) -> Permit:
    """Paper counts by the day on which the office received it, whenever it is keyed in (decision 0012)."""
    first = timezone.localdate(round_.opens_at)
    last = timezone.localdate(round_.closes_at - timedelta(microseconds=1))
    return demand_that(
        first <= received_on <= last,
        f"本批次收件时间为{day(first)}至{day(last)}，纸质件于{day(received_on)}收到，不在其内。",
    )


def can_correct_paper(actor: Actor, application: Application) -> Permit:
    """The office that keys it in, until it is finished."""
    return first_refusal(
        demand_that(application.came_on_paper, "这件申报不是纸质件录入。"),
        demand_that(application.state == State.DRAFT, "已录入完成，不能再改收件信息。"),
        has_pen(actor, application),
    )


def can_stamp_sheet(actor: Actor, application: Application, sheet: FactSheet | None) -> Permit:
    """The applicant's people: the scan of the newest print, until it is accepted."""
    return first_refusal(
        acts_as(actor, application, APPLICANT_ANY),
        demand_that(
            sheet is not None and application.state in STAMPABLE, "提交之后才能上传盖章申报书的扫描件。"
        ),
        demand_that(
            application.accepted_at is None
            or (sheet is not None and sheet.created_at > application.accepted_at),
            "已经受理，不能再上传或更换盖章扫描件。",
        ),
    )
