"""A person's steps: bring a file in, confirm what was found, give it up, have it read again, take it back."""

from collections.abc import Sequence
from datetime import timedelta

from django.core.files.base import File
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.actors import Actor
from core import bulk, queue
from core.errors import Conflict, NotAllowed
from core.resources import Line, find
from exchange import tasks
from exchange.models import Import
from exchange.selectors.imports import lines_to_write, written_lines
from exchange.selectors.words import count_words
from files.enums import SHEET_KINDS
from files.rules import can_submit_version
from files.services import store_file
from records.services import record
from records.workflow import perform

MOST_NAMED = 10


def begin_import(*, actor: Actor, key: str, number: int | None, upload: File) -> Import:
    """Store the file and have it read; Invalid (field `file`) when the guard refuses it."""
    resource = find(key)
    place = resource.place(actor, number)
    resource.permit(actor, place).demand()
    if actor.organisation is None or actor.user is None:
        raise NotAllowed("请先登录并选定单位，再上传。")
    version = store_file(
        actor=actor,
        owner=actor.organisation,
        title=f"{resource.noun}导入",
        upload=upload,
        kinds=SHEET_KINDS,
    )
    with transaction.atomic():
        batch = Import.objects.create(
            resource=key,
            place=number,
            place_name=str(place) if place is not None else "",
            file=version,
            organisation=actor.organisation,
            user=actor.user,
        )
        record(actor=actor, verb="import.upload", target=batch, details={"sha256": version.blob.sha256})
        queue.send_on_commit(tasks.read_import, batch.pk)
    return batch


def confirm_import(*, actor: Actor, batch: Import, version: int) -> Import:
    """Have the preview written; Conflict, naming the rows, when somebody changed one since the file was read."""
    with transaction.atomic():
        row = perform(batch, "confirm", actor=actor, version=version)
        can_submit_version(row.file).demand()
        resource = find(row.resource)
        with bulk.uncollected():
            stale = resource.overtaken(actor, resource.place(actor, row.place), lines_to_write(row))
        if stale:
            raise overtaken(stale)
        _begin_anew(row, confirmed_by=actor.user)
        queue.send_on_commit(tasks.apply_import, row.pk)
    return row


def read_again(*, actor: Actor, batch: Import, version: int) -> Import:
    """Hold the same file against what is registered now."""
    with transaction.atomic():
        row = perform(batch, "read_again", actor=actor, version=version)
        _begin_anew(row, notes=[])
        queue.send_on_commit(tasks.read_import, row.pk)
    return row


def discard_import(*, actor: Actor, batch: Import, version: int) -> Import:
    """Give it up; what was found goes, the file stays."""
    with transaction.atomic():
        row = perform(batch, "discard", actor=actor, version=version)
        row.pages.all().delete()
    return row


def undo_import(*, actor: Actor, batch: Import, version: int) -> Import:
    """Every row as it was before, as one act within a day; Conflict, naming the rows that were changed since."""
    with transaction.atomic():
        row = perform(
            batch, "undo", actor=actor, version=version, details={"counts": count_words(batch.counts)}
        )
        resource = find(row.resource)
        place = resource.place(actor, row.place)
        resource.undo(actor, place, written_lines(row), {"import": row.pk})
    return row


def overtaken(lines: Sequence[Line]) -> Conflict:
    """Which rows are no longer as the preview shows them."""
    named = [f"第 {each.number} 行“{each.name}”" for each in lines[:MOST_NAMED]]
    more = f"……共 {len(lines)} 行" if len(lines) > MOST_NAMED else ""
    return Conflict(
        "核对之后，有几行的登记内容已被改动，这次没有写入。请按“重新核对”，看过最新内容再确认。",
        detail=["、".join(named) + more],
    )


def _begin_anew(row: Import, **columns: object) -> None:
    """The worker's counters from the start."""
    changes = {"attempts": 0, "progress": 0, "touched_at": timezone.now(), **columns}
    Import.objects.filter(pk=row.pk).update(**changes)
    row.refresh_from_db()


def claim(batch_id: int, state: str, lost_after: timedelta) -> Import | None:
    """Take an import into these hands; None when it has moved on or somebody else is on it."""
    now = timezone.now()
    free = Q(attempts=0) | Q(touched_at__lte=now - lost_after)
    with transaction.atomic():
        # Whoever finds it locked does not wait: it is just being taken, or being written.
        rows = Import.objects.select_for_update(of=("self",), skip_locked=True)
        found: Import | None = rows.filter(free, pk=batch_id, state=state).order_by("pk").first()
        if found is None:
            return None
        Import.objects.filter(pk=batch_id).update(attempts=F("attempts") + 1, touched_at=now, progress=1)
    return Import.objects.select_related("file__blob", "user", "organisation", "confirmed_by").get(
        pk=batch_id
    )
