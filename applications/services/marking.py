"""The office puts down what is wrong, item by item, tells it all at once, and looks at each answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from applications.enums import OFFICE_STATES, ItemKind, Resolution, ReturnReason
from applications.models import Application, ReturnItem, ReturnNotice
from applications.models.returns import ReturnItemQuerySet
from applications.rules import can_read_inside, can_resolve_item, can_return_application
from applications.selectors.judgements import newest_sheet
from applications.selectors.targets import Target, Targets
from core.errors import Conflict, Invalid
from core.locks import locked
from records.services import record

MOST_ITEMS = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing with one reason: `target` is a key of `selectors.targets`."""

    target: str
    reason: str
    text: str


@transaction.atomic
def put_mark(*, actor: Actor, application: Application, mark: Mark) -> ReturnItem:
    """Put down what is wrong, for colleagues alone until it is told; the same thing marked again is put otherwise.

    Invalid names the field; Conflict when the application has moved on.
    """
    row = _held(actor, application)
    item = _written(actor, row, mark)
    record(actor=actor, verb="application.mark", target=row, comment=item.text, details={"item": item.label})
    return item


@transaction.atomic
def remove_mark(*, actor: Actor, application: Application, item: ReturnItem) -> None:
    """It was not so bad; a second click finds nothing to do."""
    row = _held(actor, application)
    found = marks_of(actor, row).filter(pk=item.pk).first()
    if found is None:
        raise Conflict("这条标记已经删除，或者已随退回告知申报单位。")
    record(actor=actor, verb="application.unmark", target=row, details={"item": found.label})
    found.delete()


@transaction.atomic
def resolve_item(*, actor: Actor, item: ReturnItem, resolution: str) -> ReturnItem:
    """Say of an answered item that it is done, or that it is not: then it is a mark of the next return.

    The same said twice is said once; Conflict where a later return has carried it on.
    """
    application = locked(Application.objects.select_related("holder", "round"), item.application)
    row = locked(ReturnItem.objects.select_related("notice"), item)
    row.application = application
    _demand_now(actor, application, "核对补正")
    can_resolve_item(actor, row).demand()
    if resolution not in Resolution.values:
        raise Invalid("请选择核对结果。", fields={"resolution": "请选择核对结果。"})
    if row.resolution == resolution:
        return row
    if row.carried_to.filter(notice__isnull=False).exists():
        raise Conflict("这一项已在后来的退回中再次告知，请看最近一次。")
    row.resolution, row.resolved_by, row.resolved_at = resolution, actor.user, timezone.now()
    row.save(update_fields=["resolution", "resolved_by", "resolved_at"])
    _carry(actor, row)
    record(
        actor=actor,
        verb="application.resolve",
        target=application,
        details={"item": row.label, "conclusion": row.get_resolution_display()},
    )
    return row


def tell_all(
    *,
    actor: Actor,
    application: Application,
    comment: str,
    due_on: date | None,
    marks: Sequence[Mark] | None,
    seen: Collection[int] | None,
) -> ReturnNotice:
    """Turn the office's marks into the notice of a return, inside its transaction; `application` is locked.

    `marks` are put down first; `seen` are the numbers of the marks that the page showed. Invalid where there is
    nothing to tell, Conflict where a colleague has marked something else meanwhile.
    """
    for mark in marks or ():
        _written(actor, application, mark)
    items = list(marks_of(actor, application))
    if seen is not None and {item.pk for item in items} != set(seen):
        raise Conflict("您打开页面之后，同事增减了标记，请看过最新的补正事项再退回。")
    if not items:
        message = "请写明退回补正的理由：至少标记一项，整体有问题的标记“整个申报”。"
        raise Invalid(message, fields={"comment": message})
    assert actor.user is not None and actor.organisation is not None
    notice = ReturnNotice.objects.create(
        application=application,
        number=application.return_notices.count() + 1,
        fact_sheet=newest_sheet(application),
        due_on=due_on,
        comment=comment.strip(),
        returned_by=actor.user,
        organisation=actor.organisation,
    )
    marks_of(actor, application).update(notice=notice)
    return notice


def marks_of(actor: Actor, application: Application) -> ReturnItemQuerySet:
    """What the acting office has put down and not told yet, in its order."""
    own = ReturnItem.objects.marks().filter(application=application, organisation=actor.organisation)
    return own.select_related("marked_by", "evidence").order_by("pk")


def _held(actor: Actor, application: Application) -> Application:
    row = locked(Application.objects.select_related("round", "holder", "applicant", "town"), application)
    demand_markable(actor, row)
    return row


def demand_markable(actor: Actor, application: Application) -> None:
    """Conflict when the application has moved on, NotAllowed for whoever gives nothing back here."""
    _demand_now(actor, application, "标记")
    can_return_application(actor, application).demand()


def _demand_now(actor: Actor, application: Application, what: str) -> None:
    """To the offices on its way a wrong state is news, to everybody else it is none of their business."""
    if application.state not in OFFICE_STATES and can_read_inside(actor, application):
        raise Conflict(f"现在是“{application.get_state_display()}”，不能{what}。")


def _written(actor: Actor, application: Application, mark: Mark) -> ReturnItem:
    target = Targets(application).find(mark.target)
    _demand_whole(target, mark)
    assert target is not None and actor.user is not None and actor.organisation is not None
    own = marks_of(actor, application)
    held = next((item for item in own if item.key == target.key), None)
    if held is None and len(own) >= MOST_ITEMS:
        raise Invalid(f"一次最多标记 {MOST_ITEMS} 项，请合并后再标记。", fields={"target": "标记太多。"})
    item = held or _blank(application, actor, target)
    item.reason, item.text = mark.reason, mark.text.strip()
    item.marked_by, item.marked_at = actor.user, timezone.now()
    item.save()
    return item


def _demand_whole(target: Target | None, mark: Mark) -> None:
    wrong = {
        "target": "" if target else "请选择要补正的内容。",
        "reason": "" if mark.reason in ReturnReason.values else "请选择原因。",
        "text": "" if mark.text.strip() else "请写明要补正什么。",
    }
    fields = {name: words for name, words in wrong.items() if words}
    if fields:
        raise Invalid(next(iter(fields.values())), fields=fields)


def _blank(application: Application, actor: Actor, target: Target) -> ReturnItem:
    return ReturnItem(
        application=application,
        organisation=actor.organisation,
        kind=target.kind,
        criterion=target.criterion,
        block=target.block,
        field=target.field,
        evidence=target.evidence,
        label=target.label,
        opens=list(target.opens),
    )


def _carry(actor: Actor, item: ReturnItem) -> None:
    """Reopened: a mark of the next return, in the same words; closed after all: no mark any more."""
    if item.resolution == Resolution.CLOSED:
        item.carried_to.filter(notice__isnull=True).delete()
        return
    target = Targets(item.application).find(item.key)
    if target is None:
        # The piece of evidence is gone: what is missing now belongs to its criterion, or to the whole.
        gone = f"criterion-{item.criterion}" if item.kind == ItemKind.EVIDENCE and item.criterion else "whole"
        target = Targets(item.application).find(gone)
    own = marks_of(actor, item.application)
    if target is None or any(each.key == target.key for each in own):
        return
    carried = _blank(item.application, actor, target)
    carried.reason, carried.text, carried.carried_from = item.reason, item.text, item
    assert actor.user is not None
    carried.marked_by = actor.user
    carried.save()
