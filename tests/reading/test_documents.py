"""Whole documents of other issuers, written for these tests: every habit at its place."""

from datetime import date
from typing import Any

import pytest

from reading import policy
from reading.document import Document
from tests.reading import builders

NAMES = ("measures.txt", "plan.txt", "draft.txt", "notice.txt")


def read(said: str) -> Document:
    return policy.read_file("document.txt", said.encode())


def document(name: str) -> Document:
    return read(builders.text(name))


def essence(found: Document) -> dict[str, Any]:
    """Everything but lines and warnings, which depend on the form of the source."""
    plain = found.as_dict()
    kept = (
        "title",
        "number",
        "issuer",
        "signed_on",
        "effective_from",
        "effective_to",
        "draft",
        "based_on",
        "interpreted_by",
    )
    tables = ("clauses", "duties", "amounts", "percentages", "roster")
    rows = {
        name: [
            {key: value for key, value in row.items() if key not in ("line", "lines", "text", "doubts")}
            for row in plain[name]
        ]
        for name in tables
    }
    return {name: plain[name] for name in kept} | rows


def test_a_regulation_in_chapters_and_articles() -> None:
    found = document("measures.txt")
    assert found.title == "演示市老字号培育奖励办法（试行）"
    assert found.notice_title == "演示市商务局演示市财政局关于印发《演示市老字号培育奖励办法（试行）》的通知"
    assert (found.number, found.issuer) == ("演商发〔2024〕12号", "演示市商务局、演示市财政局")
    assert (found.signed_on, found.effective_from, found.effective_to) == (
        date(2024, 6, 3),
        date(2024, 7, 1),
        date(2027, 6, 30),
    )
    assert found.based_on == ["晋财商〔2021〕7号", "演政办发〔2023〕9号"]
    assert found.interpreted_by == "市商务局"
    assert [clause.path for clause in found.clauses] == [
        "第一章", "第一章第一条", "第一章第二条", "第一章第三条", "第二章", "第二章第四条", "第二章第四条(一)", "第二章第四条(二)",
        "第二章第四条(三)", "第二章第五条", "第三章", "第三章第六条", "第三章第七条",
    ]  # fmt: skip
    assert [clause.heading for clause in found.clauses if clause.heading] == [
        "总则",
        "原则",
        "奖励标准",
        "附则",
    ]
    assert found.addressees == "各县（市、区）商务局、财政局，各有关单位"
    assert not found.draft


def test_an_action_plan_whose_measures_run_on_and_an_annex_without_a_number() -> None:
    found = document("plan.txt")
    assert found.title == "演示县陶瓷产业提升三年行动计划（2025—2027年）"
    assert found.signed_on == date(2025, 3, 9)
    assert [clause.path for clause in found.clauses] == [
        "一", "二", "二(一)", "二(一)1", "二(一)2", "二(二)", "二(二)3", "二(二)4", "三", "三(一)", "三(二)", "附",
    ]  # fmt: skip
    assert found.based_on == ["演市政发〔2024〕18号", "省工信发〔2023〕5号"]
    assert [(duty.path, duty.lead, duty.responsible) for duty in found.duties] == [
        ("二(一)1", ("县工信局",), ("县财政局", "县统计局", "各乡镇人民政府")),
        ("二(一)2", (), ("县工信局", "县税务局", "县金融办")),
        ("二(二)3", ("县市场监管局",), ("县农业农村局", "县文化和旅游局")),
        ("二(二)4", (), ("县商务局", "县工信局", "各产业园区管委会")),
    ]
    assert [seat.name for seat in found.roster] == ["赵甲乙", "钱丙", "孙丁戊", "李己", "周庚辛"]
    assert found.roster[-1].post == "县市场监管局局长、县知识产权局局长"
    assert found.annexes == ["演示县陶瓷产业提升工作专班名单"]
    assert found.clauses[-1].text.startswith("专班办公室")
    assert "抄送" not in found.clauses[-1].text


def test_a_draft_for_comment_is_never_in_force() -> None:
    found = document("draft.txt")
    assert found.title == "演示区支持中药材产业发展若干措施（征求意见稿）"
    assert found.draft
    assert (found.effective_from, found.effective_to) == (None, None)
    assert [clause.path for clause in found.clauses] == ["1", "2", "3"]
    assert [(duty.lead, duty.responsible) for duty in found.duties] == [
        ((), ("区农业农村局", "区林业局")),
        (("区工信局",), ("区市场监管局", "区财政局")),
        ((), ("区金融办", "各镇（街道）")),
    ]
    assert any("还不知道" in each.message for each in found.warnings)


