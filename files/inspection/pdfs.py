"""A PDF that only shows pages: no script, program, attachment or dynamic form, packed or not, and no password."""

import re
import zlib
from collections.abc import Iterator
from mmap import mmap

from files.inspection.bounds import MB, MOST_PACKED_OBJECTS, TAIL, ZIP_TAIL
from files.inspection.faults import Fault, Refused, demand
from files.inspection.pdfobjects import DELIMITER, PackedObjects, packed_objects, unescaped

# A name ends at white space or a delimiter. /JS is so short that compressed bytes hold it by chance: it counts
# only before what its value may be, a string, a reference, or a comment in front of one of them.
ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|Rendition)"
    + DELIMITER
    + rb"|/JS(?:[(<%]|[\x00\t\n\f\r ]{1,8}[(<%\d]|[\x00\t\n\f\r ]{9})"
)
ENCRYPTED = re.compile(rb"/Encrypt" + DELIMITER)
# Anything but plain deflate: nobody packs objects so, but to hide them.
ODDLY_PACKED = re.compile(
    rb"/(?:Predictor|ASCIIHexDecode|AHx|ASCII85Decode|A85|LZW|RunLength|RL\b|Crypt|Brotli)"
)
WINDOW = 1 * MB
PIECE = 256 * 1024
# Longer than any name above with every letter escaped, and what decides behind it.
OVERLAP = 256
END = b"%%EOF"


def inspect_pdf(data: mmap) -> None:
    """Refused, or passive as far as its bytes can tell."""
    demand(data.find(END, max(len(data) - TAIL, 0)) >= 0, Fault.CUT_OFF)
    demand(data.find(b"PK\x05\x06", max(len(data) - ZIP_TAIL, 0)) < 0, Fault.HIDDEN_CONTENT)
    for window in _windows(data):
        plain = unescaped(window)
        demand(not ACTIVE.search(plain), Fault.ACTIVE_PDF)
        demand(not ENCRYPTED.search(plain), Fault.ENCRYPTED_PDF)
    left = MOST_PACKED_OBJECTS
    for stream in packed_objects(data):
        left -= _search(data, stream, left)


def _windows(data: mmap) -> Iterator[bytes]:
    """The bytes piece by piece, each with the end of the one before it."""
    for place in range(0, len(data), WINDOW):
        yield data[max(place - OVERLAP, 0) : place + WINDOW]


def _search(data: mmap, stream: PackedObjects, left: int) -> int:
    """Search the objects of one stream; returns how many bytes they are."""
    if b"/Filter" not in stream.dictionary:
        # They lie open to the search above.
        return 0
    demand(not ODDLY_PACKED.search(stream.dictionary), Fault.UNREADABLE_PDF)
    total, before = 0, b""
    for piece in _inflated(data, stream.begins):
        total += len(piece)
        demand(total <= left, Fault.TOO_BIG_UNPACKED)
        demand(not ACTIVE.search(unescaped(before + piece)), Fault.ACTIVE_PDF)
        before = piece[-OVERLAP:]
    return total


def _inflated(data: mmap, begins: int) -> Iterator[bytes]:
    """What comes out, to its end; Refused when it has none."""
    unpacker, place = zlib.decompressobj(), begins
    try:
        while not unpacker.eof:
            rest = unpacker.unconsumed_tail
            if not rest:
                rest = data[place : place + PIECE]
                place += len(rest)
                demand(rest, Fault.UNREADABLE_PDF)
            yield unpacker.decompress(rest, PIECE)
    except zlib.error as error:
        raise Refused(Fault.UNREADABLE_PDF) from error
