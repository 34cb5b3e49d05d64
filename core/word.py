"""Documents as Word files in the form of official papers (GB/T 9704-2012), put together without a template file.

The faces that the standard names (仿宋, 小标宋) are named in the file and taken from the reader's machine; none is shipped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# 2号, 3号 and 4号 in points; 22 lines on 225 mm of paper.
SECOND, THIRD, FOURTH, LINE = 22, 16, 14, 28.9
TITLE_FACE, BODY_FACE, HEAD_FACE, PAGE_FACE = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
UNPRINTABLE = {each: None for each in range(32) if chr(each) not in "\t\n"} | {0xFFFE: None, 0xFFFF: None}


@dataclass(frozen=True, slots=True)
class Heading:
    """一、工作机构."""

    words: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows of text in columns without rules, as annexes print names and posts; `widths` are in millimetres."""

    rows: Sequence[Sequence[str]]
    widths: Sequence[int]


Block = str | Heading | Lines


def official_paper(title: str, blocks: Iterable[Block], *, below_title: str = "") -> bytes:
    """The bytes of the file; a text block is a paragraph whose first line is set in by two characters."""
    document = Document()
    _page(document)
    _say(document.add_paragraph(), title, TITLE_FACE, SECOND, centred=True)
    if below_title:
        _say(document.add_paragraph(), below_title, BODY_FACE, THIRD, centred=True)
    _say(document.add_paragraph(), "", BODY_FACE, THIRD)
    for block in blocks:
        if isinstance(block, Heading):
            _set_in(_say(document.add_paragraph(), block.words, HEAD_FACE, THIRD))
        elif isinstance(block, Lines):
            _table(document, block)
        else:
            _set_in(_say(document.add_paragraph(), block, BODY_FACE, THIRD))
    document.core_properties.title, document.core_properties.author = title, ""
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def word_download(content: bytes, name: str) -> HttpResponse:
    """A Word file as an answer that the browser saves under `name`; nobody on the way keeps it."""
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    saved = content_disposition_header(as_attachment=True, filename=f"{name}.docx")
    response.headers["Content-Disposition"] = saved or "attachment"
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _page(document: DocumentObject) -> None:
    """A4 with the margins of the standard, and the number of the page outside: right on odd pages, left on even."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        _page_number(footer.paragraphs[0], side)


def _page_number(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    paragraph.alignment = side
    _face(paragraph.add_run("— "), PAGE_FACE, FOURTH)
    run = _face(paragraph.add_run(), PAGE_FACE, FOURTH)
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = words
        run._r.append(element)
    _face(paragraph.add_run(" —"), PAGE_FACE, FOURTH)


def _say(paragraph: Paragraph, words: str, face: str, size: float, *, centred: bool = False) -> Paragraph:
    _face(paragraph.add_run(words.translate(UNPRINTABLE)), face, size)
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(max(LINE, size * 1.3))
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _set_in(paragraph: Paragraph) -> None:
    """Two characters: points for programs that know no characters, then the count for those that do."""
    paragraph.paragraph_format.first_line_indent = Pt(2 * THIRD)
    indent = paragraph._p.get_or_add_pPr().find(qn("w:ind"))
    if indent is not None:
        indent.set(qn("w:firstLineChars"), "200")


def _face(run: Run, face: str, size: float) -> Run:
    run.font.name, run.font.size = face, Pt(size)
    faces = run._r.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:hAnsi", "w:cs"):
        faces.set(qn(script), face)
    return run


def _table(document: DocumentObject, lines: Lines) -> None:
    table = document.add_table(rows=0, cols=len(lines.widths))
    table.autofit = False
    for row in lines.rows:
        cells = table.add_row().cells
        for cell, words, width in zip(cells, row, lines.widths, strict=True):
            cell.width = Mm(width)
            _say(cell.paragraphs[0], words, BODY_FACE, THIRD)
