"""What the findings say to a person: one exact Chinese sentence each, in agreement with the published words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.criteria import samples
from tests.criteria.samples import OLD, REASON, WITHOUT_IP, P, T, Y, output

MESSAGES = [
    (
        T,
        "output_value",
        output("agriculture", "35.60", year=2024),
        "2024 年主导产业产值 35.6 亿元，达到特优农业 5 亿元的要求。",
    ),
    (
        P,
        "output_value",
        output("manufacturing", "12", year=2024, traits=[*OLD, "influential"]),
        (
            "2024 年主导产业产值 12 亿元，低于制造业 20 亿元的要求；具有放宽依据（地理标志），行业影响力大，"
            "可按放宽条件申请，影响力、市场占有率和发展前景由工作人员研判，尚未写明放宽理由。"
        ),
    ),
    (
        T,
        "output_value",
        output("manufacturing", "0.9", year=2024, traits=["strategic_emerging"], relaxation_reason=REASON),
        (
            "2024 年主导产业产值 0.9 亿元，低于制造业 10 亿元的要求；具有放宽依据（战略性新兴产业），可按放宽条件申请，"
            "影响力、市场占有率和发展前景由工作人员研判，本标准未规定下限，已写明放宽理由，待办公室书面确认。"
        ),
    ),
    (
        P,
        "output_value",
        output("craft", "0.9", year=2024, traits=OLD),
        "2024 年主导产业产值 0.9 亿元，低于特色轻工（工艺美术）10 亿元的要求，也低于放宽后 1 亿元的下限。",
    ),
    (
        P,
        "output_value",
        output("agriculture", "9", traits=["influential"]),
        (
            "（年份未填）主导产业产值 9 亿元，低于特优农业 10 亿元的要求；没有放宽依据（历史发源地、地理标志），"
            "行业影响力大在本标准中不单独作为放宽依据。"
        ),
    ),
    (
        P,
        "output_value",
        output("agriculture", None, year=2024),
        "主导产业产值的数据尚未填写，要求特优农业 10 亿元以上。",
    ),
    (
        Y,
        "supporting_enterprises",
        {"supporting_enterprises": 4, "year": 2023},
        "2023 年配套企业 4 户，略少于 5 户左右的要求，差额未超过 20%，由工作人员研判。",
    ),
    (
        Y,
        "market_share",
        {"market_share": {"city": "8.50"}, "wide_national_market": False, "year": 2024},
        "2024 年主导产品在运城全市的市场占有率 8.5%，低于 10%的要求；未达到“在全国有较大市场空间”的要求；各项均未满足。",
    ),
    (
        P,
        "judged",
        {"employment": 10500, "year": 2023},
        "“历史传承”由工作人员对照材料研判。",
    ),
    (
        P,
        "platforms",
        {"platforms": WITHOUT_IP},
        "已具备 8 项公共服务功能中的 7 项，尚缺知识产权保护，由工作人员研判。",
    ),
    (
        P,
        "brands",
        {"brands": [{"name": "清徐老陈醋", "level": "national"}, {"name": "某品牌", "level": "city"}]},
        "拥有省级以上品牌 1 个（“清徐老陈醋”），符合要求。",
    ),
    (
        P,
        "technical_standards",
        {"technical_standards": [{"level": "national", "role": "led"}] * 2 + [{"level": "group"}]},
        "主导制定国家标准 2 项，符合主导或参与制定国家标准、行业标准、地方标准的要求。",
    ),
    (
        P,
        "titles",
        {"titles": [{"kind": "champion"}, {"kind": "technology_centre", "level": "national"}]},
        "拥有国家级企业技术中心、单项冠军企业，可优先评定。",
    ),
]


@pytest.mark.parametrize(("code", "requirement", "facts", "message"), MESSAGES)
def test_sentences(code: str, requirement: str, facts: dict[str, Any], message: str) -> None:
    assert samples.finding(code, requirement, **facts).message == message


def test_a_judged_criterion_lays_the_known_figures_beside_it() -> None:
    known = {"employment": 10500, "year": 2023, "market_share": {"country": 20}}
    sentences = {each.criterion: each.message for each in samples.findings(P, known)}
    assert sentences[2] == "“就业富民”由工作人员对照材料研判，参考数据：2023 年带动就业 10500 人。"
    assert sentences[3] == "“市场需求”由工作人员对照材料研判，参考数据：2023 年主导产品全国市场占有率 20%。"


def test_the_gap_says_how_far_it_is() -> None:
    town = {"category": "manufacturing", "output_value": "16.80", "traits": [], "brands": []}
    gaps = {each.requirement: each.gap for each in samples.findings(P, town)}
    assert gaps["output_value"] == "主导产业产值还差 3.2 亿元"
    assert gaps["brands"] == "缺省级以上品牌"


def limits(params: Any) -> Iterator[str]:
    """Every number that a requirement's parameters state, in whatever depth."""
    if isinstance(params, Mapping):
        params = list(params.values())
    if isinstance(params, list):
        for member in params:
            yield from limits(member)
    elif str(params)[0].isdigit():
        yield str(params)


@pytest.mark.parametrize("code", samples.CODES)
def test_what_the_applicant_reads_names_the_same_thresholds_as_the_check(code: str) -> None:
    named = 0
    for criterion in samples.standard(code).spec.criteria:
        for requirement in criterion.requirements:
            told = re.findall(r"[\d.]+", requirement.words + requirement.reading)
            for limit in limits(requirement.params):
                assert limit in told, (requirement.key, limit)
                named += 1
    assert named >= 5
