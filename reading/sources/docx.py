"""Word files, streamed: unzip and expat, nothing kept but the lines.

Text boxes stand where they are anchored; what was deleted with changes tracked is gone, notes are left out.
A row of a table is one line, its cells parted by tabs.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from reading.errors import Unreadable
from reading.lines import Source, numbered
from reading.sources.numbering import Numbering, numbering_of, styles_of

BROKEN: Final = "这个 Word 文件打不开，可能没有下载或复制完，请重新获取，或用 Word、WPS 另存为 .docx。"
TOO_LARGE: Final = "这个 Word 文件解开后过大，请删去图片和附件后另存。"
_MOST_XML: Final = 64 * 1024 * 1024
_SKIPPED: Final = frozenset(
    (
        "w:del",
        "w:moveFrom",
        "w:instrText",
        "w:delText",
        "mc:Fallback",
        "w:pPrChange",
        "w:rPrChange",
        "w:sectPrChange",
    )
)
_MARKS: Final = {"w:tab": " ", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-", "w:ptab": " "}


def read(content: bytes) -> Source:
    """The lines of a .docx; Unreadable when it is broken, too large or holds no document."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            numbering = numbering_of(
                part(package, "word/numbering.xml"), styles_of(part(package, "word/styles.xml"))
            )
            return Source(numbered(lines_of(part(package, "word/document.xml", wanted=True), numbering)))
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        KeyError,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise Unreadable(BROKEN) from error


def part(package: zipfile.ZipFile, name: str, *, wanted: bool = False) -> bytes:
    """A part of the package by its name, bounded; empty when it is not there and not wanted."""
    if not wanted and name not in package.namelist():
        return b""
    with package.open(name) as stream:
        content = stream.read(_MOST_XML + 1)
    if len(content) > _MOST_XML:
        raise Unreadable(TOO_LARGE)
    return content


def parser() -> "expat.XMLParserType":
    """An XML parser that knows no entities of its own: a document that declares any is no Word file."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse
    return made


def lines_of(xml: bytes, numbering: Numbering) -> list[str]:
    """One line a paragraph, with the label that Word would have counted in front of it."""
    walk = _Walk(numbering)
    reader = parser()
    reader.StartElementHandler = walk.start
    reader.EndElementHandler = walk.end
    reader.CharacterDataHandler = walk.text
    reader.Parse(xml, True)
    return walk.lines


def _refuse(*_: object) -> None:
    raise Unreadable(BROKEN)


@dataclass(slots=True)
class _Paragraph:
    """What a paragraph says before its text: its style and its place in a list."""

    pieces: list[str] = field(default_factory=list)
    style: str = ""
    list_id: str | None = None
    level: str | None = None


@dataclass(slots=True)
class _Walk:
    """The state of the stream: paragraphs nest in text boxes, rows in tables."""

    numbering: Numbering
    lines: list[str] = field(default_factory=list)
    paragraphs: list[_Paragraph] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    skipped: int = 0
    in_text: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "w:t":
            self.in_text = not self.skipped
        elif name in _SKIPPED or self.skipped:
            self.skipped += 1
        elif name == "w:p":
            self.paragraphs.append(_Paragraph())
        elif name in ("w:tr", "w:tc"):
            (self.rows if name == "w:tr" else self.cells).append([])
        elif self.paragraphs:
            self._inside(name, attributes)

    def _inside(self, name: str, attributes: dict[str, str]) -> None:
        """What stands in a paragraph besides its text."""
        paragraph = self.paragraphs[-1]
        if name in _MARKS:
            # w:tab also names the stops of a style, which have a position.
            if "w:pos" not in attributes:
                paragraph.pieces.append(_MARKS[name])
        elif name == "w:pStyle":
            paragraph.style = attributes.get("w:val", "")
        elif name == "w:ilvl":
            paragraph.level = attributes.get("w:val")
        elif name == "w:numId":
            paragraph.list_id = attributes.get("w:val")
        elif name == "w:sym":
            paragraph.pieces.append("□")

    def text(self, data: str) -> None:
        if self.in_text and self.paragraphs:
            self.paragraphs[-1].pieces.append(data)

    def end(self, name: str) -> None:
        if name == "w:t":
            self.in_text = False
        elif self.skipped:
            self.skipped -= 1
        elif name == "w:p" and self.paragraphs:
            self._finish(self.paragraphs.pop())
        elif name == "w:tc" and self.cells:
            cell = "".join(self.cells.pop())
            (self.rows[-1] if self.rows else self.lines).append(cell.strip())
        elif name == "w:tr" and self.rows:
            row = "\t".join(self.rows.pop())
            (self.cells[-1] if self.cells else self.lines).append(row)

    def _finish(self, paragraph: _Paragraph) -> None:
        text = "".join(paragraph.pieces)
        if text.strip():
            label = self.numbering.label(paragraph.style, paragraph.list_id, paragraph.level)
            text = label + (text.lstrip() if label else text)
        if self.cells:
            self.cells[-1].append(text.replace("\n", " "))
        else:
            self.lines.extend(text.split("\n"))
