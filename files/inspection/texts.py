"""Text: in UTF-8 or GB18030, with words in it, and without bytes that no text has."""

import codecs
import re
from collections.abc import Iterator
from mmap import mmap

from files.inspection.faults import Fault, demand

PIECE = 256 * 1024
# Tab, line feed, vertical tab, form feed, carriage return and the end mark of DOS may stand in a text.
NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
OTHER = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"{\\rtf",
    b"\xd0\xcf\x11\xe0",
)
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
ENCODINGS = ("utf-8-sig", "gb18030")
TAG = re.compile(
    rb"<(?:!doctype|html|head|body|div|p|table|meta|title|article|section|h[1-6]|span|br)\b", re.IGNORECASE
)
# A cell that a program would take for a call: =cmd|' /C calc'!A0
CALLING = re.compile(r"(?:^|[,;\t\n\r\"])[ \t]*[=+\-@＝＋－＠][ \t]*[A-Za-z.]{1,40}[ \t]*\|")


def inspect_text(data: mmap) -> None:
    """Refused, or text."""
    demand(not data[:8].startswith(OTHER), Fault.OTHER_CONTENT)
    demand(not data[:2].startswith(WIDE), Fault.UNKNOWN_ENCODING)
    for piece in _pieces(data):
        demand(not NO_TEXT.search(piece), Fault.NOT_TEXT)
    for encoding in ENCODINGS:
        found = _decodes(data, encoding)
        if found is not None:
            demand(found, Fault.NO_TEXT)
            return
    demand(False, Fault.UNKNOWN_ENCODING)


def inspect_page(data: mmap) -> None:
    """Text with tags; scripts in it are only ever text here."""
    inspect_text(data)
    demand(TAG.search(data), Fault.OTHER_CONTENT)


def inspect_table(data: mmap) -> None:
    """Lines with cells, none of which calls a program."""
    inspect_text(data)
    before = ""
    for piece in _decoded(data):
        demand(not CALLING.search(before + piece), Fault.DYNAMIC_DATA)
        before = piece[-64:]


def _pieces(data: mmap) -> Iterator[bytes]:
    for place in range(0, len(data), PIECE):
        yield data[place : place + PIECE]


def _decodes(data: mmap, encoding: str) -> bool | None:
    """Whether anything can be read in it; None when it is not in this encoding."""
    decoder, has_words = codecs.getincrementaldecoder(encoding)(), False
    try:
        for piece in _pieces(data):
            has_words = bool(decoder.decode(piece).strip()) or has_words
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return None
    return has_words


def _decoded(data: mmap) -> Iterator[str]:
    """The text, in whichever of the encodings it stands."""
    encoding = next(each for each in ENCODINGS if _decodes(data, each) is not None)
    decoder = codecs.getincrementaldecoder(encoding)()
    for piece in _pieces(data):
        yield decoder.decode(piece)
