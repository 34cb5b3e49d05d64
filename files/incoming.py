"""Bytes that come in piece by piece: one file an upload, in a folder that no address leads to.

The row says how much of the file counts; what a broken connection or a killed process left behind that is cut off
before the next piece. A lock on the file lets one writer at a time in and leaves the database alone meanwhile.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File

from core.errors import Conflict
from files.disk import telling_when_full
from files.models import Upload


class Gone(Conflict):
    """The bytes of an upload are not there any more, or not all of them."""

    def __init__(self) -> None:
        super().__init__("这次上传的内容已经不在，请取消后重新上传。")


def place(pk: int) -> Path:
    """Where the bytes of that upload stand."""
    return Path(settings.INCOMING_ROOT) / str(pk)


@contextmanager
def held(pk: int) -> Iterator[BinaryIO]:
    """The file of an upload, made where there is none, for this writer alone."""
    path = place(pk)
    path.parent.mkdir(parents=True, exist_ok=True)
    with telling_when_full():
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def write(file: BinaryIO, offset: int, content: bytes) -> None:
    """Put a piece behind the first `offset` bytes; on a full disk nothing of it stays."""
    if os.fstat(file.fileno()).st_size < offset:
        raise Gone
    try:
        with telling_when_full():
            file.truncate(offset)
            file.seek(offset)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except Exception:
        file.truncate(offset)
        raise


class WholeFile(File):
    """All pieces of an upload, where they stand on the disk: nobody needs to copy them for a look."""

    def __init__(self, file: BinaryIO, name: str, path: Path) -> None:
        super().__init__(file, name=name)
        self._path = path

    def temporary_file_path(self) -> str:
        """As an upload that Django put on the disk says it."""
        return str(self._path)


@contextmanager
def opened(upload: Upload) -> Iterator[File]:
    """The whole file under its own name, to be looked at and stored; Conflict when its bytes are gone."""
    path = place(upload.pk)
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise Gone from None
    with file:
        if os.fstat(file.fileno()).st_size < upload.size:
            raise Gone
        yield WholeFile(file, upload.name, path)


def discard(pk: int) -> None:
    """Take the bytes away; nothing happens where there are none."""
    place(pk).unlink(missing_ok=True)


def left_behind(before: float) -> Iterator[int]:
    """The numbers of files that nobody has written to since that moment (seconds since 1970)."""
    root = Path(settings.INCOMING_ROOT)
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        try:
            if path.name.isdecimal() and path.stat().st_mtime < before:
                yield int(path.name)
        except FileNotFoundError:
            # Its upload has just been stored.
            continue
