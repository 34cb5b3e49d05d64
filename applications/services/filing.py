"""What the applicant does with a filled-in application: 遴选."""

from decimal import Decimal

from django.db import transaction

from accounts.actors import Actor
from applications.enums import OFFICE_STATES, State
from applications.models import Application, FactSheet, RoundApplicant
from applications.selectors.facts import sheet_content
from applications.services import telling
from applications.services.answering import end_return
from applications.services.checking import request_check
from applications.services.steps import current_step, hand_over, lay_out_steps, reopen_steps, run_on
from core.canonical import canonical_json, digest
from core.errors import Conflict
from records.workflow import perform
from towns.models import Figure, Indicator
from towns.services import report_figure


@transaction.atomic
def submit_application(
    *, actor: Actor, application: Application, comment: str = "", version: int | None = None
) -> Application:
    """Hand in: the fact sheet freezes, corrections become unconfirmed figures, a check is asked for; all or nothing."""
    if application.came_on_paper:
        raise Conflict("这是纸质件录入的申报，由录入的办公室办理“录入完成”。")
    row = perform(application, "submit", actor=actor, comment=comment, version=version)
    hand_over(row)
    freeze(actor, row)
    telling.tell_submitted(actor=actor, application=row)
    return row


@transaction.atomic
def resubmit_application(
    *, actor: Actor, application: Application, comment: str = "", version: int | None = None
) -> Application:
    """Answer a return: it goes back to whoever returned it, with a new fact sheet and a new check."""
    row = perform(application, "resubmit", actor=actor, comment=comment, version=version)
    if row.state in OFFICE_STATES:
        end_return(row)
        run_on(row)
    if row.state == State.REVIEWING:
        reopen_steps(row)
    hand_over(row)
    freeze(actor, row)
    telling.tell_resubmitted(actor=actor, application=row)
    return row


@transaction.atomic
def recommend_application(
    *, actor: Actor, application: Application, comment: str = "", version: int | None = None
) -> Application:
    """择优推荐: the unit's administrator sends it up, and the first office's clock starts."""
    lock_place(application)
    row = perform(application, "recommend", actor=actor, comment=comment, version=version)
    arrive(actor, row)
    return row


def lock_place(application: Application) -> None:
    """The unit's place in the round first: two recommendations at once do not both take the last one."""
    places = RoundApplicant.objects.select_for_update().order_by("pk")
    list(places.filter(round=application.round_id, organisation=application.applicant_id))


def arrive(actor: Actor, row: Application) -> None:
    """The steps are laid out, the first office's opens and its people hear of it."""
    lay_out_steps(row)
    first = hand_over(row)
    if first is not None:
        telling.tell_arrived(actor=actor, application=row, step=first)


@transaction.atomic
def send_back_application(
    *, actor: Actor, application: Application, comment: str = "", version: int | None = None
) -> Application:
    """The unit's administrator wants it mended before it leaves the house."""
    row = perform(application, "send_back", actor=actor, comment=comment, version=version)
    hand_over(row)
    telling.tell_sent_back(actor=actor, application=row, comment=comment.strip())
    return row


@transaction.atomic
def withdraw_application(
    *, actor: Actor, application: Application, comment: str = "", version: int | None = None
) -> Application:
    """The applicant takes it back; afterwards a new one may be filed."""
    row = perform(application, "withdraw", actor=actor, comment=comment, version=version)
    step = current_step(row)
    hand_over(row)
    telling.tell_withdrawn(actor=actor, application=row, office=step.organisation if step else None)
    return row


def freeze(actor: Actor, application: Application) -> FactSheet:
    """Write the fact sheet, then the figures that differ from the registry, then ask for the check."""
    assert actor.user is not None
    content = sheet_content(application)
    number = application.fact_sheets.count() + 1
    text = canonical_json(content)
    sheet = FactSheet.objects.create(
        application=application, number=number, content=text, sha256=digest(text), created_by=actor.user
    )
    _report_corrections(actor, application, number)
    request_check(sheet=sheet)
    return sheet


def _report_corrections(actor: Actor, application: Application, number: int) -> None:
    """Typed figures become unconfirmed figures of the registry; what this unit reported alike before is left alone."""
    typed: dict[str, dict[str, str]] = application.draft.get("figures", {})
    indicators = {each.key: each for each in Indicator.objects.filter(key__in=typed)}
    known = {
        (figure.indicator_id, figure.year, figure.value)
        for figure in Figure.objects.filter(town=application.town, reporter=application.applicant)
    }
    for key, by_year in typed.items():
        for year, text in by_year.items():
            indicator = indicators[key]
            if text and (indicator.pk, int(year), indicator.to_base(Decimal(text))) not in known:
                report_figure(
                    actor=actor,
                    town=application.town,
                    indicator=indicator,
                    year=int(year),
                    value=Decimal(text),
                    unit=indicator.unit,
                    source=f"{application.round.title}申报填报（第 {number} 次提交）",
                    reporter=None if actor.acts_for(application.applicant) else application.applicant,
                )
