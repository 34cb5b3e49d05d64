"""Objects that a PDF keeps packed: where their streams begin, found by reading dictionaries as a viewer does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

from files.inspection.bounds import LONGEST_DICTIONARY
from files.inspection.faults import Fault, demand

DELIMITER = rb"(?=[\x00\t\n\f\r ()<>\[\]{}/%])"
OBJECT = re.compile(rb"(?<!end)obj")
# What opens, closes, or hides the others.
TOKEN = re.compile(rb"%[^\r\n]*|\(|<<|>>")
IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
BLANK = re.compile(rb"(?:[\x00\t\n\f\r ]+|%[^\r\n]*)*")
STREAM = re.compile(rb"stream(?:\r\n|\n|\r)?")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def spelled(name: bytes) -> bytes:
    """A pattern for a name however its letters are written: /ObjStm, /Obj#53tm."""
    return rb"/" + b"".join(rb"(?:%c|#(?i:%02x))" % (letter, letter) for letter in name) + DELIMITER


# Some viewers go by the type, others by the number that says where the first object begins.
MENTION = re.compile(spelled(b"ObjStm") + rb"|" + spelled(b"First"))


@dataclass(frozen=True, slots=True)
class PackedObjects:
    """A stream of objects: the dictionary with its names in plain letters, and the first byte of the data."""

    dictionary: bytes
    begins: int


def packed_objects(data: mmap) -> Iterator[PackedObjects]:
    """Every stream that some viewer would unpack objects from; Refused when a mention belongs to no dictionary."""
    done: set[int] = set()
    for match in MENTION.finditer(data):
        spans = list(_around(data, match.start()))
        demand(spans, Fault.UNREADABLE_PDF)
        for begins, ends in spans:
            keyword = STREAM.match(data, BLANK.match(data, ends).end())  # type: ignore[union-attr]
            if keyword is not None and keyword.end() not in done:
                done.add(keyword.end())
                yield PackedObjects(unescaped(data[begins:ends]), keyword.end())


def unescaped(text: bytes) -> bytes:
    """Names may be written with numbers for letters: /J#61vaScript."""
    return ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), text) if b"#" in text else text


def _around(data: mmap, place: int) -> Iterator[tuple[int, int]]:
    """Every dictionary of an object that goes around this place; what a string says is one too is looked at as well."""
    for match in OBJECT.finditer(data, max(place - LONGEST_DICTIONARY, 0), place):
        begins = BLANK.match(data, match.end()).end()  # type: ignore[union-attr]
        if begins < place and data[begins : begins + 2] == b"<<":
            ends = _end_of(data, begins)
            if ends > place:
                yield begins, ends


def _end_of(data: mmap, begins: int) -> int:
    """Behind the >> that belongs to the << here; 0 when there is none within reach."""
    depth, place, most = 0, begins, begins + 2 * LONGEST_DICTIONARY
    while match := TOKEN.search(data, place, most):
        place = match.end()
        if match[0] == b"(":
            place = _end_of_string(data, place, most)
        elif match[0] == b"<<":
            depth += 1
        elif match[0] == b">>":
            depth -= 1
            if depth == 0:
                return place
    return 0


def _end_of_string(data: mmap, place: int, most: int) -> int:
    """Behind the bracket that closes the string; brackets within may be paired or escaped."""
    depth = 1
    while depth and (match := IN_STRING.search(data, place, most)):
        place = match.end()
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
    return place if not depth else most
