"""Bytes in a folder of this machine (MEDIA_ROOT)."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage

from files.shelves.shape import FOLDER, Kept, name_of

INCOMING = f"{FOLDER}/incoming"
LEAST_FREE_BYTES = 1024**3


def place(sha256: str) -> Path:
    """Where the bytes with this sum stand."""
    return Path(default_storage.path(name_of(sha256)))


class FolderShelf:
    """A file appears under its name by renaming, so that nobody ever reads half of one."""

    def keep(self, upload: File) -> Kept:
        """Written beside, flushed to the disk, then renamed; what fails on the way leaves nothing."""
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

    def fetch(self, sha256: str) -> IO[bytes] | None:
        """The file itself."""
        try:
            return place(sha256).open("rb")
        except (FileNotFoundError, IsADirectoryError):
            return None

    def old_bytes(self, before: float) -> Iterator[list[PurePath]]:
        """Folder by folder."""
        root = Path(default_storage.path(FOLDER))
        for folder in sorted(root.iterdir()) if root.is_dir() else ():
            yield sorted(path for path in folder.rglob("*") if _is_older(path, before))

    def discard(self, path: PurePath, before: float) -> bool:
        """Put aside first: what came in anew under the name meanwhile is young and is put back."""
        here = Path(path)
        aside = here.with_name(f"{here.name}.aside")
        try:
            here.rename(aside)
            if aside.stat().st_mtime >= before:
                aside.replace(here)
                return False
            aside.unlink()
        except FileNotFoundError:
            # Another sweep was here.
            return False
        return True

    def condition(self) -> str:
        """Written to on trial; how much room is left."""
        root = Path(default_storage.path(""))
        try:
            root.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=root) as file:
                file.write(b"alive")
            free = shutil.disk_usage(root).free
        except OSError as error:
            raise OSError("检查存储目录的权限和磁盘。") from error
        if free < LEAST_FREE_BYTES:
            raise OSError(f"磁盘将满（剩余 {free / 1024**3:.1f} GB），请清理或扩容。")
        return f"可以写入，剩余 {free / 1024**3:.1f} GB"


def _is_older(path: Path, before: float) -> bool:
    try:
        return path.is_file() and path.stat().st_mtime < before
    except FileNotFoundError:
        # An upload that was still coming in has reached its place.
        return False
