"""What every shelf can do."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Protocol

from django.core.files.base import File

FOLDER = "blobs"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written: its SHA-256 in hexadecimal and its size in bytes."""

    sha256: str
    size: int


class Shelf(Protocol):
    """Bytes under their SHA-256: written whole or not at all, the same bytes once."""

    def keep(self, upload: File) -> Kept:
        """Write the bytes under their sum; the same bytes again replace what stands there and become young."""

    def fetch(self, sha256: str) -> IO[bytes] | None:
        """What stands under this sum, at its beginning, to be closed by the caller; None when nothing does.

        OSError when the shelf itself is out of reach.
        """

    def old_bytes(self, before: float) -> Iterator[list[PurePath]]:
        """What was written before that moment (seconds since 1970), in batches; half-written files as well."""

    def discard(self, path: PurePath, before: float) -> bool:
        """Delete bytes that nobody names; False when the same bytes came in anew meanwhile, which then stay."""

    def condition(self) -> str:
        """A few words on how it is; OSError, with words for the administrator, when it cannot be written to."""


def name_of(sha256: str) -> str:
    """The place of the bytes with this sum, on every shelf."""
    return f"{FOLDER}/{sha256[:2]}/{sha256[2:4]}/{sha256}"
