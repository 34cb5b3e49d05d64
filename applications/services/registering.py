"""Applications that came on paper: the office that receives first registers them, keys them in and sends them on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Organisation
from applications.models import Application, PaperFiling, Round
from applications.rules import belongs_to, came_in_time, can_correct_paper, can_register_paper
from applications.selectors.keying import paper_applicants
from applications.services import telling
from applications.services.drafting import keep_new
from applications.services.filing import arrive, freeze, lock_place
from core.errors import Conflict, Invalid
from core.locks import locked
from core.permits import demand_that, first_refusal
from core.templatetags.formats import day
from files.services import Taken, store_file, take_in
from records.services import record
from records.workflow import perform
from towns.models import Town

SCAN_TITLE = "纸质申报件"


@dataclass(frozen=True, slots=True)
class PaperDates:
    """What the paper says of itself, and when it came in."""

    signed_on: date
    recommended_on: date
    received_on: date


def register_paper_application(
    *, actor: Actor, round_: Round, applicant: Organisation, town: Town, dates: PaperDates, scan: File
) -> Application:
    """A draft for a unit that filed on paper, held by the acting office until it is keyed in.

    Invalid names the date or the file; Conflict when the town already has a live application at this level.
    """
    _demand_may_register(actor, round_, applicant, town)
    _demand_plausible(round_, dates)
    # Guard and disk first, with nobody waiting behind a lock.
    return _register(actor, round_, applicant=applicant, town=town, dates=dates, scan=take_in(scan))


@transaction.atomic
def _register(
    actor: Actor, round_: Round, *, applicant: Organisation, town: Town, dates: PaperDates, scan: Taken
) -> Application:
    _demand_may_register(actor, round_, applicant, town)
    application = _begun(actor, round_, applicant, town)
    keep_new(application)
    assert actor.user is not None and application.holder is not None
    version = store_file(actor=actor, owner=application.holder, title=SCAN_TITLE, upload=scan)
    PaperFiling.objects.create(
        application=application,
        office=application.holder,
        scan=version.stored_file,
        keyed_by=actor.user,
        **asdict(dates),
    )
    record(
        actor=actor,
        verb="application.register_paper",
        target=application,
        to_state=application.state,
        details=asdict(dates),
    )
    return application


def correct_paper(
    *, actor: Actor, application: Application, dates: PaperDates, scan: File | None = None
) -> PaperFiling:
    """Put the dates right while it is keyed in, and replace the scan; Invalid names the date or the file."""
    fresh = Application.objects.select_related("paper", "round", "holder").get(pk=application.pk)
    can_correct_paper(actor, fresh).demand()
    _demand_plausible(fresh.round, dates)
    return _correct(actor, application, dates, None if scan is None else take_in(scan))


@transaction.atomic
def _correct(actor: Actor, application: Application, dates: PaperDates, scan: Taken | None) -> PaperFiling:
    row = locked(Application.objects.select_related("paper__scan", "round", "holder"), application)
    can_correct_paper(actor, row).demand()
    paper = row.paper
    for name, value in asdict(dates).items():
        setattr(paper, name, value)
    paper.save(update_fields=list(asdict(dates)))
    if scan is not None:
        store_file(actor=actor, owner=paper.office, title=SCAN_TITLE, upload=scan, stored_file=paper.scan)
    record(actor=actor, verb="application.correct_paper", target=row, details=asdict(dates))
    return paper


@transaction.atomic
def finish_paper_application(
    *, actor: Actor, application: Application, comment: str = "", version: int | None = None
) -> Application:
    """录入完成: submitted and recommended in one act, as the paper was signed and sealed; all or nothing."""
    if not application.came_on_paper:
        raise Conflict("这件申报不是纸质件录入，由申报单位自己提交。")
    lock_place(application)
    # A draft that somebody deletes at the same moment is gone here, and nothing below meets half of it.
    held = locked(Application.objects.select_related("paper", "applicant"), application)
    signed, recommended = _statements(held)
    facts = _facts(held)
    row = perform(held, "submit", actor=actor, comment=f"{signed}{comment}", version=version, details=facts)
    freeze(actor, row)
    row = perform(row, "recommend", actor=actor, comment=recommended, details=facts)
    arrive(actor, row)
    telling.tell_keyed_in(actor=actor, application=row)
    return row


def _demand_may_register(actor: Actor, round_: Round, applicant: Organisation, town: Town) -> None:
    first_refusal(
        can_register_paper(actor, round_),
        demand_that(not belongs_to(actor, applicant.pk), "您是申报单位的人员，不能录入它的纸质件。"),
        demand_that(
            paper_applicants(actor, round_).filter(pk=applicant.pk).exists(),
            "这个单位不在本批次的收件范围内。",
        ),
        demand_that(applicant.pk in {town.owner_id, town.keeper_id}, "这个专业镇不属于所选的申报单位。"),
    ).demand()


def _begun(actor: Actor, round_: Round, applicant: Organisation, town: Town) -> Application:
    """The draft, held by the office; not written yet."""
    assert actor.user is not None and actor.organisation is not None
    return Application(
        round=round_,
        town=town,
        applicant=applicant,
        holder=actor.organisation,
        office=round_.office,
        level=round_.level,
        came_on_paper=True,
        created_by=actor.user,
        draft={"category": round_.standard_version.category_of(town.category)},
    )


def _demand_plausible(round_: Round, dates: PaperDates) -> None:
    """In order, not of the future, and received while the round was open."""
    found = {}
    if dates.recommended_on < dates.signed_on:
        found["recommended_on"] = "推荐盖章不能早于申报单位签章，请核对。"
    if dates.received_on < dates.recommended_on:
        found["received_on"] = "收到日期不能早于推荐盖章日期，请核对。"
    elif dates.received_on > timezone.localdate():
        found["received_on"] = "收到日期不能晚于今天。"
    elif not (permit := came_in_time(round_, dates.received_on)):
        found["received_on"] = permit.reason
    if found:
        raise Invalid(next(iter(found.values())), fields=found)


def _statements(application: Application) -> tuple[str, str]:
    """What the log says for the two acts that the paper bears: who signed, and when."""
    paper, unit = application.paper, application.applicant.short_name
    return (
        f"纸质申报书由{unit}于{day(paper.signed_on)}签章，{day(paper.received_on)}收到。",
        f"纸质申报书由{unit}于{day(paper.recommended_on)}盖章推荐。",
    )


def _facts(application: Application) -> dict[str, Any]:
    paper = application.paper
    return {name: getattr(paper, name) for name in ("signed_on", "recommended_on", "received_on")}