def test_an_ordinary_notice_between_the_furniture_of_its_site() -> None:
    found = document("notice.txt")
    assert found.title == "演示省工业和信息化厅关于组织开展2026年度特色产业集群申报工作的通知"
    assert (found.signed_on, found.published_on) == (date(2026, 1, 18), date(2026, 1, 20))
    assert found.based_on == ["演工信规〔2025〕3号"]
    assert [clause.path for clause in found.clauses] == [
        "一", "一1", "一2", "二", "二(一)", "二(二)", "二(三)", "三",
    ]  # fmt: skip
    assert found.closing == "联系人:演示联系人 联系电话:0000-0000000"
    assert "主办单位" not in str(found.as_dict())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("columns", [24, 26, 28, 30, 33, 36, 40])
def test_a_page_of_any_width_breaks_nothing(name: str, columns: int) -> None:
    said = builders.text(name)
    bare = "\n".join(line.strip() for line in said.splitlines())
    for source in (said, bare):
        for blank in (False, True):
            assert essence(read(builders.wrapped(source, columns, blank=blank))) == essence(read(said))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["docx", "html", "gb18030", "pdf"])
def test_the_same_document_in_every_form(name: str, form: str) -> None:
    said = builders.text(name)
    content = {
        "docx": builders.docx_of,
        "html": builders.page,
        "gb18030": lambda text: builders.page(text, encoding="gb18030"),
        "pdf": builders.pdf,
    }[form](said)
    file = "document.html" if form == "gb18030" else f"document.{form}"
    assert essence(policy.read_file(file, content)) == essence(read(said))


def test_every_clause_figure_and_warning_knows_its_line() -> None:
    said = builders.wrapped(builders.text("plan.txt"), 30)
    lines = said.splitlines()
    found = read(said)
    for clause in found.clauses:
        assert clause.label.replace(" ", "") in lines[clause.line - 1].replace(" ", "")
    for amount in found.amounts:
        assert amount.text[:1] in lines[amount.line - 1]
    [gap] = [
        each
        for each in read(said.replace("三、保障措施", "五、保障措施")).warnings
        if "中间可能缺条" in each.message
    ]
    assert "五、保障措施" in lines[gap.line - 1].replace("三、", "五、")


def test_a_label_that_comes_twice_and_a_bracket_that_never_ends_are_warned() -> None:
    said = (
        builders.text("plan.txt")
        .replace("（二）做强品牌", "（一）做强品牌")
        .replace("按职责分工负责）\n　　2", "按职责分工负责\n　　2")
    )
    messages = [each.message for each in read(said).warnings]
    assert any("重复" in message for message in messages)
    assert any("没有合上" in message for message in messages)


def test_a_notice_with_clauses_of_its_own_keeps_them_apart() -> None:
    found = read(
        "演示市人民政府关于印发演示市质量强市规划的通知\n各县（市、区）人民政府：\n现将规划印发给你们，并提出以下要求：\n"
        "一、提高认识\n各地要高度重视。\n二、抓好落实\n各部门要认真贯彻执行。\n演示市人民政府\n2024年5月6日\n"
        "演示市质量强市规划\n为提升质量，制定本规划。\n一、总体要求\n以质取胜。\n二、主要任务\n培育品牌。\n"
    )
    assert [clause.path for clause in found.clauses] == ["通知一", "通知二", "一", "二"]
    assert found.title == "演示市质量强市规划"


def test_a_table_of_contents_is_no_second_text() -> None:
    said = builders.text("measures.txt").replace(
        "第一章　总  则\n",
        "目　录\n第一章 总则…………1\n第二章 奖励标准…………2\n第三章 附则…………3\n\n第一章　总  则\n",
        1,
    )
    assert essence(read(said)) == essence(document("measures.txt"))


def test_the_answer_is_ready_for_json() -> None:
    plain = document("measures.txt").as_dict()
    assert plain["signed_on"] == "2024-06-03"
    assert plain["amounts"][0] == {"path": "第二章第四条(一)", "text": "50万元", "yuan": "500000", "line": 23}
    assert plain["published_on"] is None
