"""Making one export: taken into one pair of hands, written to disk piece by piece, finished once."""

import time
from collections.abc import Iterator, Sequence
from errno import EDQUOT, ENOSPC
from tempfile import TemporaryFile
from typing import Any
from uuid import uuid4

import structlog
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from core.errors import DomainError
from core.lists import Opened
from core.sheets import Line, Sheet, csv_chunks, workbook_chunks
from exchange.enums import ExportStatus, SheetFormat
from exchange.models import Export
from exchange.models.exports import FOLDER
from exchange.selectors.exports import opened_for, owner_of
from exchange.services.exports import KEPT_FOR, LOST_AFTER
from notifications.services import notify_users
from records.services import record

logger = structlog.get_logger(__name__)

# Progress is told, and looked at, no more often than this.
SECONDS_BETWEEN_BEATS = 1.0
NO_LONGER_THEIRS = "您已不再具有查看这个列表的角色，未生成文件。"
NO_ROOM = "服务器磁盘空间不足，未能生成，请联系系统管理员后再试。"


class _TakenOver(Exception):
    """Somebody else makes this export by now, because these hands were thought dead."""


def make_export(*, export_id: int) -> Export | None:
    """Make the file. None when it is in other hands or over.

    Safe to run twice, at once, or again after a kill in the middle: a file counts only once its row says so.
    """
    export = _claim(export_id)
    if export is None:
        return None
    try:
        return _make(export)
    except _TakenOver:
        return None
    except DomainError as error:
        return _end(actor=None, export=export, status=ExportStatus.FAILED, error=error.message[:300])
    except OSError as error:
        if error.errno not in {ENOSPC, EDQUOT}:
            raise
        logger.error("no_room_for_export", export=export.pk)
        return _end(actor=None, export=export, status=ExportStatus.FAILED, error=NO_ROOM)


def chunks_of(opened: Opened, file_format: str, lines: Iterator[Line], *, author: str) -> Iterator[bytes]:
    """A list as a file of that form, piece by piece."""
    if file_format == SheetFormat.CSV:
        return csv_chunks(opened.columns, lines)
    return workbook_chunks(Sheet(opened.title, opened.columns, author), lines)


def lines_of(opened: Opened) -> Iterator[Line]:
    """All lines of a list; nothing is read before the first of them is asked for."""
    for _, lines in opened.read(opened.numbers()):
        yield from lines


def _claim(export_id: int) -> Export | None:
    """Take it into these hands; the number of attempts is what they are known by."""
    now = timezone.now()
    free = Q(status=ExportStatus.WAITING) | Q(status=ExportStatus.RUNNING, touched_at__lte=now - LOST_AFTER)
    with transaction.atomic():
        taken = Export.objects.filter(free, pk=export_id).update(
            status=ExportStatus.RUNNING, attempts=F("attempts") + 1, rows_done=0, touched_at=now
        )
        rows = Export.objects.select_related("user", "organisation")
        return rows.filter(pk=export_id).order_by("pk").first() if taken else None


def _make(export: Export) -> Export | None:
    actor = owner_of(export)
    opened = opened_for(actor, export) if actor else None
    if actor is None or opened is None:
        return _end(actor=None, export=export, status=ExportStatus.FAILED, error=NO_LONGER_THEIRS)
    numbers = opened.numbers()
    _beat(export, row_count=len(numbers))
    author = actor.organisation.name if actor.organisation else ""
    chunks = chunks_of(opened, export.file_format, _watched(export, opened, numbers), author=author)
    name = f"{FOLDER}/{export.pk}-{uuid4().hex}.{export.file_format}"
    try:
        size = _keep(name, chunks)
        done = _end(
            actor=actor, export=export, status=ExportStatus.DONE, file=name, size=size, rows_done=len(numbers)
        )
    except BaseException:
        default_storage.delete(name)
        raise
    if done is None:
        default_storage.delete(name)
    return done


def _keep(name: str, chunks: Iterator[bytes]) -> int:
    """Write the pieces into a file beside the storage, then put it there under that name; its size in bytes."""
    with TemporaryFile() as file:
        for chunk in chunks:
            file.write(chunk)
        size = file.tell()
        file.seek(0)
        default_storage.save(name, File(file))
    return size


def _watched(export: Export, opened: Opened, numbers: Sequence[Any]) -> Iterator[Line]:
    """The lines, with a word now and then that these hands live."""
    last = time.monotonic()
    for done, lines in opened.read(numbers):
        yield from lines
        if time.monotonic() - last >= SECONDS_BETWEEN_BEATS:
            _beat(export, rows_done=done)
            last = time.monotonic()


def _beat(export: Export, **columns: int) -> None:
    mine = Export.objects.filter(pk=export.pk, status=ExportStatus.RUNNING, attempts=export.attempts)
    if not mine.update(touched_at=timezone.now(), **columns):
        raise _TakenOver


@transaction.atomic
def _end(*, actor: Actor | None, export: Export, status: ExportStatus, **columns: Any) -> Export | None:
    """Write the end, the act and the message together; None when these hands are not the ones any more."""
    rows = Export.objects.select_for_update().filter(pk=export.pk, status=ExportStatus.RUNNING)
    found: Export | None = rows.filter(attempts=export.attempts).order_by("pk").first()
    if found is None:
        return None
    now = timezone.now()
    found.status, found.finished_at, found.touched_at = status, now, now
    found.expires_at = now + KEPT_FOR if status == ExportStatus.DONE else None
    for column, value in columns.items():
        setattr(found, column, value)
    found.save()
    if status == ExportStatus.DONE:
        record(actor=actor, verb="export.make", target=found, details={"rows": found.row_count})
    _tell(export, found)
    return found


def _tell(export: Export, ended: Export) -> None:
    if export.organisation is None:
        return
    is_done = ended.status == ExportStatus.DONE
    notify_users(
        kind="export_done" if is_done else "export_failed",
        users=[export.user],
        organisation=export.organisation,
        words={"title": ended.title, "reason": ended.error},
        url=reverse("exchange:export_detail", args=[ended.pk]),
        target=ended,
        key=f"export:{ended.pk}",
    )
