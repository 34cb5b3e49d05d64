"""Storing files, and clearing away what a failed upload left."""

import time

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Organisation
from core import acts
from core.errors import Invalid
from core.locks import locked
from files import storage
from files.enums import EVIDENCE_KINDS, FileKind, Kinds, ScanState
from files.models import LONGEST_NAME, Blob, BlobCheck, FileVersion, StoredFile
from files.rules import can_store_file
from files.selectors import blobs_in_use
from files.services.scanning import ask_for_scan
from files.services.taking import Taken, note_stored, stored_before, take_in

# Longer than any transaction: younger bytes may yet get their row.
GRACE_SECONDS = 24 * 3600
KNOWN_VIRUS = "这个文件此前检出病毒，已被隔离，请查杀后再上传。"


def store_file(
    *,
    actor: Actor,
    owner: Organisation,
    title: str,
    upload: File | Taken,
    stored_file: StoredFile | None = None,
    kinds: Kinds = EVIDENCE_KINDS,
) -> FileVersion:
    """Keep an upload as version 1 of a new file, or as the next version of `stored_file` (`title` is then not used).

    The bytes of the newest version once more are that version, and nothing is written. Invalid (field `file`) when
    the guard refuses. The bytes are on the disk before the rows are; a rollback leaves them to the sweep. What came
    in piece by piece is stored once: asked again, the answer is the version that it became.
    """
    can_store_file(actor, owner, stored_file).demand()
    # Outside the transaction: on SQLite everybody else who writes would wait for the disk.
    taken = upload if isinstance(upload, Taken) else take_in(upload, kinds=kinds)
    with transaction.atomic():
        before = stored_before(taken)
        if before is not None:
            return before
        assert taken.kept is not None and taken.kind is not None
        if stored_file is None:
            file = StoredFile.objects.create(owner=owner, title=title[:LONGEST_NAME])
        else:
            file = locked(StoredFile.objects.all(), stored_file)
        blob = _blob(taken.kept, taken.kind)
        newest = file.versions.order_by("-number").first()
        if newest is None or newest.blob_id != blob.pk:
            number = newest.number + 1 if newest else 1
            newest = _add_version(actor, file, number=number, blob=blob, name=taken.name)
        note_stored(taken, newest)
        return newest


def discard_file(*, actor: Actor, stored_file: StoredFile) -> None:
    """Nothing names the file any more: nobody reads it from now on, and the next sweep takes its bytes.

    That it was uploaded and discarded, by whom and when, stays on record (decision 0017); called by the app above,
    which has asked its own rule. A second time changes nothing.
    """
    with transaction.atomic():
        file = locked(StoredFile.objects.all(), stored_file)
        if file.discarded_at is None:
            file.discarded_at = timezone.now()
            file.save(update_fields=["discarded_at"])
            acts.record(actor=actor, verb="file.discard", target=file)


def sweep_blobs() -> int:
    """Delete bytes older than a day that no file in use names; returns how many. Safe to run again and beside itself."""
    before = time.time() - GRACE_SECONDS
    removed = 0
    for paths in storage.old_bytes(before):
        rows = blobs_in_use().filter(sha256__in=[path.name for path in paths]).order_by("pk")
        named = set(rows.values_list("sha256", flat=True))
        removed += sum(storage.discard(path, before) for path in paths if path.name not in named)
    return removed


def _blob(kept: storage.Kept, kind: FileKind) -> Blob:
    """The row of the bytes; of two who bring the same at once the second waits and takes the first one's."""
    blob, is_new = Blob.objects.select_related("scan").get_or_create(
        sha256=kept.sha256, defaults={"size": kept.size, "kind": kind}
    )
    if is_new:
        ask_for_scan(blob=blob)
    elif blob.scan_state == ScanState.QUARANTINED:
        raise Invalid(KNOWN_VIRUS, fields={"file": KNOWN_VIRUS})
    else:
        # What stood there has just been replaced; the next check says so on record.
        BlobCheck.objects.filter(blob=blob, damaged_at__isnull=False).update(checked_at=None, damaged_at=None)
    return blob


def _add_version(actor: Actor, stored_file: StoredFile, *, number: int, blob: Blob, name: str) -> FileVersion:
    assert actor.user is not None and actor.organisation is not None
    version = FileVersion.objects.create(
        stored_file=stored_file,
        number=number,
        blob=blob,
        name=name,
        uploaded_by=actor.user,
        organisation=actor.organisation,
    )
    acts.record(actor=actor, verb="file.store", target=version, details={"file": name, "sha256": blob.sha256})
    return version
