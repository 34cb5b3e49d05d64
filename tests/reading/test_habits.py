"""Habits of issuers, one short document each: what must not be taken for something else."""

from datetime import date

import pytest

from reading import policy
from reading.document import Document

BODY = "各县（市、区）人民政府：\n现印发给你们，请认真贯彻执行。\n演示市人民政府\n2024年5月6日\n演示市制造业发展方案\n为促进发展，制定本方案。\n一、总体要求\n以质取胜。\n二、重点任务\n做大做强。\n"


def read(*lines: str) -> Document:
    return policy.read_file("a.txt", "\n".join(lines).encode())


def test_disclosure_data_with_bullets_and_values_on_the_next_line() -> None:
    found = read(
        "返回顶部", "演示县人民政府工作规则", "• 索引号:", "", "A/2024-1", "• 主题分类:", "• 发文字号:", "演政发〔2024〕7号",
        "• 发文日期:", "2024年04月06日 16:40", "• 有效性:", "• 发布日期:", "2024年04月07日", "演示县人民政府工作规则", "第一章总则",
        "一、根据有关规定，制定本规则。", "第二章   职能", "二、县政府实行县长负责制。县长主持工作。",
    )  # fmt: skip
    assert (found.title, found.number) == ("演示县人民政府工作规则", "演政发〔2024〕7号")
    assert (found.signed_on, found.published_on) == (date(2024, 4, 6), date(2024, 4, 7))
    assert [clause.path for clause in found.clauses] == ["第一章", "第一章一", "第二章", "第二章二"]


@pytest.mark.parametrize(
    ("head", "number"),
    [
        (["演政发〔2024〕3号《演示市人民政府关于印发〈演示市制造业发展方案〉的通知》"], "演政发〔2024〕3号"),
        (["演示市人民政府关于印发演示市制造业发展方案的通知（演政发〔2024〕3号）"], "演政发〔2024〕3号"),
        (["演示市人民政府文件", "演政发〔2024〕3号", "演示市人民政府", "关于印发《演示市制造业", "发展方案》的通知"], "演政发〔2024〕3号"),
        (["演示市人民政府 关于印发演示市制造业 发展方案的通知", "发布时间:2024-05-08 09:28信息来源:演示市人民政府"], None),
    ],
)  # fmt: skip
def test_titles_with_numbers_quotation_marks_and_blanks(head: list[str], number: str | None) -> None:
    found = read(*head, BODY)
    assert (found.title, found.number, found.issuer) == ("演示市制造业发展方案", number, "演示市人民政府")
    assert "制造业发展方案" in (found.notice_title or "")
    assert found.preamble == "为促进发展，制定本方案。"


def test_a_title_over_three_lines_holds_another_title() -> None:
    found = read(
        "演政办发〔2023〕9号", "演示市人民政府办公室", "关于印发《演示市贯彻落实〈关于打好经济", "增长主动仗的若干", "政策措施〉实施方案》的通知",
        "各县人民政府：", "请认真贯彻执行。", "演示市人民政府办公室", "2023年3月15日", "演示市贯彻落实《关于打好经济", "增长主动仗的若干政策",
        "措施》实施方案", "为落实部署，制定本方案。", "一、促进消费", "办好活动。", "二、扩大投资", "推进项目。",
    )  # fmt: skip
    assert found.title == "演示市贯彻落实《关于打好经济增长主动仗的若干政策措施》实施方案"


def test_the_title_of_a_cited_document_is_not_the_title() -> None:
    found = read(
        "演示省人民政府办公厅关于加强就业", "工作的通知", "各市人民政府：",
        "根据《国务院办公厅关于加强就业工作的通知》(国办发„2009‟3号)精神，经省人民政府同意，现通知如下：",
        "一、提高认识。就业是民生。", "二、抓好落实。各地要重视。", "演示省人民政府办公厅", "二○○九年三月二日",
    )  # fmt: skip
    assert found.title == "演示省人民政府办公厅关于加强就业工作的通知"
    assert (found.based_on, found.signed_on) == (["国办发〔2009〕3号"], date(2009, 3, 2))


def test_the_day_of_adoption_below_a_title() -> None:
    found = read(
        "演示市工作条例", "（2022年11月8日演示市人民代表大会常务委员会通过）", "第一条 根据有关规定，制定本条例。", "第二条 任务如下：",
        "一、执行决议；", "二、研究问题。", "第三条 本条例自2023年1月1日起施行。",
    )  # fmt: skip
    assert (found.signed_on, found.effective_from) == (date(2022, 11, 8), date(2023, 1, 1))
    assert [clause.path for clause in found.clauses] == ["第一条", "第二条", "第二条一", "第二条二", "第三条"]


