"""Bytes in a bucket of an S3-compatible store, through the client of django-storages."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import PurePath, PurePosixPath
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import default_storage

from files.shelves.shape import FOLDER, Kept, name_of

# What the sweep takes away waits here for a day: a bucket knows no renaming, and the same bytes may just be coming in.
ASIDE = f"{FOLDER}/aside"
IN_MEMORY = 2 * 1024 * 1024
UNREACHABLE = "检查对象存储服务和 S3_ENDPOINT、S3_BUCKET、S3_ACCESS_KEY、S3_SECRET_KEY。"
MISSING = {"404", "NoSuchKey", "NotFound"}


class BucketShelf:
    """An object appears when it has come in whole; its sum is known before, so that its name is."""

    def keep(self, upload: File) -> Kept:
        """Summed first, then sent; `upload` is read twice."""
        total, size = hashlib.sha256(), 0
        for chunk in upload.chunks():
            total.update(chunk)
            size += len(chunk)
        upload.seek(0)
        _asked(lambda: default_storage.save(name_of(total.hexdigest()), upload))
        return Kept(total.hexdigest(), size)

    def fetch(self, sha256: str) -> IO[bytes] | None:
        """A copy on this machine: what is handed out is what was summed."""
        with ExitStack() as stack:
            copy = stack.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))
            for name in (name_of(sha256), f"{ASIDE}/{sha256}"):
                if _asked(partial(_client().download_fileobj, _bucket(), name, copy)):
                    copy.seek(0)
                    # Handed on open.
                    stack.pop_all()
                    return copy
        return None

    def old_bytes(self, before: float) -> Iterator[list[PurePath]]:
        """Page by page, at most a thousand."""
        pages = _client().get_paginator("list_objects_v2").paginate(Bucket=_bucket(), Prefix=f"{FOLDER}/")
        for page in pages:
            found = [
                row["Key"] for row in page.get("Contents", ()) if row["LastModified"].timestamp() < before
            ]
            yield [PurePosixPath(name) for name in found]

    def discard(self, path: PurePath, before: float) -> bool:
        """Copied aside before it goes, and gone for good when it stands there a day later."""
        name, client = str(path), _client()
        head: dict[str, Any] = {}
        if not _asked(lambda: head.update(client.head_object(Bucket=_bucket(), Key=name))):
            return False
        if head["LastModified"].timestamp() >= before:
            return False
        if not name.startswith(f"{ASIDE}/"):
            source = {"Bucket": _bucket(), "Key": name}
            client.copy_object(Bucket=_bucket(), Key=f"{ASIDE}/{path.name}", CopySource=source)
        client.delete_object(Bucket=_bucket(), Key=name)
        return True

    def condition(self) -> str:
        """Asked for on trial."""
        is_there = _asked(lambda: _client().head_bucket(Bucket=_bucket()))
        if not is_there:
            raise OSError(UNREACHABLE)
        return f"对象存储“{_bucket()}”可用"


def _asked(question: Any) -> bool:
    """Whether the store has it; OSError when the store does not answer or refuses."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        question()
    except ClientError as error:
        if str(error.response.get("Error", {}).get("Code")) in MISSING:
            return False
        raise OSError(UNREACHABLE) from error
    except BotoCoreError as error:
        raise OSError(UNREACHABLE) from error
    return True


def _client() -> Any:
    return default_storage.connection.meta.client  # type: ignore[attr-defined]


def _bucket() -> str:
    name: str = default_storage.bucket_name  # type: ignore[attr-defined]
    return name
