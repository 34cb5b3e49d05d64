"""A picture: how large it says it is, whole to its end, and nothing of another kind behind it."""

import re
import struct
import zlib
from mmap import mmap

from files.inspection.bounds import MOST_CHUNKS, MOST_PIXELS, MOST_SEGMENTS, TAIL, ZIP_TAIL
from files.inspection.faults import Fault, demand

PNG_HEAD = 8
# SOF0 to SOF15 without DHT, JPG and DAC, which share the range.
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
STANDALONE = {0x01, *range(0xD0, 0xD9)}
START_OF_IMAGE, START_OF_SCAN, END_OF_IMAGE = 0xD8, 0xDA, 0xD9
# In the data of the picture a mark is anything but an escaped byte and the restart marks.
MARK = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")
# Phones put a second picture, a film or notes of their own behind the first one.
PICTURE = b"\xff\xd8\xff"
STRANGE = re.compile(
    rb"PK\x03\x04|PK\x05\x06|%PDF-|Rar!\x1a|7z\xbc\xaf|<\?php|<(?:html|script|svg)\b|^MZ|\x7fELF",
    re.IGNORECASE,
)


def inspect_png(data: mmap) -> None:
    """Refused, or whole and of a bearable size."""
    demand(data[PNG_HEAD + 4 : PNG_HEAD + 8] == b"IHDR" and len(data) >= 33, Fault.UNREADABLE_PICTURE)
    _demand_size(*struct.unpack_from(">II", data, PNG_HEAD + 8))
    _demand_no_zip(data)
    place = PNG_HEAD
    for _ in range(MOST_CHUNKS):
        demand(place + 12 <= len(data), Fault.CUT_OFF)
        (length,) = struct.unpack_from(">I", data, place)
        name, ends = data[place + 4 : place + 8], place + 12 + length
        demand(ends <= len(data), Fault.CUT_OFF)
        with memoryview(data) as view:
            crc = zlib.crc32(view[place + 4 : ends - 4])
        demand(crc == struct.unpack_from(">I", data, ends - 4)[0], Fault.DAMAGED)
        place = ends
        if name == b"IEND":
            break
    demand(len(data) - place <= TAIL, Fault.HIDDEN_CONTENT)
    demand(not STRANGE.search(data[place:]), Fault.HIDDEN_CONTENT)


def inspect_jpeg(data: mmap) -> None:
    """Refused, or whole and of a bearable size."""
    size, place = _frame(data)
    _demand_size(*size)
    _demand_no_zip(data)
    ends = _end_of(data, place)
    demand(ends, Fault.CUT_OFF)
    behind = data[ends : ends + TAIL]
    demand(not STRANGE.search(behind), Fault.HIDDEN_CONTENT)


def _demand_size(width: int, height: int) -> None:
    demand(width and height, Fault.UNREADABLE_PICTURE)
    demand(width * height <= MOST_PIXELS, Fault.TOO_MANY_PIXELS)


def _demand_no_zip(data: mmap) -> None:
    demand(data.find(b"PK\x05\x06", max(len(data) - ZIP_TAIL, 0)) < 0, Fault.HIDDEN_CONTENT)


def _frame(data: mmap) -> tuple[tuple[int, int], int]:
    """Width and height by the first frame, and where the segments go on; nothing when there is none."""
    place = 2
    for _ in range(MOST_SEGMENTS):
        mark, code = data[place : place + 1], data[place + 1 : place + 2]
        if mark != b"\xff" or not code or code[0] in {END_OF_IMAGE, START_OF_SCAN}:
            break
        if code[0] in FRAMES and place + 9 <= len(data):
            height, width = struct.unpack_from(">HH", data, place + 5)
            return (width, height), place
        place = _after(data, place, code[0])
    return (0, 0), place


def _after(data: mmap, place: int, code: int) -> int:
    """Where the next segment begins."""
    if code == 0xFF:
        return place + 1
    if code in STANDALONE:
        return place + 2
    length = int.from_bytes(data[place + 2 : place + 4], "big")
    return place + 2 + max(length, 2)


def _end_of(data: mmap, place: int) -> int:
    """The first byte behind the picture, 0 when it has no end."""
    for _ in range(MOST_CHUNKS):
        mark, code = data[place : place + 1], data[place + 1 : place + 2]
        if mark != b"\xff" or not code:
            return 0
        if code[0] == END_OF_IMAGE:
            return place + 2
        place = _after(data, place, code[0])
        if code[0] == START_OF_SCAN:
            match = MARK.search(data, place)
            if match is None:
                return 0
            place = match.start(1) - 1
    return 0
