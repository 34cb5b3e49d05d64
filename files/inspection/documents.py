"""A Word file: text and pictures, and no fields that call another program."""

import re
from mmap import mmap

from files.inspection.bounds import MB, MOST_ELEMENTS
from files.inspection.faults import Fault, demand
from files.inspection.markup import Attributes, Part, attribute
from files.inspection.packages import Package

CALLING = re.compile(r"\b(?:DDE|DDEAUTO|LINK)\b", re.IGNORECASE)
MOST_FIELD_TEXT = 4 * MB


def inspect_document(data: mmap) -> None:
    """Refused, or plain."""
    package = Package(data, "docx")
    parts = [name for name in package.entries if name.startswith("word/") and name.endswith(".xml")]
    special = {name: Fields() for name in parts}
    package.inspect(dict(special))
    for part in special.values():
        # Word cuts the text of a field into runs as it likes.
        demand(not CALLING.search("".join(part.text)), Fault.DYNAMIC_DATA)


class Fields(Part):
    """Collects the instructions of fields."""

    cares = frozenset({"fldSimple", "fldChar", "instrText"})

    def __init__(self) -> None:
        super().__init__(MOST_ELEMENTS)
        self.text: list[str] = []
        self.length = 0

    def opened(self, name: str, attributes: Attributes) -> None:
        """A field with its instruction, or a piece of one; objects and controls are refused by their links."""
        if name == "fldSimple":
            self._said(f" {attribute(attributes, 'instr')} ")
        elif name == "fldChar":
            self.text.append(" ")
        elif name == "instrText":
            self.parser.CharacterDataHandler = self._said
            self.parser.EndElementHandler = self._ended

    def _said(self, text: str) -> None:
        self.length += len(text)
        demand(self.length <= MOST_FIELD_TEXT, Fault.TOO_HARD)
        self.text.append(text)

    def _ended(self, name: str) -> None:
        self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
