"""Storing files, and clearing away what a failed upload left."""

import time

from django.core.files.base import File
from django.db import transaction

from accounts.actors import Actor
from accounts.models import Organisation
from core import acts
from core.locks import locked
from files import storage
from files.enums import EVIDENCE_KINDS, FileKind, Kinds
from files.guard import admit
from files.models import LONGEST_NAME, Blob, BlobScan, FileVersion, StoredFile
from files.rules import can_store_file

# Longer than any transaction: younger bytes may yet get their row.
GRACE_SECONDS = 24 * 3600


def store_file(
    *,
    actor: Actor,
    owner: Organisation,
    title: str,
    upload: File,
    stored_file: StoredFile | None = None,
    kinds: Kinds = EVIDENCE_KINDS,
) -> FileVersion:
    """Keep an upload as version 1 of a new file, or as the next version of `stored_file` (`title` is then not used).

    The bytes of the newest version once more are that version, and nothing is written. Invalid (field `file`) when
    the guard refuses. The bytes are on the disk before the rows are; a rollback leaves them to the sweep.
    """
    can_store_file(actor, owner, stored_file).demand()
    admitted = admit(upload, kinds=kinds)
    # Outside the transaction: on SQLite everybody else who writes would wait for the disk.
    kept = storage.keep(upload)
    with transaction.atomic():
        if stored_file is None:
            file = StoredFile.objects.create(owner=owner, title=title[:LONGEST_NAME])
        else:
            file = locked(StoredFile.objects.all(), stored_file)
        blob = _blob(kept, admitted.kind)
        newest = file.versions.order_by("-number").first()
        if newest is not None and newest.blob_id == blob.pk:
            return newest
        return _add_version(
            actor, file, number=newest.number + 1 if newest else 1, blob=blob, name=admitted.name
        )


def sweep_blobs() -> int:
    """Delete bytes older than a day that no row names; returns how many. Safe to run again and beside itself."""
    before = time.time() - GRACE_SECONDS
    removed = 0
    for paths in storage.old_bytes(before):
        rows = Blob.objects.filter(sha256__in=[path.name for path in paths]).order_by("pk")
        named = set(rows.values_list("sha256", flat=True))
        removed += sum(storage.discard(path, before) for path in paths if path.name not in named)
    return removed


def _blob(kept: storage.Kept, kind: FileKind) -> Blob:
    """The row of the bytes; of two who bring the same at once the second waits and takes the first one's."""
    blob, is_new = Blob.objects.get_or_create(sha256=kept.sha256, defaults={"size": kept.size, "kind": kind})
    if is_new:
        BlobScan.objects.create(blob=blob)
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
