"""What may stand in an Excel or Word file: sheets, text and pictures, and nothing that acts or reaches out."""

import re
from mmap import mmap

from files.inspection.archives import Entry, entries_of, pieces
from files.inspection.bounds import MOST_ELEMENTS, MOST_SMALL_PART_ELEMENTS
from files.inspection.faults import Fault, Refused, demand
from files.inspection.markup import Attributes, Part, attribute, read, undeclared

CONTENT_TYPES = "[content_types].xml"

# Names of parts and types of parts and links, in small letters.
FORBIDDEN = (
    (
        re.compile(r"vbaproject|vbadata|macrosheet|macroenabled|dialogsheet|customui|/ui/extensibility"),
        Fault.MACROS,
    ),
    (re.compile(r"/embeddings/|oleobject|activex|/package$|/afchunk|webextension|/control$"), Fault.EMBEDDED),
    (
        re.compile(
            r"externallink|/connections(?:\.xml)?$|spreadsheetml\.connections|querytable|attachedtemplate"
        ),
        Fault.EXTERNAL,
    ),
    (re.compile(r"/subdocument|/frame$|/externallinkpath|/volatiledependencies"), Fault.EXTERNAL),
)
MAIN = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
}
# What a person may click on; everything else outside is loaded without being asked for.
CLICKED = re.compile(r"(?:https?|mailto|tel|ftp):|#|(?![a-z][a-z0-9+.-]*:|\\\\|//)", re.IGNORECASE)

ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"Rar!",
    b"7z\xbc\xaf\x27\x1c",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"MZ",
)
SCRIPTED = re.compile(rb"<(?:\w+:)?script|javascript:|\son\w+\s*=", re.IGNORECASE)
XML_ENDS = (".xml", ".svg")


class Package:
    """An opened container of the kind `xlsx` or `docx`: read its parts by name."""

    def __init__(self, data: mmap, kind: str) -> None:
        self.data = data
        self.entries = {entry.name.casefold(): entry for entry in entries_of(data)}
        self.left = MOST_ELEMENTS
        demand(CONTENT_TYPES in self.entries, Fault.OTHER_CONTENT)
        for name in self.entries:
            demand_allowed(f"/{name}")
        self.types = ContentTypes(MAIN[kind])
        self.read(CONTENT_TYPES, self.types)
        demand(self.types.has_main, Fault.OTHER_CONTENT)

    def read(self, name: str, part: Part) -> None:
        """Feed one part through the parser; its elements count towards those of the whole file."""
        had = part.left = min(part.left, self.left)
        read(part, pieces(self.data, self.entries[name]))
        self.left -= had - part.left

    def inspect(self, special: dict[str, Part]) -> None:
        """Every part that has not been read: links, other XML, pictures. `special` are the parts with questions."""
        for name, entry in self.entries.items():
            if name == CONTENT_TYPES or name.endswith("/"):
                continue
            if name in special:
                self.read(name, special[name])
            elif name.endswith(".rels"):
                self.read(name, Links(MOST_SMALL_PART_ELEMENTS))
            elif name.endswith(XML_ENDS):
                self.read(name, Part(MOST_ELEMENTS))
                demand_still(self.data, entry)
            else:
                # Drawings of the old kind (.vml) are often not well-formed.
                demand_plain(self.data, entry)


class ContentTypes(Part):
    """The list of what each part is."""

    cares = frozenset({"Override", "Default"})

    def __init__(self, main: str) -> None:
        super().__init__(MOST_SMALL_PART_ELEMENTS)
        self.main = main
        self.has_main = False
        self.parts: dict[str, str] = {}

    def opened(self, name: str, attributes: Attributes) -> None:
        """One part, or a default for an extension: of the latter some name what is not there."""
        kind = attribute(attributes, "ContentType")
        if name == "Override":
            demand_allowed(kind.lower())
            self.has_main = self.has_main or kind == self.main
            self.parts[attribute(attributes, "PartName").lstrip("/").casefold()] = kind
        elif "macroenabled" in kind.lower():
            raise Refused(Fault.MACROS)


class Links(Part):
    """Where a part points to."""

    cares = frozenset({"Relationship"})

    def opened(self, name: str, attributes: Attributes) -> None:
        """Out of the file only a link that somebody clicks on."""
        kind = attribute(attributes, "Type").lower()
        demand_allowed(kind)
        if attribute(attributes, "TargetMode").lower() == "external":
            is_clicked = kind.endswith("/hyperlink") and CLICKED.match(
                attribute(attributes, "Target").strip()
            )
            demand(is_clicked, Fault.EXTERNAL)


def demand_allowed(words: str) -> None:
    """A name or type, in small letters, that is none of the forbidden ones."""
    for pattern, fault in FORBIDDEN:
        demand(not pattern.search(words), fault)


def demand_plain(data: mmap, entry: Entry) -> None:
    """A picture, a font, settings of a printer: whole, and no file of another kind that has been put in."""
    head = b""
    for piece in undeclared(pieces(data, entry)):
        head = head or piece[:16]
    demand(not head.startswith(ARCHIVES), Fault.EMBEDDED)


def demand_still(data: mmap, entry: Entry) -> None:
    """A drawing inside may not move by itself."""
    if entry.name.casefold().endswith(".svg"):
        before = b""
        for piece in pieces(data, entry):
            demand(not SCRIPTED.search(before + piece), Fault.EMBEDDED)
            before = piece[-64:]
