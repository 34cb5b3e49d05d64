"""The applicant answers what an office gave back, item by item, and then hands in again."""

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from applications.models import Application, ReturnItem
from applications.rules import can_answer_item
from core.errors import Invalid
from core.locks import locked
from records.services import record


@transaction.atomic
def answer_item(*, actor: Actor, item: ReturnItem, text: str) -> ReturnItem:
    """Say what was done about one item; may be put otherwise until the application is handed in again."""
    application = locked(Application.objects.select_related("applicant", "round", "town"), item.application)
    row = locked(ReturnItem.objects.select_related("notice"), item)
    row.application = application
    can_answer_item(actor, row).demand()
    text = text.strip()
    if not text:
        raise Invalid("请写明怎样补正的。", fields={"answer": "请写明怎样补正的，例如：已更换为盖章的原件。"})
    if row.answer == text:
        return row
    row.answer, row.answered_by, row.answered_at = text, actor.user, timezone.now()
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    record(
        actor=actor,
        verb="application.answer",
        target=application,
        comment=text,
        details={"item": row.label},
    )
    return row


def end_return(application: Application) -> None:
    """It was handed in again: the answers stand, and the office's clock runs on; inside the transaction of that act."""
    application.return_notices.filter(answered_at__isnull=True).update(answered_at=timezone.now())
