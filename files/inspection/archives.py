"""A zip read by its directory before anything is unpacked: sizes, names, places, each against its local header.

Written out rather than left to a library: a reader that forgives is what such files are made for.
"""

import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

from files.inspection.bounds import (
    MOST_DIRECTORY,
    MOST_ENTRIES,
    MOST_RATIO,
    MOST_UNPACKED,
    PIECE,
    SMALL_PART,
    ZIP_TAIL,
)
from files.inspection.faults import Fault, demand
from files.inspection.zipnames import demand_safe_names

END, END64, LOCATOR64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
DIRECTORY, LOCAL = b"PK\x01\x02", b"PK\x03\x04"
END_FORM = struct.Struct("<4s4H2LH")
DIRECTORY_FORM = struct.Struct("<4s6H3L5H2L")
LOCAL_FORM = struct.Struct("<4s5H3L2H")
# The record and the locator that some writers add although nothing is that large.
SIZE_OF_64 = 76
# Sizes and sum written behind the data, with a signature and in eight bytes each at most.
LONGEST_DESCRIPTOR = 24

ENCRYPTED, SIZES_FOLLOW = 0x1 | 0x40 | 0x2000, 0x8
STORED, DEFLATED = 0, 8
OUT_OF_RANGE = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Entry:
    """One file inside, as the directory and its local header agree on it."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    starts: int
    # Where its local header begins.
    offset: int

    @property
    def ends(self) -> int:
        """The first byte behind its data."""
        return self.starts + self.packed


def entries_of(data: mmap) -> list[Entry]:
    """Every entry in the order of the data, or Refused; nothing is unpacked."""
    count, begins, ends = _directory(data)
    entries, place = [], begins
    for _ in range(count):
        entry, place = _entry(data, place, ends, begins)
        entries.append(entry)
    demand(place == ends and entries, Fault.DAMAGED)
    demand_safe_names([entry.name for entry in entries])
    _demand_modest(entries)
    entries.sort(key=lambda entry: entry.offset)
    _demand_side_by_side(entries, begins)
    return entries


def pieces(data: mmap, entry: Entry) -> Iterator[bytes]:
    """The unpacked bytes in small pieces; Refused when size or sum is not what was said."""
    total, crc = 0, 0
    for piece in _raw(data, entry) if entry.method == STORED else _inflated(data, entry):
        total += len(piece)
        demand(total <= entry.size, Fault.DAMAGED)
        crc = zlib.crc32(piece, crc)
        yield piece
    demand(total == entry.size and crc == entry.crc, Fault.DAMAGED)


def _directory(data: mmap) -> tuple[int, int, int]:
    """Number of entries, and where the directory begins and ends."""
    place = data.rfind(END, max(len(data) - ZIP_TAIL, 0))
    demand(0 <= place <= len(data) - END_FORM.size, Fault.CUT_OFF)
    _, disk, first, here, count, size, begins, comment = END_FORM.unpack_from(data, place)
    demand(place + END_FORM.size + comment == len(data), Fault.HIDDEN_CONTENT)
    demand(disk == first == 0 and here == count, Fault.DAMAGED)
    demand(count <= MOST_ENTRIES and size <= MOST_DIRECTORY, Fault.TOO_MANY_ENTRIES)
    ends = begins + size
    if ends == place - SIZE_OF_64:
        is_64 = data[ends : ends + 4] == END64 and data[place - 20 : place - 16] == LOCATOR64
        demand(is_64, Fault.HIDDEN_CONTENT)
    else:
        demand(ends == place, Fault.HIDDEN_CONTENT)
    return count, begins, ends


def _entry(data: mmap, place: int, ends: int, most: int) -> tuple[Entry, int]:
    """The entry whose line of the directory stands at `place`, and the place of the next."""
    demand(place + DIRECTORY_FORM.size <= ends, Fault.DAMAGED)
    (sign, _, _, flags, method, _, _, crc, packed, size, named, extra, noted, _, _, mode, offset) = (
        DIRECTORY_FORM.unpack_from(data, place)
    )
    demand(sign == DIRECTORY and OUT_OF_RANGE not in {packed, size, offset}, Fault.DAMAGED)
    demand(not flags & ENCRYPTED, Fault.ENCRYPTED)
    demand(method in {STORED, DEFLATED}, Fault.DAMAGED)
    demand(not stat.S_ISLNK(mode >> 16), Fault.UNSAFE_NAMES)
    after = place + DIRECTORY_FORM.size
    raw = data[after : after + named]
    starts = _data_start(data, offset, raw, (flags, method, crc, packed, size))
    demand(starts + packed <= most and (method == DEFLATED or packed == size), Fault.DAMAGED)
    name = raw.decode("utf-8" if flags & 0x800 else "gb18030", "replace")
    return Entry(name, method, crc, packed, size, starts, offset), after + named + extra + noted


def _data_start(data: mmap, offset: int, name: bytes, said: tuple[int, int, int, int, int]) -> int:
    """Where the data begin, once the local header says the same as the directory."""
    demand(offset + LOCAL_FORM.size <= len(data), Fault.DAMAGED)
    sign, _, flags, method, _, _, crc, packed, size, named, extra = LOCAL_FORM.unpack_from(data, offset)
    starts = offset + LOCAL_FORM.size
    demand(sign == LOCAL and (flags, method) == said[:2], Fault.HIDDEN_CONTENT)
    demand(data[starts : starts + named] == name, Fault.HIDDEN_CONTENT)
    # Written behind the data, or in a field of their own that the directory repeats.
    is_elsewhere = flags & SIZES_FOLLOW or packed == size == OUT_OF_RANGE
    demand(is_elsewhere or (crc, packed, size) == said[2:], Fault.HIDDEN_CONTENT)
    return starts + named + extra


def _demand_modest(entries: list[Entry]) -> None:
    """Sizes and ratios, as they are said; `pieces` holds them to it."""
    demand(sum(entry.size for entry in entries) <= MOST_UNPACKED, Fault.TOO_BIG_UNPACKED)
    for entry in entries:
        is_modest = entry.size <= SMALL_PART or entry.size <= MOST_RATIO * entry.packed
        demand(is_modest, Fault.TOO_BIG_UNPACKED)
    packed = sum(entry.packed for entry in entries)
    size = sum(entry.size for entry in entries)
    demand(size <= 5 * SMALL_PART or size <= MOST_RATIO * packed, Fault.TOO_BIG_UNPACKED)


def _demand_side_by_side(entries: list[Entry], directory: int) -> None:
    """From the first byte to the directory one after another: none inside another, nothing hidden between them."""
    demand(entries[0].offset == 0, Fault.HIDDEN_CONTENT)
    nexts = [*(entry.offset for entry in entries[1:]), directory]
    for entry, following in zip(entries, nexts, strict=True):
        demand(0 <= following - entry.ends <= LONGEST_DESCRIPTOR, Fault.HIDDEN_CONTENT)


def _raw(data: mmap, entry: Entry) -> Iterator[bytes]:
    for place in range(entry.starts, entry.ends, PIECE):
        yield data[place : min(place + PIECE, entry.ends)]


def _inflated(data: mmap, entry: Entry) -> Iterator[bytes]:
    """Never more than a piece at once, however much comes out of a few bytes."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for packed in _raw(data, entry):
            demand(not unpacker.eof, Fault.HIDDEN_CONTENT)
            rest = packed
            while rest and not unpacker.eof:
                yield unpacker.decompress(rest, PIECE)
                rest = unpacker.unconsumed_tail
            demand(not unpacker.unused_data, Fault.HIDDEN_CONTENT)
        while not unpacker.eof:
            piece = unpacker.decompress(b"", PIECE)
            demand(piece or unpacker.eof, Fault.DAMAGED)
            yield piece
    except zlib.error:
        demand(False, Fault.DAMAGED)
