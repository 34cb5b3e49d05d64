"""A zip of files: readable, whole, of a bearable size, and no archive inside."""

from mmap import mmap

from files.inspection.archives import Entry, entries_of, pieces
from files.inspection.faults import Fault, demand
from files.inspection.packages import ARCHIVES

ARCHIVE_ENDS = (".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".xz", ".bz2", ".zst", ".cab", ".iso", ".jar")
PACKED_HEADS = (*ARCHIVES[:4], b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
# Office files are zips too and may stand in one.
OFFICE_ENDS = (".xlsx", ".docx", ".pptx")


def inspect_zip(data: mmap) -> None:
    """Refused, or safe to unpack."""
    for entry in entries_of(data):
        _demand_single(data, entry)


def _demand_single(data: mmap, entry: Entry) -> None:
    name, head = entry.name.casefold(), b""
    demand(not name.endswith(ARCHIVE_ENDS), Fault.NESTED)
    for piece in pieces(data, entry):
        head = head or piece[:16]
    demand(not head.startswith(PACKED_HEADS) or name.endswith(OFFICE_ENDS), Fault.NESTED)
