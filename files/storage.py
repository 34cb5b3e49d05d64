"""Bytes under their SHA-256: written whole or not at all, the same bytes once, and never handed out changed."""

import hashlib
from collections.abc import Iterator
from pathlib import PurePath
from typing import IO

import structlog
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage

from core.errors import Conflict
from files.disk import NO_SPACE
from files.models import Blob
from files.shelves.bucket import BucketShelf
from files.shelves.folder import FolderShelf, place
from files.shelves.shape import Kept, Shelf

__all__ = ["Damaged", "Kept", "condition", "discard", "keep", "old_bytes", "opened", "place"]

logger = structlog.get_logger(__name__)

PIECE = 1024 * 1024
OUT_OF_REACH = "文件暂时取不到，请联系系统管理员。"
NOT_KEPT = "文件暂时无法保存，请稍后再上传，或联系系统管理员。"
IS_DAMAGED = "文件内容与上传时不一致，已停止下载，请联系系统管理员。"


class Damaged(Conflict):
    """The bytes are gone, cut or changed: not what was uploaded."""


def keep(upload: File) -> Kept:
    """Write the bytes under their sum; the same bytes again replace what stands there.

    Replacing makes the bytes young, so that no sweep takes them away before their row is committed, and mends
    bytes that were damaged.
    Conflict when the store cannot be reached, the system's own error when the disk is full (`files.disk`); nothing
    is left behind then.
    """
    try:
        return _shelf().keep(upload)
    except OSError as error:
        if error.errno in NO_SPACE:
            raise
        logger.exception("bytes_not_kept")
        raise Conflict(NOT_KEPT) from error


def opened(blob: Blob) -> File:
    """The bytes, to be read and closed by the caller: summed and found to be those that were uploaded.

    Damaged, and a line in the log, when they are not; Conflict when the store cannot be reached.
    """
    try:
        file = _shelf().fetch(blob.sha256)
    except OSError as error:
        logger.exception("store_out_of_reach", sha256=blob.sha256)
        raise Conflict(OUT_OF_REACH) from error
    if file is None:
        logger.error("blob_damaged", sha256=blob.sha256, found=None)
        raise Damaged(OUT_OF_REACH)
    try:
        _demand_unchanged(blob, file)
    except BaseException:
        file.close()
        raise
    return File(file)


def old_bytes(before: float) -> Iterator[list[PurePath]]:
    """What was written before that moment (seconds since 1970), in batches; half-written files as well."""
    return _shelf().old_bytes(before)


def discard(path: PurePath, before: float) -> bool:
    """Delete bytes that nobody names; False when the same bytes came in anew meanwhile, which then stay."""
    return _shelf().discard(path, before)


def condition() -> str:
    """How the store is, in a few words; OSError, with words for the administrator, when it is not well."""
    return _shelf().condition()


def _demand_unchanged(blob: Blob, file: IO[bytes]) -> None:
    """Read to the end and back to the beginning; the first byte is handed out after the last one was summed."""
    try:
        total, size = hashlib.sha256(), 0
        while piece := file.read(PIECE):
            total.update(piece)
            size += len(piece)
        file.seek(0)
    except OSError as error:
        logger.exception("blob_unreadable", sha256=blob.sha256)
        raise Damaged(OUT_OF_REACH) from error
    if total.hexdigest() != blob.sha256:
        logger.error("blob_damaged", sha256=blob.sha256, found=total.hexdigest())
        raise Damaged(OUT_OF_REACH if size != blob.size else IS_DAMAGED)


def _shelf() -> Shelf:
    """The one that is configured."""
    return FolderShelf() if isinstance(default_storage, FileSystemStorage) else BucketShelf()
