"""PDF with text: the lines of every page, with the indent that begins a paragraph."""

from collections.abc import Iterator
from typing import Final

import pypdfium2 as pdfium

from reading.errors import Unreadable
from reading.lines import Line, Source, is_page_foot, plain

BROKEN: Final = "这个 PDF 打不开，可能没有下载或复制完，请重新获取后再试。"
LOCKED: Final = "这个 PDF 加了密码，请取消密码后再试。"
SCANNED: Final = "这个 PDF 是扫描件，里面没有文字，请用带文字的 PDF、Word 或网页。"
TOO_LONG: Final = "这个 PDF 超过 500 页，请只保留政策正文和附件。"
_MOST_PAGES: Final = 500
_FEWEST_CHARACTERS: Final = 20  # a page
_INDENT: Final = 1.4  # heights of a character


def read(content: bytes) -> Source:
    """The lines of a PDF; Unreadable when it is broken, locked, too long or only pictures."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise Unreadable(LOCKED if "assword" in str(error) else BROKEN) from error
    try:
        if len(document) > _MOST_PAGES:
            raise Unreadable(TOO_LONG)
        pages = [list(_lines(page)) for page in document]
    except pdfium.PdfiumError as error:
        raise Unreadable(BROKEN) from error
    finally:
        document.close()
    if sum(len(text) for page in pages for text, _ in page) < _FEWEST_CHARACTERS * max(len(pages), 1):
        raise Unreadable(SCANNED)
    return Source(_numbered(_without_heads(pages)))


def _lines(page: pdfium.PdfPage) -> Iterator[tuple[str, bool]]:
    """The text of each line of a page, and whether it begins further right than the others."""
    text_page = page.get_textpage()
    whole = text_page.get_text_range()
    rows: list[tuple[str, float, float]] = []
    place = 0
    for raw in whole.split("\r\n"):
        lead = len(raw) - len(raw.lstrip())
        if raw.strip():
            left, bottom, _, top = text_page.get_charbox(
                min(place + lead, text_page.count_chars() - 1), loose=True
            )
            rows.append((plain(raw).strip(), left, abs(top - bottom)))
        place += len(raw) + 2
    margin = min((left for text, left, _ in rows if len(text) > 10), default=0.0)
    for text, left, height in rows:
        if text:
            yield text, height > 0 and left - margin > _INDENT * height


def _without_heads(pages: list[list[tuple[str, bool]]]) -> list[list[tuple[str, bool]]]:
    """Pages without what stands on top or at the foot of most of them."""
    if len(pages) < 3:
        return pages
    edges: dict[str, int] = {}
    for page in pages:
        for text in {row[0] for row in (*page[:1], *page[-1:])}:
            edges[text] = edges.get(text, 0) + 1
    repeated = {text for text, count in edges.items() if count > len(pages) / 2}
    return [[row for row in page if row[0] not in repeated] for page in pages]


def _numbered(pages: list[list[tuple[str, bool]]]) -> list[Line]:
    """Lines counted through all pages; a bare number that ends a page is its foot."""
    found: list[Line] = []
    number = 0
    for page in pages:
        for place, (text, indented) in enumerate(page):
            number += 1
            foot = place == len(page) - 1 and (text.isdigit() or is_page_foot(text))
            if not foot:
                found.append(Line(number, text, indented))
    return found
