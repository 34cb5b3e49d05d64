"""Past the guard and onto the disk, before any row speaks of it."""

from dataclasses import dataclass

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet

from core.errors import Conflict
from core.locks import locked
from files import incoming, storage
from files.disk import telling_when_full
from files.enums import EVIDENCE_KINDS, FileKind, Kinds
from files.guard import admit
from files.models import FileVersion, Upload

GONE = "这次上传已经取消或过期，请重新上传。"


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

    @property
    def sha256(self) -> str:
        """The sum of the bytes, in hexadecimal."""
        if self.version is not None:
            return self.version.blob.sha256
        assert self.kept is not None
        return self.kept.sha256


def take_in(source: File | Upload, *, kinds: Kinds = EVIDENCE_KINDS) -> Taken:
    """Look at the bytes and keep them, before any transaction: on SQLite everybody else who writes would wait.

    Invalid (field `file`) when the guard refuses, Conflict when an upload is not complete yet,
    NoRoom when the disk is full. Safe to repeat.
    """
    if isinstance(source, Upload):
        return _take_in_upload(source, kinds)
    return _taken(source, kinds)


def stored_before(taken: Taken) -> FileVersion | None:
    """What the same upload has become already; the row stays locked, so that of two only one stores it."""
    if taken.upload is None:
        return None
    return locked(_uploads(), taken.upload).version


def note_stored(taken: Taken, version: FileVersion) -> None:
    """The pieces have done their duty once the rows are committed."""
    if taken.upload is not None:
        pk = taken.upload.pk
        Upload.objects.filter(pk=pk).update(version=version)
        transaction.on_commit(lambda: incoming.discard(pk))


def _uploads() -> QuerySet[Upload]:
    return Upload.objects.select_related("version__stored_file", "version__blob")


def _taken(source: File, kinds: Kinds, upload: Upload | None = None) -> Taken:
    with telling_when_full():
        admitted = admit(source, kinds=kinds)
        return Taken(admitted.name, admitted.kind, storage.keep(source), upload)


def _take_in_upload(upload: Upload, kinds: Kinds) -> Taken:
    """The bytes of a complete upload; who comes second finds them stored and takes that version."""
    row = _uploads().filter(pk=upload.pk).first()
    if row is None:
        raise Conflict(GONE)
    if row.version is not None:
        return Taken(row.name, None, None, row, row.version)
    if row.received != row.size:
        raise Conflict("文件还没有传完，请继续上传。")
    try:
        with incoming.opened(row) as file:
            return _taken(file, kinds, row)
    except incoming.Gone:
        # Whoever was faster has stored it and taken the pieces away.
        row = _uploads().filter(pk=upload.pk, version__isnull=False).first()
        if row is None or row.version is None:
            raise
        return Taken(row.name, None, None, row, row.version)
