"""A workbook written as it goes: the zip leaves piece by piece, and memory does not grow with the rows.

Written by hand because openpyxl takes ten times as long (docs/benchmarks.md, B7).
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from io import RawIOBase
from itertools import chain, islice
from xml.sax.saxutils import escape

from django.utils import timezone

from core.sheets.cells import Cells, header_cell, legal, letters, writer
from core.sheets.columns import Column, Line
from core.sheets.styles import styles

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_SHEET_NAME = 31
# Excel's last row; what follows goes on on a further sheet, with the heading again.
MOST_ROWS = 1_048_576
# A part of a zip without its newest extension, which not every program reads, ends at 2 GB.
MOST_BYTES = 1_500_000_000
ROWS_AT_ONCE = 256
# Fast rather than small: the rows repeat so much that the first level takes most of it.
LEVEL = 1

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("\\/?*[]:", " "))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the workbook is called, inside and in its properties, and its columns."""

    title: str
    columns: Sequence[Column]
    author: str = ""

    @property
    def name(self) -> str:
        """The title as the name of a sheet may be."""
        name = legal(self.title).translate(_NOT_IN_A_NAME).strip().strip("'")
        return name[:LONGEST_SHEET_NAME] or "数据"


class _Outlet(RawIOBase):
    """Where the zip is written to: what has come in waits here until it is sent on."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._waiting.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """Everything that waits, once."""
        found, self._waiting = b"".join(self._waiting), []
        return found


def workbook_chunks(sheet: Sheet, lines: Iterable[Line], *, most_rows: int = MOST_ROWS) -> Iterator[bytes]:
    """The workbook piece by piece; the first piece comes before the first line is read.

    The heading stays in sight and stands on every printed page (A4 across, as wide as the paper); the table can
    be filtered. Beyond `most_rows` a further sheet follows.
    """
    outlet, feed = _Outlet(), _Feed(lines, most_rows)
    ends: list[int] = []
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        while not feed.is_over:
            yield from _worksheet(archive, outlet, sheet, feed, len(ends) + 1)
            ends.append(feed.last_row)
        for name, content in _other_parts(sheet, ends):
            archive.writestr(name, _HEAD + content)
    yield outlet.taken()


class _Feed:
    """The lines of all sheets, sheet by sheet, as XML."""

    def __init__(self, lines: Iterable[Line], most_rows: int) -> None:
        self._lines, self._most = iter(lines), most_rows
        self.last_row = 1
        self.is_over = False

    def rows(self, columns: Sequence[Column]) -> Iterator[str]:
        """The rows of one sheet, some at a time; afterwards `last_row`, and whether that was all."""
        cells = [writer(place, column) for place, column in enumerate(columns, start=1)]
        last, size = 1, 0
        while last < self._most and size < MOST_BYTES:
            piece = list(islice(self._lines, min(ROWS_AT_ONCE, self._most - last)))
            if not piece:
                break
            rows = _rows(cells, piece, last + 1)
            last += len(piece)
            size += len(rows)
            yield rows
        self.last_row = last
        following = list(islice(self._lines, 1))
        self.is_over = not following
        self._lines = chain(following, self._lines)


def _rows(writers: Sequence[Cells], lines: Sequence[Line], first: int) -> str:
    """Lines as rows of XML; column by column, which takes half the time of cell by cell."""
    names = [str(number) for number in range(first, first + len(lines))]
    columns = [cells(values, names) for cells, values in zip(writers, zip(*lines, strict=True), strict=True)]
    rows = zip(names, zip(*columns, strict=True), strict=True)
    return "".join([f'<row r="{name}">{"".join(cells)}</row>' for name, cells in rows])


def _worksheet(
    archive: zipfile.ZipFile, outlet: _Outlet, sheet: Sheet, feed: _Feed, number: int
) -> Iterator[bytes]:
    with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
        part.write((_HEAD + _above(sheet.columns)).encode())
        yield outlet.taken()
        for rows in feed.rows(sheet.columns):
            part.write(rows.encode())
            if found := outlet.taken():
                yield found
        part.write(_below(sheet, feed.last_row).encode())


def _above(columns: Sequence[Column]) -> str:
    """The worksheet up to its first row of data."""
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{column.width}" customWidth="1"/>'
        for place, column in enumerate(columns, start=1)
    )
    heading = "".join(header_cell(place, column) for place, column in enumerate(columns, start=1))
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft"'
        ' state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData><row r="1">{heading}</row>'
    )


def _below(sheet: Sheet, last_row: int) -> str:
    """The worksheet after its last row."""
    title = escape(sheet.name.replace("&", "&&"))
    return (
        f'</sheetData><autoFilter ref="A1:{letters(len(sheet.columns))}{last_row}"/>'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        f"<headerFooter><oddHeader>&amp;C{title}</oddHeader>"
        "<oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>"
    )


def _other_parts(sheet: Sheet, ends: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Everything that is not a worksheet; it comes last, when the number of sheets and rows is known."""
    numbers = range(1, len(ends) + 1)
    relations = "".join(_relation(n, f"{_OFFICE}/worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    relations += _relation(len(ends) + 1, f"{_OFFICE}/styles", "styles.xml")
    yield "xl/workbook.xml", _book(sheet, ends)
    yield "xl/_rels/workbook.xml.rels", _relations(relations)
    yield "xl/styles.xml", styles()
    yield "docProps/core.xml", _properties(sheet)
    yield (
        "_rels/.rels",
        _relations(
            _relation(1, f"{_OFFICE}/officeDocument", "xl/workbook.xml")
            + _relation(2, f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")
        ),
    )
    overrides = "".join(_content(f"/xl/worksheets/sheet{n}.xml", f"{_WORDS}.worksheet+xml") for n in numbers)
    overrides += _content("/xl/workbook.xml", f"{_WORDS}.sheet.main+xml")
    overrides += _content("/xl/styles.xml", f"{_WORDS}.styles+xml")
    overrides += _content("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
        f' ContentType="application/xml"/>{overrides}</Types>'
    )
    yield "[Content_Types].xml", types


def _book(sheet: Sheet, ends: Sequence[int]) -> str:
    names = [_numbered(sheet.name, number) for number in range(1, len(ends) + 1)]
    sheets = "".join(
        f'<sheet name="{_attribute(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    last = letters(len(sheet.columns))
    defined = [
        _defined("_xlnm._FilterDatabase", place, name, f"$A$1:${last}${end}", hidden=True)
        for place, (name, end) in enumerate(zip(names, ends, strict=True))
    ]
    for place, (name, end) in enumerate(zip(names, ends, strict=True)):
        defined.append(_defined("_xlnm.Print_Area", place, name, f"$A$1:${last}${end}"))
        defined.append(_defined("_xlnm.Print_Titles", place, name, "$1:$1"))
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets><definedNames>{''.join(defined)}</definedNames></workbook>"
    )


def _numbered(name: str, number: int) -> str:
    """The name of a further sheet."""
    if number == 1:
        return name
    end = f"（{number}）"
    return name[: LONGEST_SHEET_NAME - len(end)] + end


def _defined(key: str, place: int, name: str, area: str, *, hidden: bool = False) -> str:
    quoted, unseen = escape(name.replace("'", "''")), ' hidden="1"' if hidden else ""
    return f'<definedName name="{key}" localSheetId="{place}"{unseen}>\'{quoted}\'!{area}</definedName>'


def _properties(sheet: Sheet) -> str:
    made = f"{timezone.now().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(legal(sheet.title))}</dc:title><dc:creator>{escape(legal(sheet.author))}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created></cp:coreProperties>'
    )


def _relations(inner: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'


def _content(part: str, kind: str) -> str:
    return f'<Override PartName="{part}" ContentType="{kind}"/>'


def _attribute(text: str) -> str:
    return escape(text, {'"': "&quot;"})
