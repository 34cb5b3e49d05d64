"""Exports: asked for once, made by a worker into a file that lives for a day, sent again when lost."""

from datetime import timedelta
from typing import Any
from urllib.parse import unquote_plus

import structlog
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from core import queue
from core.errors import Conflict
from core.locks import locked
from exchange import tasks
from exchange.enums import OPEN_EXPORTS, ExportStatus
from exchange.models import Export
from exchange.models.exports import role_key
from exchange.selectors.exports import Asked
from records.services import record

logger = structlog.get_logger(__name__)

KEPT_FOR = timedelta(hours=24)
# Whoever presses twice gets the file that was just made.
SAME_WITHIN = timedelta(minutes=1)
MOST_OPEN = 5
# A worker tells every few seconds that it lives; what was not touched for so long is lost.
LOST_AFTER = timedelta(seconds=60)
MAX_ATTEMPTS = 3
SENT_AT_ONCE = 100


def request_export(*, actor: Actor, asked: Asked) -> Export:
    """Have the list made in the background; the one that is being made already, if it is the same.

    NotAllowed or Http404 as the list's page; Conflict when five of one's own are still being made.
    """
    title = asked.open(actor).title
    assert actor.user is not None, "only who has signed in has exports"
    with transaction.atomic():
        # One at a time for each person: whoever presses twice at once waits here.
        locked(User.objects.all(), actor.user)
        mine = Export.objects.filter(user=actor.user)
        same = _same(actor, asked)
        if same is not None:
            return same
        if mine.open().count() >= MOST_OPEN:
            raise Conflict(f"您有 {MOST_OPEN} 个导出正在生成，请等其中一个完成后再试。")
        export = Export.objects.create(
            listing=asked.listing,
            title=title[:120],
            place=asked.place,
            query=asked.query,
            page=asked.page,
            file_format=asked.file_format,
            user=actor.user,
            organisation=actor.organisation,
            roles=role_key(actor.roles),
            fingerprint=asked.fingerprint(actor),
        )
        _record(actor, "export.request", export, asked)
        queue.send_on_commit(tasks.make_export, export.pk)
    return export


def note_taken(*, actor: Actor, asked: Asked, title: str, rows: int) -> None:
    """Record that a short list was handed out at once; what everybody may read is not on record."""
    if actor.is_anonymous:
        return
    details = {**_details(asked), "list": title, "rows": rows}
    record(actor=actor, verb="export.take", details=details)


def fetch_export(*, actor: Actor, export: Export) -> File:
    """The file, to be read and closed by the caller. Conflict when it is not made yet, over, or out of reach."""
    if not export.is_fetchable:
        raise Conflict(_why_not(export))
    try:
        file = default_storage.open(str(export.file))
    except OSError as error:
        logger.error("export_out_of_reach", export=export.pk, error=str(error))
        raise Conflict("文件暂时取不到，请重新导出。") from error
    record(actor=actor, verb="export.fetch", target=export, details={"rows": export.row_count})
    return file


def sweep_exports() -> int:
    """Send exports again that were never taken, or whose worker died; the number sent."""
    now = timezone.now()
    lost = Export.objects.open().filter(touched_at__lt=now - LOST_AFTER)
    lost.filter(attempts__gte=MAX_ATTEMPTS).update(
        status=ExportStatus.FAILED, finished_at=now, error="多次尝试没有完成，请联系系统管理员。"
    )
    lost.filter(status=ExportStatus.RUNNING).update(status=ExportStatus.WAITING)
    sent = 0
    for pk in list(lost.order_by("touched_at", "pk").values_list("pk", flat=True)[:SENT_AT_ONCE]):
        if not queue.send(tasks.make_export, pk):
            logger.warning("broker_does_not_take_exports")
            break
        Export.objects.filter(pk=pk, status=ExportStatus.WAITING).update(touched_at=timezone.now())
        sent += 1
    return sent


def expire_exports() -> int:
    """Delete files whose day is over; the number of them. The row stays, so that its owner reads why."""
    over = Export.objects.filter(status=ExportStatus.DONE, expires_at__lte=timezone.now())
    done = 0
    for export in over.order_by("expires_at", "pk")[:SENT_AT_ONCE]:
        name = str(export.file)
        Export.objects.filter(pk=export.pk).update(status=ExportStatus.EXPIRED, file="")
        default_storage.delete(name)
        done += 1
    return done


def _same(actor: Actor, asked: Asked) -> Export | None:
    """The same thing, still being made or made a moment ago."""
    recent = Q(status=ExportStatus.DONE, finished_at__gt=timezone.now() - SAME_WITHIN)
    same = Export.objects.filter(user=actor.user, fingerprint=asked.fingerprint(actor))
    found: Export | None = same.filter(recent | Q(status__in=OPEN_EXPORTS)).order_by("-pk").first()
    return found


def _record(actor: Actor, verb: str, export: Export, asked: Asked) -> None:
    record(actor=actor, verb=verb, target=export, details=_details(asked))


def _details(asked: Asked) -> dict[str, Any]:
    # PostgreSQL keeps no NUL; the pages themselves leave it aside too.
    asked_for = unquote_plus(asked.query).replace("\0", "")
    return {"path": asked.page, "filter": asked_for, "format": asked.file_format.label}


def _why_not(export: Export) -> str:
    if export.status in OPEN_EXPORTS:
        return "文件还没有生成好，请稍候。"
    if export.status == ExportStatus.FAILED:
        return export.error
    return "下载已过期，请回到列表重新导出。"
