"""What the office does: 受理, 复核, 退回补正, 拟认定, 不予认定."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from applications.enums import StepKind
from applications.models import Application, ApplicationStep, Round
from applications.rules import can_close_step
from applications.services.steps import close_steps, open_step
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
    open_step(row, StepKind.REVIEW)
    return row


@transaction.atomic
def return_application(
    *,
    actor: Actor,
    application: Application,
    comment: str = "",
    version: int | None = None,
    due_on: date | None = None,
) -> Application:
    """退回补正, with the reason and the day by which the answer is wanted."""
    if due_on is not None and due_on < timezone.localdate():
        raise Invalid("补正期限不能早于今天。", fields={"due_on": "补正期限不能早于今天。"})
    row = perform(
        application,
        "return_for_correction",
        actor=actor,
        comment=comment,
        version=version,
        details={"due_on": due_on},
    )
    row.return_due_on = due_on
    row.save(update_fields=["return_due_on"])
    return row


@transaction.atomic
def close_step(*, actor: Actor, step: ApplicationStep, comment: str) -> ApplicationStep:
    """Draw the conclusion of a step, in words; Conflict when a colleague was faster."""
    # The application's lock first, as in every transition: two people never hold halves of one file.
    Application.objects.select_for_update(of=("self",)).get(pk=step.application_id)
    row = ApplicationStep.objects.select_related("application__round__office", "template").get(pk=step.pk)
    can_close_step(actor, row).demand()
    if row.closed_at is not None:
        raise Conflict(f"“{row.template.name}”已由{row.closed_by}办结。")
    if not comment.strip():
        raise Invalid("请写明复核意见。", fields={"comment": "请写明复核意见。"})
    row.closed_at = timezone.now()
    row.closed_by = actor.user
    row.comment = comment.strip()
    row.save(update_fields=["closed_at", "closed_by", "comment"])
    record(
        actor=actor,
        verb="application.close_step",
        target=row.application,
        comment=row.comment,
        details={"step": row.template.name},
    )
    return row


@transaction.atomic
def shortlist_application(
    *, actor: Actor, application: Application, comment: str = "", version: int | None = None
) -> Application:
    """初步确定: what the office will put to the authority."""
    row = perform(application, "shortlist", actor=actor, comment=comment, version=version)
    open_step(row, StepKind.DECISION)
    return row


def decline_application(
    *, actor: Actor, application: Application, comment: str = "", version: int | None = None
) -> Application:
    """不予认定, with the reason that the applicant reads."""
    return perform(application, "decline", actor=actor, comment=comment, version=version)


def _next_number(round_id: int) -> str:
    """受理编号 such as 1401-2026-0142: the office's division, the year, and a serial of the round drawn under its lock."""
    round_ = Round.objects.select_for_update(of=("self",)).select_related("office__division").get(pk=round_id)
    round_.accepted_count += 1
    round_.save(update_fields=["accepted_count"])
    place = round_.office.division.code[:4] if round_.office.division else "0000"
    return f"{place}-{round_.year}-{round_.pk:03d}-{round_.accepted_count:04d}"
