"""An XML part read as a stream: no declarations that pull something in, and no more elements than are bearable."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from files.inspection.bounds import LONGEST_STRETCH, MOST_NAMES
from files.inspection.faults import Fault, Refused, demand

Attributes = list[str]
Start = Callable[[str, Attributes], None]

DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY", "<!doctype", "<!entity")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
LONGEST_DECLARATION = 18
ENCODINGS = {"", "utf-8", "utf8", "us-ascii", "utf-16", "utf-16le", "utf-16be"}


class Part:
    """What one XML part is asked about; a subclass names the elements that it cares for and looks at them in `opened`."""

    cares: frozenset[str] = frozenset()

    def __init__(self, most: int) -> None:
        self.left = most
        self.parser: Any = None

    def opened(self, name: str, attributes: Attributes) -> None:
        """An element begins; the name comes without its prefix, attributes as name, value, name, value."""


def read(part: Part, pieces: Iterable[bytes]) -> None:
    """Feed a part through the parser; Refused for declarations, damage, or more elements than `part.left`."""
    parser = part.parser = _parser(part)
    try:
        for piece in undeclared(pieces):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (ExpatError, UnicodeError, LookupError, ValueError) as error:
        raise Refused(Fault.DAMAGED) from error


def undeclared(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same pieces; Refused when a declaration stands in them, in whichever encoding, or one tag has no end."""
    before, endless = b"", 0
    for piece in pieces:
        window = before + piece
        demand(not any(word in window for word in DECLARATIONS), Fault.ENTITIES)
        endless = 0 if b">" in piece else endless + len(piece)
        demand(endless <= LONGEST_STRETCH, Fault.TOO_HARD)
        yield piece
        before = window[-LONGEST_DECLARATION:]


def attribute(attributes: Attributes, name: str) -> str:
    """The value of an attribute, whatever its prefix; empty when there is none."""
    for at in range(0, len(attributes), 2):
        if attributes[at] == name or attributes[at].endswith(f":{name}"):
            return attributes[at + 1]
    return ""


def _parser(part: Part) -> Any:
    parser = ParserCreate()
    parser.ordered_attributes = True
    parser.buffer_text = True
    # Each name as it stands, with what it is without its prefix if the part cares for it; millions of lookups.
    known: dict[str, str] = {}
    opened, cares = part.opened, part.cares

    def start(name: str, attributes: Attributes) -> None:
        part.left -= 1
        plain = known.get(name)
        if plain is None:
            demand(len(known) < MOST_NAMES, Fault.TOO_HARD)
            local = name.rpartition(":")[2]
            plain = known[name] = local if local in cares else ""
        if part.left < 0:
            raise Refused(Fault.TOO_HARD)
        if plain:
            opened(plain, attributes)

    parser.StartElementHandler = start
    # The scan of the bytes finds these first; neither is left to chance.
    parser.StartDoctypeDeclHandler = _declared
    parser.EntityDeclHandler = _declared
    parser.XmlDeclHandler = _encoded
    return parser


def _declared(*facts: Any) -> None:
    raise Refused(Fault.ENTITIES)


def _encoded(version: str, encoding: str | None, standalone: int) -> None:
    demand((encoding or "").lower() in ENCODINGS, Fault.DAMAGED)
