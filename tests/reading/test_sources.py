"""Files: what Word counts by itself, tables, tracked changes, pages and their furniture; and what is refused."""

import pytest

from reading import policy, sources
from reading.errors import NoPolicy, Unreadable
from tests.reading import builders
from tests.reading.builders import docx, numbering, paragraph, table

LISTS = numbering(
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimalEnclosedCircle", "%4"),
)


def lines(content: bytes, name: str = "a.docx") -> list[str]:
    return [line.text for line in sources.read(name, content).lines]


def test_labels_that_word_counts_are_written_out() -> None:
    body = "".join(
        paragraph(said, level=level)
        for said, level in [
            ("总则", 0),
            ("目标", 1),
            ("甲", 2),
            ("乙", 2),
            ("丙", 3),
            ("任务", 1),
            ("丁", 2),
            ("附则", 0),
            ("其他", 1),
        ]
    )
    assert lines(docx(body, numbering=LISTS)) == [
        "一、总则", "（一）目标", "1.甲", "2.乙", "①丙", "（二）任务", "1.丁", "二、附则", "（一）其他",
    ]  # fmt: skip


def test_a_style_brings_its_list_along() -> None:
    styles = (
        f'<w:styles {builders.MAIN}><w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    body = paragraph("总则", style="A") + paragraph("目标", style="B") + paragraph("没有样式")
    assert lines(docx(body, numbering=LISTS, styles=styles)) == ["一、总则", "（一）目标", "没有样式"]


def test_bullets_and_lists_that_are_not_defined_have_no_label() -> None:
    assert lines(docx(paragraph("点", level=0), numbering=numbering(("bullet", "•")))) == ["点"]
    assert lines(docx(paragraph("点", level=0))) == ["点"]


def test_a_row_is_a_line_and_what_was_deleted_is_gone() -> None:
    changed = "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:r><w:tab/><w:t>文</w:t><w:br/><w:t>字</w:t></w:r></w:p>"
    assert lines(docx(table([["序号", "任务"], ["1", "建设"]]) + changed)) == [
        "序号\t任务",
        "1\t建设",
        "新 文",
        "字",
    ]


def test_a_text_box_does_not_tear_its_paragraph() -> None:
    box = "<mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>框</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
    assert lines(docx(f"<w:p><w:r><w:t>前</w:t></w:r><w:r>{box}</w:r><w:r><w:t>后</w:t></w:r></w:p>")) == [
        "框",
        "前后",
    ]


def test_a_table_of_tasks_gives_duties() -> None:
    rows = [
        ["序号", "任务", "牵头单位", "责任单位"],
        ["1", "建设中心", "市数据局", "市工信局、市财政局"],
        ["2", "引进企业", "市商务局", "各县（市、区）人民政府"],
    ]
    body = "".join(
        map(
            paragraph,
            [
                "演示市人民政府关于印发演示市任务分工的通知",
                "演政发〔2025〕3号",
                "现印发给你们，请认真贯彻执行。",
                "一、任务分工",
            ],
        )
    )
    found = policy.read_file("a.docx", docx(body + table(rows)))
    assert [(duty.path, duty.lead, duty.responsible) for duty in found.duties] == [
        ("一1", ("市数据局",), ("市工信局", "市财政局")),
        ("一2", ("市商务局",), ("各县（市、区）人民政府",)),
    ]


def test_a_page_gives_its_body_and_the_data_above_it() -> None:
    above = (
        "<h1>演示市商务局 演示市财政局关于印发办法的通知</h1>"
        "<table><tr><td>索 引 号：</td><td>A/2024-1</td><td>发布机构：</td><td>演示市商务局</td></tr>"
        "<tr><td>成文日期：</td><td>2024年6月3日</td><td>发布日期：</td><td>2024年6月20日</td></tr></table>"
    )
    found = policy.read_file("a.html", builders.page(builders.text("measures.txt"), above=above))
    assert found.disclosure["索引号"] == "A/2024-1"
    assert str(found.published_on) == "2024-06-20"
    assert "栏目" not in str(found.as_dict())
    assert "这不是正文" not in str(found.as_dict())


def test_a_title_that_only_the_head_of_the_page_holds() -> None:
    said = "各县人民政府：\n现印发给你们，请认真贯彻执行。\n演示市人民政府\n2024年5月6日\n一、目标\n做大做强。\n二、任务\n培育主体。（市工信局牵头）"
    found = policy.read_file(
        "a.html", builders.page(said, title="演示市人民政府关于印发《演示市发展方案》的通知")
    )
    assert found.title == "演示市发展方案"
    assert found.notice_title == "演示市人民政府关于印发《演示市发展方案》的通知"
    with pytest.raises(NoPolicy):
        policy.read_file(
            "a.html", builders.page("一、切肉。\n二、焯水。\n三、炖熟，加盐。", title="红烧肉怎么做")
        )


def test_pages_without_a_declared_encoding_are_read() -> None:
    said = builders.page(builders.text("notice.txt")).replace(b'<meta charset="utf-8">', b"")
    assert policy.read_file("a.htm", said).clauses
    old = builders.page(builders.text("notice.txt"), encoding="gb18030").replace(b"gb18030", b"gb2312")
    assert policy.read_file("a.html", old).clauses


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_every_usual_encoding(encoding: str) -> None:
    found = policy.read_file("a.txt", builders.text("plan.txt").encode(encoding))
    assert found.number == "演政办发〔2025〕6号"


def scan() -> bytes:
    """A PDF of two pages that hold nothing to read."""
    return builders.pdf("—")


REFUSED = [
    ("a.docx", b"PK\x03\x04 broken", "打不开"),
    ("a.docx", builders.docx_of("一、总则")[:400], "打不开"),
    ("a.docx", docx("").replace(b"word/document", b"word/documenx"), "打不开"),
    ("a.pdf", b"%PDF-1.7 nothing", "打不开"),
    ("a.pdf", scan(), "扫描件"),
    ("a.txt", b"\x00\x01\x02" * 40, "不是文字"),
    ("a.txt", b"\xff\xff\xff\x80", "不是文字"),
    ("a.txt", b" \n ", "空的"),
    ("a.html", b"<html><body></body></html>", "没有正文"),
    ("a.doc", b"\xd0\xcf", "另存为"),
    ("a.txt", b"0" * sources.LARGEST, "50 MB"),
    ("a.txt", b"0" * (sources.MOST_CHARACTERS + 1), "100 万字"),
]


@pytest.mark.parametrize(("name", "content", "words"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_read_is_refused_with_a_sentence(name: str, content: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        policy.read_file(name, content)
    assert words in refusal.value.sentence
    assert refusal.value.sentence.endswith("。")
    assert not isinstance(refusal.value, NoPolicy)


def test_entities_are_refused() -> None:
    xml = '<!DOCTYPE a [<!ENTITY x "ha">]><w:document xmlns:w="x"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
    packed = docx("").replace(b"x", b"x")
    assert packed
    with pytest.raises(Unreadable):
        sources.docx.lines_of(xml.encode(), sources.docx.Numbering())


NOT_POLICIES = {
    "recipe": "演示家常红烧肉做法\n1.五花肉切块，冷水下锅。\n2.加糖炒色。\n3.小火炖一小时，放盐。\n",
    "list": "购物清单\n一、蔬菜\n白菜3斤，12元。\n二、肉类\n牛肉2斤，90元。\n三、水果\n",
    "novel": "第一章 少年\n"
    + "他走在路上，想起许多往事。那年冬天市里下了大雪。\n" * 40
    + "第二章 远行\n"
    + "县长来了，大家都很高兴。\n" * 30,
    "party": "关于周五聚餐的通知\n各位同事：\n请准时参加。\n一、时间\n周五晚上\n二、地点\n三楼\n",
    "table": "姓名,电话\n演示甲,1\n演示乙,2\n",
    "english": "Terms of service\n1. You agree.\n2. We agree.\n3. Everybody agrees.\n",
    "code": "import os\nprint('一、不是政策')\n",
}


@pytest.mark.parametrize("name", NOT_POLICIES)
def test_other_texts_are_no_policies(name: str) -> None:
    with pytest.raises(NoPolicy) as refusal:
        policy.read_file("a.txt", NOT_POLICIES[name].encode())
    assert refusal.value.sentence.startswith("没有认出政策文件")