def test_numbers_torn_over_lines_and_bare_page_numbers() -> None:
    found = read(
        "演示省打赢蓝天保卫战三年行动计划", "为认真贯彻落实《关于全面加强生态环境保护坚决打好攻", "坚战的意见》(演发〔", "2018 〕 17 号)精神，坚决打赢蓝天保卫战，制定本行动计", "划。",
        "一、总体要求", "(一)指导思想。", "以新时代思想为指导，深入贯彻落实党的精神，坚持全民", "2", "共治、源头防治、标本兼治，大幅减少重污染天气，加快形",
        "成节约资源和保护环境的空间格局、产业结构、生产方式。", "(二)基本原则。", "坚持绿色发展。", "3", "二、任务", "责任单位：省生态环境厅",
    )  # fmt: skip
    assert found.based_on == ["演发〔2018〕17号"]
    assert [(clause.path, clause.heading) for clause in found.clauses][1] == ("一(一)", "指导思想")
    assert "全民共治" in found.clauses[1].text


def test_references_to_articles_and_annexes_are_no_headings() -> None:
    found = read(
        "演示市商务局关于印发演示市奖励办法的通知", BODY.replace("制造业发展方案", "奖励办法").replace("以质取胜。", "按照本办法\n第五条规定的标准执行，材料见\n附件1所列清单。")
    )  # fmt: skip
    assert [clause.path for clause in found.clauses] == ["一", "二"]


def test_positions_without_people_are_told_and_not_invented() -> None:
    found = read(
        "演示市人民政府办公室关于成立演示市", "专业镇工作领导小组的通知", "各区人民政府：", "市政府决定成立领导小组，现通知如下：", "一、组成人员",
        "组 长:分管工业的副市长", "成 员:各区人民政府，市工信局、市财政局分管负责同志。", "二、工作机制", "办公室设在市工信局。",
        "演示市人民政府办公室", "2022年8月1日",
    )  # fmt: skip
    assert found.title == "演示市人民政府办公室关于成立演示市专业镇工作领导小组的通知"
    assert found.roster == []
    assert sum("认不出姓名" in each.message for each in found.warnings) == 2


def test_attachments_that_are_only_named_are_no_annexes() -> None:
    found = read(
        "演示市工信局关于开展申报工作的通知", "各县工信局：", "根据有关规定，现将申报工作通知如下：", "一、申报条件", "年产值10亿元以上。", "二、申报程序",
        "择优推荐。", "附件：1.申报书", "2.汇总表", "演示市工信局", "2024年5月6日",
    )  # fmt: skip
    assert found.annexes == []
    assert [clause.path for clause in found.clauses] == ["一", "二"]


def test_numbered_annexes_begin_anew() -> None:
    found = read(
        "演示市人民政府关于印发演示市制造业发展方案的通知", BODY, "附件：1.演示市任务清单", "2.演示市认定标准", "附件1", "演示市任务清单", "1.建设园区。（市工信局牵头）",
        "2.引进企业。（市商务局牵头）", "附件二：演示市认定标准", "一、标准", "（一）规模较大。年产值5亿元以上。", "二、程序", "1.初审。",
    )  # fmt: skip
    assert [clause.path for clause in found.clauses] == [
        "一", "二", "附1", "附11", "附12", "附2", "附2一", "附2一(一)", "附2二", "附2二1",
    ]  # fmt: skip
    assert found.annexes == ["演示市任务清单", "演示市认定标准"]
    assert [duty.path for duty in found.duties] == ["附11", "附12"]


def test_a_draft_without_a_day_an_office_or_a_number_is_read() -> None:
    found = read(
        "演示市促进专业镇发展行动计划（2024-2025年）征求意见稿", "根据《方案》（演发〔2022〕80号）精神，制定本行动计划。", "一、目标", "产值突破100亿元。",
        "二、任务", "（一）培育主体", "1.壮大企业。支持企业。（责任单位：市工科局、各镇〈街道〉）",
    )  # fmt: skip
    assert found.title == "演示市促进专业镇发展行动计划（2024-2025年）征求意见稿"
    assert (found.draft, found.number, found.issuer, found.signed_on) == (True, None, None, None)
    assert [each.message[:7] for each in found.warnings] == ["没有找到发文机", "没有找到成文日"]
    assert found.duties[0].responsible == ("市工科局", "各镇〈街道〉")


def test_a_day_that_the_page_broke_is_taken_from_where_it_is_whole() -> None:
    found = read(
        "发文字号：演政发〔2024〕2号 发布日期：2024年5", "月20日", "演示市人民政府关于印发演示市制造业发展方案的通知", "发布日期：2024-05-20 来源：演示市人民政府", BODY
    )  # fmt: skip
    assert found.published_on == date(2024, 5, 20)
