"""What a person reads on a PDF: its pages, its words, its faces."""

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as raw


@contextmanager
def opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document, closed again with all its pages."""
    document = pypdfium2.PdfDocument(content)
    try:
        yield document
    finally:
        document.close()


def pages_of(content: bytes) -> list[str]:
    """The text of each page, without its line breaks."""
    with opened(content) as document:
        return [_text(document, number) for number in range(len(document))]


def faces_of(content: bytes) -> dict[str, bool]:
    """Every face that a page is set in, and whether it is embedded."""
    found: dict[str, bool] = {}
    with opened(content) as document:
        for number in range(len(document)):
            page = document[number]
            for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                font = each.get_font()
                found[font.get_base_name()] = bool(font.is_embedded)
            page.close()
    return found


def _text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    text = page.get_textpage()
    words = text.get_text_range()
    text.close()
    page.close()
    return "".join(words.split())
