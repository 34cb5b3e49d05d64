"""Storing files, and clearing away what a failed upload left."""

import time
from dataclasses import dataclass

from django.core.files.base import File
from django.db import transaction

from accounts.actors import Actor
from accounts.models import Organisation
from core import acts
from core.errors import Conflict
from core.locks import locked
from files import incoming, storage
from files.enums import FileKind
from files.guard import admit
from files.models import LONGEST_NAME, Blob, FileVersion, StoredFile, Upload
from files.rules import can_store_file

# Longer than any transaction: younger bytes may yet get their row.
GRACE_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Taken:
    """Bytes that passed the guard and stand in the storage; no row speaks of them yet.

    `upload` is set where they came in piece by piece, `version` where that upload was stored before.
    """

    name: str
    kind: FileKind | None
    kept: storage.Kept | None
    upload: Upload | None = None
    version: FileVersion | None = None


def take_in(source: File | Upload) -> Taken:
    """Past the guard and onto the disk, before any transaction: on SQLite everybody else who writes would wait.

    Invalid (field `file`) when the guard refuses, Conflict when an upload is not complete yet. Safe to repeat.
    """
    if isinstance(source, Upload):
        return _take_in_upload(source)
    admitted = admit(source)
    return Taken(admitted.name, admitted.kind, storage.keep(source))


def store_file(
    *,
    actor: Actor,
    owner: Organisation,
    title: str,
    upload: File | Taken,
    stored_file: StoredFile | None = None,
) -> FileVersion:
    """Keep an upload as version 1 of a new file, or as the next version of `stored_file` (`title` is then not used).

    The bytes of the newest version once more are that version, and nothing is written. Invalid (field `file`) when
    the guard refuses. The bytes are on the disk before the rows are; a rollback leaves them to the sweep. What came
    in piece by piece is stored once: asked again, the answer is the version that it became.
    """
    can_store_file(actor, owner, stored_file).demand()
    taken = upload if isinstance(upload, Taken) else take_in(upload)
    with transaction.atomic():
        before = _stored_before(taken)
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
        _note_stored(taken, newest)
        return newest


def sweep_blobs() -> int:
    """Delete bytes older than a day that no row names; returns how many. Safe to run again and beside itself."""
    before = time.time() - GRACE_SECONDS
    removed = 0
    for paths in storage.old_bytes(before):
        rows = Blob.objects.filter(sha256__in=[path.name for path in paths]).order_by("pk")
        named = set(rows.values_list("sha256", flat=True))
        removed += sum(storage.discard(path, before) for path in paths if path.name not in named)
    return removed


def _take_in_upload(upload: Upload) -> Taken:
    """The bytes of a complete upload; who comes second finds them stored and takes that version."""
    row = Upload.objects.select_related("version").filter(pk=upload.pk).first()
    if row is None:
        raise Conflict("这次上传已经取消或过期，请重新上传。")
    if row.version is not None:
        return Taken(row.name, None, None, row, row.version)
    if row.received != row.size:
        raise Conflict("文件还没有传完，请继续上传。")
    with incoming.opened(row) as file:
        admitted = admit(file)
        return Taken(admitted.name, admitted.kind, storage.keep(file), row)


def _stored_before(taken: Taken) -> FileVersion | None:
    """What the same upload has become already; the row stays locked, so that of two only one stores it."""
    if taken.upload is None:
        return None
    return locked(Upload.objects.select_related("version__stored_file"), taken.upload).version


def _note_stored(taken: Taken, version: FileVersion) -> None:
    """The pieces have done their duty once the rows are committed."""
    if taken.upload is not None:
        upload = taken.upload
        Upload.objects.filter(pk=upload.pk).update(version=version)
        transaction.on_commit(lambda: incoming.discard(upload.pk))


def _blob(kept: storage.Kept, kind: FileKind) -> Blob:
    """The row of the bytes; of two who bring the same at once the second waits and takes the first one's."""
    blob, _ = Blob.objects.get_or_create(sha256=kept.sha256, defaults={"size": kept.size, "kind": kind})
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
