"""Files made for tests: Word with lists that Word counts, PDF out of typst, pages of a site."""

import io
import json
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import typst
from pylopdf_fonts_zh_cn import serif_path

DOCUMENTS = Path(__file__).parent / "documents"
MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"""


def text(name: str) -> str:
    """A document of ours by its file name."""
    return (DOCUMENTS / name).read_text(encoding="utf-8")


def wrapped(said: str, columns: int, *, blank: bool = False, feet: bool = True) -> str:
    """A document as a page of this width breaks it: two columns of indent, a foot every twenty lines."""
    lines: list[str] = []
    for line in said.splitlines():
        rest = line.rstrip()
        while len(rest) > columns and "  " not in rest:
            lines.append(rest[:columns])
            rest = rest[columns:]
        lines.append(rest)
    if feet:
        for page, place in enumerate(range(20, len(lines), 21), 1):
            lines.insert(place, f"— {page} —")
    return ("\n\n" if blank else "\n").join(lines)


def paragraph(said: str, *, level: int | None = None, style: str = "") -> str:
    """A paragraph of Word, in a list when it has a level."""
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>' if level is not None else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{listed}</w:pPr><w:r><w:t>{escape(said)}</w:t></w:r></w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of Word."""
    cells = ["".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def numbering(*levels: tuple[str, str]) -> str:
    """word/numbering.xml with one list: the form and the text of each level."""
    made = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{shown}"/></w:lvl>'
        for place, (form, shown) in enumerate(levels)
    )
    return (
        f'<w:numbering {MAIN}><w:abstractNum w:abstractNumId="7">{made}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )


def docx(body: str, **parts: str) -> bytes:
    """A Word file around this body; further parts of word/ by name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", RELATIONS)
        package.writestr("word/document.xml", f"<w:document {MAIN}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", content)
    return packed.getvalue()


def docx_of(said: str) -> bytes:
    """A Word file with a paragraph for each line."""
    return docx("".join(paragraph(line) for line in said.splitlines()))


@cache
def pdf(said: str, size: int = 16) -> bytes:
    """A PDF in the manner of official documents: A4, page numbers between dashes, paragraphs indented."""
    page = f"""
#set page(paper: "a4", margin: (x: 28mm, y: 35mm), footer: context align(center)[— #counter(page).display() —])
#set text(font: "Noto Serif SC", lang: "zh", region: "cn", size: {size}pt)
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 1em)
#for line in json(bytes(sys.inputs.lines)) [#par(text(line))]
"""
    inputs: dict[str, Any] = {
        "lines": json.dumps([line.strip() for line in said.splitlines() if line.strip()])
    }
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(serif_path().parent)]
    )
    made = typst.compile(page.encode(), sys_inputs=inputs, font_paths=fonts)
    assert isinstance(made, bytes)
    return made


def page(said: str, *, encoding: str = "utf-8", above: str = "", title: str = "") -> bytes:
    """A page of a site: menus, disclosure data, the document in nested blocks, links and a foot."""
    blocks = "".join(f"<p>　　{escape(line.strip())}</p>\n" for line in said.splitlines() if line.strip())
    menu = "".join(f'<li><a href="/{number}.html">栏目{number}，最新动态。</a></li>' for number in range(30))
    return f"""<!DOCTYPE html><html><head><meta charset="{encoding}"><title>{title}_演示市人民政府</title>
<meta name="PubDate" content="2024-06-12 09:30:00"><script>var a = "一、这不是正文。";</script></head>
<body><div class="nav"><ul>{menu}</ul></div>
<div class="wrap"><div class="position">您现在的位置：首页 &gt; 政府文件</div>{above}
<div class="con"><div id="zoom"><!-- 正文 --><div class="view">{blocks}</div></div></div>
<div class="share">分享到：微信</div></div>
<div class="related"><ul>{menu}</ul></div>
<footer>主办单位：演示市人民政府办公室　ICP备00000000号</footer></body></html>""".encode(encoding)
