"""Official documents by the seed: as text broken at the width of a page, as text in paragraphs, as a Word file."""

import io
import random
import zipfile
from xml.sax.saxutils import escape

from reading import numerals

UNITS = (
    "工信局",
    "财政局",
    "农业农村局",
    "文化和旅游局",
    "市场监管局",
    "规划和自然资源局",
    "税务局",
    "人力资源和社会保障局",
)
WORDS = (
    "支持",
    "企业",
    "产业",
    "发展",
    "建设",
    "平台",
    "提升",
    "质量",
    "品牌",
    "开展",
    "服务",
    "培育",
    "主体",
    "市场",
    "项目",
    "人才",
)
COLUMNS = 30
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FACE = '<w:rPr><w:rFonts w:ascii="FangSong" w:eastAsia="FangSong"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr>'


def paper(seed: int, parts: int = 6, tasks: int = 8) -> list[str]:
    """The paragraphs of one document: front, parts with tasks and units, closing."""
    chance = random.Random(seed)  # noqa: S311
    lines = [
        "演示市人民政府办公室",
        f"关于印发演示市第{numerals.han(seed + 1)}号产业方案的通知",
        f"演政办发〔2024〕{seed + 1}号",
        "各县（市、区）人民政府，市直有关单位：",
        "《演示市产业方案》已经市人民政府同意，现印发给你们，请认真贯彻执行。",
        "演示市人民政府办公室",
        "2024年5月6日",
        "演示市产业发展实施方案",
        "根据《演示省产业规划》（演省发〔2023〕7号），制定本方案。",
    ]
    for part in range(1, parts + 1):
        lines.append(f"{numerals.han(part)}、重点任务")
        lines += [_task(chance, number) for number in range(1, tasks + 1)]
    return [*lines, "本方案自印发之日起施行，有效期至2026年12月31日。"]


def broken(lines: list[str]) -> str:
    """The paragraphs as a page broke them."""
    return "\n".join(line[at : at + COLUMNS] for line in lines for at in range(0, len(line), COLUMNS))


def word_file(lines: list[str]) -> bytes:
    """The paragraphs as a Word file of the kind that offices make: a face and a size at every run."""
    body = "".join(
        f'<w:p><w:pPr><w:ind w:firstLine="640"/></w:pPr><w:r>{FACE}<w:t>{escape(line[:12])}</w:t></w:r>'
        f"<w:r>{FACE}<w:t>{escape(line[12:])}</w:t></w:r></w:p>"
        for line in lines
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", RELATIONS)
        package.writestr(
            "word/document.xml", f'<w:document xmlns:w="{SPACE}"><w:body>{body}</w:body></w:document>'
        )
    return packed.getvalue()


def _task(chance: random.Random, number: int) -> str:
    said = "，".join(
        "".join(chance.choices(WORDS, k=chance.randrange(3, 9))) for _ in range(chance.randrange(8, 20))
    )
    lead, *shared = (f"市{unit}" for unit in chance.sample(UNITS, 5))
    return (
        f"（{numerals.han(number)}）提升第{numerals.han(number)}项能力。{said}，给予{chance.randrange(1, 90)}万元奖励，增长{chance.randrange(1, 30)}%。"
        f"（{lead}牵头，{'、'.join(shared)}等部门和各县（市、区）人民政府按职责分工负责）"
    )


TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
