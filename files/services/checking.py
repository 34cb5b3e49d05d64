"""Whether stored bytes are still those that were uploaded: asked at every reading, and of all of them by night."""

import time
from collections.abc import Iterator
from datetime import timedelta

import structlog
from django.core.files.base import File
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core import acts, news
from core.errors import Conflict
from core.locks import locked
from files import storage
from files.models import Blob, BlobCheck, FileVersion

logger = structlog.get_logger(__name__)

# One run stays well within the time of a task; beat starts many a night.
SECONDS = 150.0
BATCH = 100
# Nothing is read twice a night.
REST = timedelta(hours=20)


def open_version(version: FileVersion) -> File:
    """The bytes of a version, summed; damage is noted and told before it is said (Damaged)."""
    try:
        return storage.opened(version.blob)
    except storage.Damaged as damage:
        _note(version.blob, str(damage))
        raise


def check_blobs(*, seconds: float = SECONDS) -> int:
    """Read what has not been read for longest, until the time is up; returns how many are damaged.

    Safe to run twice and at once. A store that is out of reach ends the run: nothing is said of what was not read.
    """
    ends, damaged = time.monotonic() + seconds, 0
    for blob in _due():
        if time.monotonic() >= ends:
            break
        try:
            storage.opened(blob).close()
        except storage.Damaged as damage:
            damaged += 1
            _note(blob, str(damage))
        except Conflict:
            logger.warning("check_of_files_broke_off")
            break
        else:
            _note(blob, "")
    return damaged


def _due() -> Iterator[Blob]:
    """Never read first, then the longest unread; asked anew for each batch, so that two runs share the work."""
    last = 0
    while True:
        since = timezone.now() - REST
        rows = Blob.objects.exclude(soundness__checked_at__gte=since)
        rows = rows.order_by(F("soundness__checked_at").asc(nulls_first=True), "pk")
        batch = [blob for blob in rows[:BATCH] if blob.pk != last]
        if not batch:
            return
        yield from batch
        last = batch[-1].pk


@transaction.atomic
def _note(blob: Blob, fault: str) -> None:
    """Write down what was found; a change from sound to damaged or back is on record, and damage is told."""
    row, _ = BlobCheck.objects.get_or_create(blob=blob)
    row = locked(BlobCheck.objects.all(), row)
    now = timezone.now()
    was_damaged = row.damaged_at is not None
    row.checked_at = now
    row.damaged_at = (row.damaged_at or now) if fault else None
    row.save(update_fields=["checked_at", "damaged_at"])
    if bool(fault) != was_damaged:
        _tell(blob, fault)


def _tell(blob: Blob, fault: str) -> None:
    version = blob.versions.select_related("stored_file").order_by("pk").first()
    name = version.name if version else blob.sha256
    verb = "file.damage" if fault else "file.mend"
    acts.record(actor=None, verb=verb, target=version or blob, details={"file": name, "sha256": blob.sha256})
    if fault:
        news.tell_administrators(kind="file_damaged", words={"file": name}, key=f"file-damaged-{blob.pk}")
