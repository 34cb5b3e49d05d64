"""What the office does: 受理, 复核, 退回补正, 拟认定, 不予认定."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from applications.enums import StepKind
from applications.models import Application, ApplicationStep, Round
from applications.rules import can_close_step
from applications.selectors.judgements import is_being_checked, questions_left
from applications.services import telling
from applications.services.marking import Mark, tell_all
from applications.services.steps import close_steps, current_step, hand_over, open_step, stop_clock
from core.enums import Level
from core.errors import Conflict, Invalid
from records.services import record
from records.workflow import perform


@transaction.atomic
def accept_application(
    *, actor: Actor, application: Application, comment: str = "", version: int | None = None
) -> Application:
    """受理: a number is drawn, the acceptance step closes and the review opens; whoever accepts handles it."""
    row = perform(application, "accept", actor=actor, comment=comment, version=version)
    if not row.number:
        row.number = _next_number(row.round_id)
    row.handler = actor.user
    row.return_due_on = None
    row.save(update_fields=["number", "handler", "return_due_on"])
    close_steps(actor=actor, application=row, kind=StepKind.ACCEPTANCE)
    telling.tell_accepted(actor=actor, application=row)
    _pass_on(actor, row)
    return row


@transaction.atomic
def return_application(
    *,
    actor: Actor,
    application: Application,
    comment: str = "",
    version: int | None = None,
    due_on: date | None = None,
    marks: Sequence[Mark] | None = None,
    seen: Collection[int] | None = None,
) -> Application:
    """退回补正: everything that was marked is told at once, with the day by which the answer is wanted.

    `marks` are put down on the way; `seen` are the marks that the page showed. Invalid where nothing is marked.
    """
    if due_on is not None and due_on < timezone.localdate():
        raise Invalid("补正期限不能早于今天。", fields={"due_on": "补正期限不能早于今天。"})
    times = application.return_notices.count() + 1
    row = perform(
        application,
        "return_for_correction",
        actor=actor,
        comment=comment,
        version=version,
        details={"due_on": due_on, "times": times, **_in_step(application)},
    )
    stop_clock(row)
    notice = tell_all(actor=actor, application=row, comment=comment, due_on=due_on, marks=marks, seen=seen)
    row.return_due_on = due_on
    row.save(update_fields=["return_due_on"])
    hand_over(row)
    telling.tell_returned(actor=actor, application=row, notice=notice)
    return row


@transaction.atomic
def close_step(
    *, actor: Actor, step: ApplicationStep, comment: str, version: int | None = None
) -> ApplicationStep:
    """Draw the conclusion of a step, in words; Conflict when a colleague was faster, or the page was older.

    `version` is the application's, as it was read: a conclusion is never drawn over facts that nobody has seen.
    """
    # The application's lock first, as in every transition: two people never hold halves of one file.
    held = Application.objects.select_for_update(of=("self",)).get(pk=step.application_id)
    far = "application__round__office", "application__holder", "organisation", "template"
    row = ApplicationStep.objects.select_related(*far).get(pk=step.pk)
    if row.closed_at is not None and actor.acts_for(row.organisation):
        raise Conflict(f"“{row.template.name}”已由{row.closed_by}办结。")
    can_close_step(actor, row).demand()
    if version not in (None, held.version):
        raise Conflict("您打开页面之后，这件申报已有变化，请看过最新内容再办结。")
    if not comment.strip():
        message = f"请写明{row.template.name}意见。"
        raise Invalid(message, fields={"comment": message})
    _demand_all_judged(row)
    row.closed_at = timezone.now()
    row.closed_by = actor.user
    row.comment = comment.strip()
    row.save(update_fields=["closed_at", "closed_by", "comment"])
    record(
        actor=actor,
        verb="application.close_step",
        target=row.application,
        comment=row.comment,
        details={"step": row.template.name, "kind": row.template.kind},
    )
    _pass_on(actor, row.application)
    return row


def _pass_on(actor: Actor, application: Application) -> None:
    """The next step opens; where it is another office's, that office is told and finds its own 经办人."""
    opened = hand_over(application)
    if opened is None or actor.acts_for(opened.organisation):
        return
    application.handler = None
    application.save(update_fields=["handler"])
    telling.tell_passed_on(actor=actor, application=application, step=opened)


def _in_step(application: Application) -> dict[str, str]:
    """Which step the application is in, for the act that takes it out of there."""
    step = current_step(application)
    return {"step": step.template.name} if step else {}


def _demand_all_judged(step: ApplicationStep) -> None:
    """研判 ends when every question that figures cannot answer has a person's answer; first the check has to ask."""
    if step.template.kind != StepKind.JUDGEMENT:
        return
    if is_being_checked(step.application):
        message = "条件检查还没有完成，完成后才知道哪些要研判，请稍后再办结。"
        raise Invalid(message, fields={"comment": message})
    left = questions_left(step.application)
    if left:
        message = f"还有 {len(left)} 项没有研判：{'、'.join(question.title for question in left)}。"
        raise Invalid(message, fields={"comment": message})


@transaction.atomic
def shortlist_application(
    *, actor: Actor, application: Application, comment: str = "", version: int | None = None
) -> Application:
    """初步确定: what the office will put to the authority."""
    row = perform(application, "shortlist", actor=actor, comment=comment, version=version)
    open_step(row, StepKind.DECISION)
    hand_over(row)
    return row


@transaction.atomic
def decline_application(
    *, actor: Actor, application: Application, comment: str = "", version: int | None = None
) -> Application:
    """不予认定, with the reason that the applicant reads."""
    step = current_step(application)
    where = {"step": step.template.name, "kind": step.template.kind} if step else {}
    row = perform(application, "decline", actor=actor, comment=comment, version=version, details=where)
    hand_over(row)
    telling.tell_declined(actor=actor, application=row, comment=comment.strip())
    return row


def _next_number(round_id: int) -> str:
    """受理编号 such as 1401-2026-0142: the office's division, the year, and a serial of the round drawn under its lock."""
    round_ = Round.objects.select_for_update(of=("self",)).select_related("office__division").get(pk=round_id)
    round_.accepted_count += 1
    round_.save(update_fields=["accepted_count"])
    # 1400 the province, 1401 a city, 140881 a county.
    digits = 6 if round_.level == Level.COUNTY else 4
    place = round_.office.division.code[:digits] if round_.office.division else "0000"
    return f"{place}-{round_.year}-{round_.pk:03d}-{round_.accepted_count:04d}"
