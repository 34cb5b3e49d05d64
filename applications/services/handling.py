"""经办人 and 暂缓: who of the office handles an application, and putting it aside until a later day."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor, actor_for
from accounts.models import User
from applications.enums import OFFICE_STATES
from applications.models import Application
from applications.rules import can_assign_application, can_be_handler, can_postpone_application
from applications.services.telling import tell_assigned
from core.errors import Conflict, Invalid
from core.locks import locked
from records.services import record

LONGEST_PAUSE = timedelta(days=90)
# What a page shows of an application that nobody handles.
NOBODY = 0


@transaction.atomic
def assign_application(
    *,
    actor: Actor,
    application: Application,
    handler: User | None,
    version: int | None = None,
    shown: int | None = None,
) -> Application:
    """Take a case, give one's own up (`handler` None), or, as the head, give it to a colleague.

    `shown` is the number of the handler that the page showed, NOBODY for none. Conflict when a colleague was
    faster or it has left the office; Invalid when the colleague may not handle it. A second click changes nothing.
    """
    row = _held(application, "变更经办人")
    wanted = handler.pk if handler else None
    if row.handler_id != wanted:
        _demand_unchanged(row, version, shown)
    own = {None, actor.user.pk if actor.user else None}
    can_assign_application(actor, row, to_self={row.handler_id, wanted} <= own).demand()
    if row.handler_id == wanted:
        return row
    if handler is not None:
        _demand_able(row, handler)
    row.handler = handler
    row.save(update_fields=["handler"])
    name = handler.display_name if handler else "（无）"
    record(actor=actor, verb="application.assign", target=row, details={"handler": name})
    if handler is not None:
        tell_assigned(actor=actor, application=row)
    return row


@transaction.atomic
def postpone_application(*, actor: Actor, application: Application, until: date, reason: str) -> Application:
    """Put it aside until a day after today and within LONGEST_PAUSE; the reason stays inside, the clock goes on."""
    row = _held(application, "暂缓")
    can_postpone_application(actor, row).demand()
    today = timezone.localdate()
    if not today < until <= today + LONGEST_PAUSE:
        message = f"暂缓至的日期应晚于今天，最长 {LONGEST_PAUSE.days} 天。"
        raise Invalid(message, fields={"until": message})
    if not reason.strip():
        raise Invalid("请写明暂缓的理由。", fields={"reason": "请写明暂缓的理由。"})
    row.postponed_until = until
    row.save(update_fields=["postponed_until"])
    record(
        actor=actor,
        verb="application.postpone",
        target=row,
        comment=reason.strip(),
        details={"until": until},
    )
    return row


@transaction.atomic
def resume_application(*, actor: Actor, application: Application) -> Application:
    """Take it up again before its day; Conflict when it is not put aside any more."""
    row = _held(application, "恢复办理")
    can_postpone_application(actor, row).demand()
    if not row.is_postponed:
        raise Conflict("这件申报没有暂缓，或者已经恢复办理。")
    row.postponed_until = None
    row.save(update_fields=["postponed_until"])
    record(actor=actor, verb="application.resume", target=row)
    return row


def _held(application: Application, what: str) -> Application:
    """The row, locked, while an office holds it; what became of it is for its own page to say, to whoever may read it."""
    # Nothing joined: a row that was waited for comes as it is now, what is joined to it as it was before.
    row = locked(Application.objects.all(), application)
    if row.state not in OFFICE_STATES:
        raise Conflict(f"这件申报现在不在办理中，不能{what}。")
    return row


def _demand_unchanged(row: Application, version: int | None, shown: int | None) -> None:
    """Conflict in words when the page that was acted upon is old."""
    if shown is not None and shown != (row.handler_id or NOBODY):
        raise Conflict(
            f"这件申报刚刚由{row.handler}经办，请刷新后再看。"
            if row.handler
            else "经办人刚刚放下了这件申报，请刷新后再看。"
        )
    if version not in (None, row.version):
        raise Conflict("您打开页面之后，这件事项已有变化，请看过最新内容再办。")


def _demand_able(row: Application, handler: User) -> None:
    colleague = actor_for(handler, organisation_id=row.holder_id)
    permit = can_be_handler(colleague, row)
    if not (handler.is_active and permit):
        message = f"不能由{handler.display_name}经办：{permit.reason or '账号已停用。'}"
        raise Invalid(message, fields={"handler": message})
