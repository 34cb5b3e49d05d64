"""Bytes in the default storage under their SHA-256: written whole or not at all, the same bytes once."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog
from django.core.files.base import File
from django.core.files.storage import default_storage

from core.errors import Conflict
from files.models import Blob

logger = structlog.get_logger(__name__)

FOLDER = "blobs"
INCOMING = f"{FOLDER}/incoming"
OUT_OF_REACH = "文件暂时取不到，请联系系统管理员。"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written: its SHA-256 in hexadecimal and its size in bytes."""

    sha256: str
    size: int


def place(sha256: str) -> Path:
    """Where the bytes with this sum stand."""
    return Path(default_storage.path(f"{FOLDER}/{sha256[:2]}/{sha256[2:4]}/{sha256}"))


def keep(upload: File) -> Kept:
    """Write the bytes under their sum, summing on the way; the same bytes again replace what stands there.

    Replacing makes the bytes young, so that no sweep takes them away before their row is committed, and mends
    bytes that were damaged.
    """
    incoming = Path(default_storage.path(INCOMING))
    incoming.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=incoming)
    temporary, total, size = Path(name), hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in upload.chunks():
                total.update(chunk)
                size += file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        target = place(total.hexdigest())
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return Kept(total.hexdigest(), size)


def opened(blob: Blob) -> File:
    """The bytes, to be read and closed by the caller; Conflict, and a line in the log, when they are gone or cut."""
    path = place(blob.sha256)
    found = path.stat().st_size if path.is_file() else None
    if found != blob.size:
        logger.error("blob_out_of_reach", sha256=blob.sha256, size=blob.size, found=found)
        raise Conflict(OUT_OF_REACH)
    return File(path.open("rb"))


def old_bytes(before: float) -> Iterator[list[Path]]:
    """What was written before that moment (seconds since 1970), folder by folder; half-written files as well."""
    root = Path(default_storage.path(FOLDER))
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        yield sorted(path for path in folder.rglob("*") if _is_older(path, before))


def discard(path: Path, before: float) -> bool:
    """Delete bytes that nobody names; False when the same bytes came in anew meanwhile, which then stay."""
    aside = path.with_name(f"{path.name}.aside")
    try:
        path.rename(aside)
        if aside.stat().st_mtime >= before:
            aside.replace(path)
            return False
        aside.unlink()
    except FileNotFoundError:
        # Another sweep was here.
        return False
    return True


def _is_older(path: Path, before: float) -> bool:
    try:
        return path.is_file() and path.stat().st_mtime < before
    except FileNotFoundError:
        # An upload that was still coming in has reached its place.
        return False
