"""Small Excel, Word and zip files made by code, whole or with something in them that should not be there."""

import io
import zipfile
from collections.abc import Mapping

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE_NS = "http://schemas.openxmlformats.org/package/2006"
FORMATS = "application/vnd.openxmlformats-officedocument"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ROWS = '<row r="1"><c r="A1" t="inlineStr"><is><t>企业名称</t></is></c><c r="B1"><v>1.5</v></c></row>'

Parts = Mapping[str, str | bytes]


def xlsx_bytes(
    rows: str = ROWS,
    *,
    dimension: str = "",
    styles: str = "",
    strings: str = "",
    book: str = "",
    after: str = "",
    links: str = "",
    parts: Parts | None = None,
    types: str = "",
    main: str = "sheet.main+xml",
) -> bytes:
    """A workbook of one sheet; `parts` are added or replaced, the others are pieces of XML at their places."""
    ref = f'<dimension ref="{dimension}"/>' if dimension else ""
    sheet = f'{HEAD}<worksheet xmlns="{MAIN_NS}" xmlns:r="{REL}">{ref}<sheetData>{rows}</sheetData>{after}</worksheet>'
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(
            {
                "/xl/workbook.xml": f"{FORMATS}.spreadsheetml.{main}",
                "/xl/worksheets/sheet1.xml": f"{FORMATS}.spreadsheetml.worksheet+xml",
                "/xl/styles.xml": f"{FORMATS}.spreadsheetml.styles+xml",
                "/xl/sharedStrings.xml": f"{FORMATS}.spreadsheetml.sharedStrings+xml",
            },
            types,
        ),
        "_rels/.rels": relations(
            f'<Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN_NS}" xmlns:r="{REL}"><sheets>'
        f'<sheet name="填写" sheetId="1" r:id="rId1"/></sheets>{book}</workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            f'<Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{REL}/styles" Target="styles.xml"/>'
            f'<Relationship Id="rId3" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>{links}'
        ),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/styles.xml": f'{HEAD}<styleSheet xmlns="{MAIN_NS}"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
        f'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs><xf/>{styles}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN_NS}">{strings}</sst>',
    }
    return zip_bytes({**files, **(parts or {})})


def docx_bytes(
    body: str = "<w:p><w:r><w:t>第一条　为推动专业镇发展，制定本办法。</w:t></w:r></w:p>",
    *,
    links: str = "",
    parts: Parts | None = None,
    types: str = "",
    main: str = "document.main+xml",
) -> bytes:
    """A document of one paragraph; the rest as in `xlsx_bytes`."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(
            {"/word/document.xml": f"{FORMATS}.wordprocessingml.{main}"}, types
        ),
        "_rels/.rels": relations(
            f'<Relationship Id="rId1" Type="{REL}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": f'{HEAD}<w:document xmlns:w="{WORD_NS}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": relations(links),
    }
    return zip_bytes({**files, **(parts or {})})


def zip_bytes(files: Parts) -> bytes:
    """A zip of these files, packed as tightly as deflate can."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def relations(links: str) -> str:
    """The part that says where another part points to."""
    return f'{HEAD}<Relationships xmlns="{PACKAGE_NS}/relationships">{links}</Relationships>'


def content_types(overrides: Mapping[str, str], more: str = "") -> str:
    """The part that says what each part is."""
    said = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        f'{HEAD}<Types xmlns="{PACKAGE_NS}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{said}{more}</Types>'
    )
