"""报请 and 公布: prepared by the office, applied by the authority; applying is publishing."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import Actor
from applications.enums import State, StepKind
from applications.models import Application, Decision, DecisionItem, FactSheet, Round
from applications.rules import can_apply_decision, can_prepare_decision
from applications.services import telling
from applications.services.steps import close_steps, hand_over
from core.errors import Conflict, Invalid
from core.locks import locked
from records.services import record
from records.workflow import perform
from towns.services import designate_town

USED_NUMBER = "这个文号已登记过，请核对。"


@transaction.atomic
def prepare_decision(
    *, actor: Actor, round_: Round, title: str, applications: Iterable[Application]
) -> Decision:
    """Put shortlisted applications of one round to the authority (T 附2二3)."""
    can_prepare_decision(actor, round_).demand()
    assert actor.user is not None
    ids = {application.pk for application in applications}
    if not ids:
        raise Invalid("请至少选择一件申报。", fields={"applications": "请至少选择一件申报。"})
    rows = held_for_decision(round_, ids)
    decision = Decision.objects.create(
        round=round_, authority=round_.authority, title=title, prepared_by=actor.user
    )
    put_on_list(actor, decision, rows)
    record(
        actor=actor,
        verb="decision.prepare",
        target=decision,
        details={"applications": [str(row) for row in rows]},
    )
    telling.tell_proposed(actor=actor, decision=decision)
    return decision


@transaction.atomic
def cancel_decision(*, actor: Actor, decision: Decision) -> None:
    """Take a decision back before it is published: its applications stand on the shortlist again."""
    row = locked(Decision.objects.select_related("round__office"), decision)
    can_prepare_decision(actor, row.round).demand()
    if row.is_applied:
        raise Conflict("这份决定已经公布，不能撤回。")
    record(actor=actor, verb="decision.cancel", target=row, from_state=row.state)
    telling.tell_settled(decision=row)
    row.delete()


@transaction.atomic
def apply_decision(
    *, actor: Actor, decision: Decision, document_number: str, decided_on: date, version: int | None = None
) -> Decision:
    """Enter number and date, recognise every town on the list, and publish; all or nothing."""
    can_apply_decision(actor, decision).demand()
    demand_possible_day(decided_on)
    row = locked(Decision.objects.all(), decision)
    if not row.is_applied:
        row.document_number, row.decided_on, row.applied_by = document_number, decided_on, actor.user
        save_columns(row, ["document_number", "decided_on", "applied_by"])
    row = perform(
        row,
        "apply",
        actor=actor,
        version=version,
        details={"number": document_number, "decided_on": decided_on},
    )
    telling.tell_settled(decision=row)
    items = row.items.select_related("application__town", "application__round").order_by("pk")
    for item in items:
        _carry_out(actor, row, item)
    return row


def held_for_decision(round_: Round, ids: Collection[int]) -> list[Application]:
    """Shortlisted applications of the round, locked; Conflict when one is not, or stands in a decision already."""
    rows = list(
        Application.objects.select_for_update(of=("self",)).filter(pk__in=ids, round=round_).order_by("pk")
    )
    shortlisted = {row.pk for row in rows if row.state == State.SHORTLISTED}
    # Asked once the rows are locked: a decision that was prepared while we waited is seen now, not before.
    listed = DecisionItem.objects.filter(application__in=ids).exists()
    if shortlisted != set(ids) or listed:
        raise Conflict("所选申报中有的已不在拟认定名单，或已列入别的决定，请刷新后重选。")
    return rows


def put_on_list(actor: Actor, decision: Decision, rows: Sequence[Application]) -> None:
    """New items, each with the sheet that was submitted last."""
    sheets = FactSheet.objects.filter(application__in=rows).order_by("number")
    newest = {sheet.application_id: sheet for sheet in sheets}
    DecisionItem.objects.bulk_create(
        DecisionItem(decision=decision, application=row, fact_sheet=newest.get(row.pk), added_by=actor.user)
        for row in rows
    )


def demand_possible_day(decided_on: date | None) -> None:
    """Invalid for a day to come."""
    if decided_on is not None and decided_on > timezone.localdate():
        raise Invalid("认定日期不能晚于今天。", fields={"decided_on": "认定日期不能晚于今天。"})


def save_columns(decision: Decision, names: Sequence[str]) -> None:
    """Write the document down; Invalid when the authority has used its number before."""
    try:
        with transaction.atomic():
            decision.save(update_fields=names)
    except IntegrityError as error:
        raise Invalid(USED_NUMBER, fields={"document_number": USED_NUMBER}) from error


def _carry_out(actor: Actor, decision: Decision, item: DecisionItem) -> None:
    """One item: the application's end, and the town's designation when it is recognised."""
    application = perform(item.application, "recognise", actor=actor, comment=decision.document_number)
    close_steps(actor=actor, application=application, kind=StepKind.DECISION)
    hand_over(application)
    item.designation = designate_town(
        actor=actor,
        town=item.application.town,
        level=item.application.level,
        authority=decision.authority,
        document_number=decision.document_number,
        document_title=decision.title,
        decided_on=decision.decided_on,
    )
    item.save(update_fields=["designation"])
    telling.tell_recognised(actor=actor, application=application, document_number=decision.document_number)
