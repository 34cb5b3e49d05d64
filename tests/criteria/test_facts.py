"""Facts as people send them: what is refused names its field, what is allowed is kept exactly."""

from decimal import Decimal
from typing import Any

import pytest

from criteria.errors import FactsError
from criteria.facts import Facts, MarketShare
from criteria.strict_json import JsonError

REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"output_value": "1e400"}, "output_value", "主导产业产值应填普通数字，如 12.30。"),
    ({"output_value": float("inf")}, "output_value", "主导产业产值数值过大，请核对单位。"),
    ({"output_value": Decimal("1e400")}, "output_value", "主导产业产值数值过大，请核对单位。"),
    ({"output_value": 10**5000}, "output_value", "主导产业产值数值过大，请核对单位。"),
    ({"output_value": float("nan")}, "output_value", "主导产业产值不是可用的数值。"),
    ({"output_value": Decimal("1e-400")}, "output_value", "主导产业产值小数位数过多，最多 15 位。"),
    ({"output_value": "NaN"}, "output_value", "主导产业产值应填普通数字，如 12.30。"),
    ({"output_value": "12亿"}, "output_value", "主导产业产值应填普通数字，如 12.30。"),
    ({"output_value": "１２"}, "output_value", "主导产业产值应填普通数字，如 12.30。"),
    ({"output_value": "-0.01"}, "output_value", "主导产业产值不能为负数。"),
    ({"output_value": True}, "output_value", "主导产业产值应填数字。"),
    ({"output_value": ["12"]}, "output_value", "主导产业产值应填数字。"),
    ({"leading_enterprises": 1.5}, "leading_enterprises", "龙头企业户数应填整数。"),
    ({"supporting_enterprises": False}, "supporting_enterprises", "配套企业户数应填数字。"),
    ({"employment": -1}, "employment", "带动就业人数不能为负数。"),
    ({"year": 24}, "year", "数据年份应在 1949 到 2100 之间。"),
    ({"market_share": {"city": "100.01"}}, "market_share.city", "全市市场占有率不能超过 100%。"),
    ({"market_share": {"world": 3}}, "market_share.world", "可用：city、province、country"),
    ({"market_share": 12}, "market_share", "市场占有率的格式不对"),
    ({"wide_national_market": 1}, "wide_national_market", "全国市场空间应填 true、false 或 null。"),
    ({"traits": ["famous"]}, "traits[0]", "“famous”不在可选范围内"),
    ({"traits": "influential"}, "traits", "应为列表"),
    ({"titles": [{"kind": "unicorn"}]}, "titles[0].kind", "“unicorn”不在可选范围内"),
    ({"titles": [{"kind": "champion", "rank": 1}]}, "titles[0].rank", "可用：kind、level"),
    ({"brands": [{"name": "甲"}, {"level": "world"}]}, "brands[1].level", "“world”不在可选范围内"),
    ({"brands": [{"name": "甲\x00乙"}]}, "brands[0].name", "品牌含有不可见字符"),
    ({"brands": ["甲"]}, "brands[0]", "品牌的格式不对，应包含：name、level。"),
    ({"technical_standards": [{"level": []}]}, "technical_standards[0].level", "不在可选范围内"),
    ({"platforms": [None]}, "platforms[0]", "公共服务功能中的“None”不在可选范围内"),
    ({"platforms": ["design"] * 1001}, "platforms", "不能超过 1000 项"),
    ({"counties": []}, "counties", "不能为空列表"),
    ({"counties": ["清徐县"]}, "counties[0]", "应为 6 位数字的行政区划代码"),
    ({"relaxation_reason": "前景\ud800"}, "relaxation_reason", "放宽理由含有不可见字符"),
    ({"relaxation_reason": "长" * 5001}, "relaxation_reason", "放宽理由不能超过 5000 字。"),
    ({"relaxation_reason": 5}, "relaxation_reason", "放宽理由应填文字。"),
    ({"indicators": {"增速": 3}}, "indicators", "其他指标的代码“增速”无效"),
    ({"indicators": {"growth": "fast"}}, "indicators.growth", "其他指标应填普通数字"),
    ({"indicators": [1]}, "indicators", "其他指标应为"),
    ({"output": "12"}, "output", "没有这一项数据，请核对名称。"),
]


@pytest.mark.parametrize(("data", "field", "words"), REFUSED)
def test_bad_input_is_refused_with_its_field(data: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(FactsError) as refused:
        Facts.from_dict(data)
    assert refused.value.field == field
    assert words in refused.value.message
    assert str(refused.value) == f"{field}：{refused.value.message}"


@pytest.mark.parametrize("data", [[], "甲", 3, None])
def test_facts_are_a_set_of_named_values(data: object) -> None:
    with pytest.raises(FactsError, match="格式不对"):
        Facts.from_dict(data)


def test_null_and_left_out_are_unknown_and_nought_and_nothing_are_known() -> None:
    unknown = Facts.from_dict({"output_value": None, "brands": None, "market_share": {"city": None}})
    assert unknown == Facts()
    known = Facts.from_dict({"output_value": 0, "brands": [], "platforms": [], "leading_enterprises": 0})
    assert known == Facts(output_value=Decimal(0), brands=(), platforms=frozenset(), leading_enterprises=0)


def test_figures_are_kept_exactly_however_they_are_written() -> None:
    assert Facts.from_dict({"output_value": "0.1"}).output_value == Decimal("0.1")
    assert Facts.from_dict({"output_value": 0.1}).output_value == Decimal("0.1")
    assert Facts.from_json('{"output_value": 0.100000000000001}').output_value == Decimal("0.100000000000001")
    shares = Facts.from_dict({"market_share": {"city": 100, "country": "0.5"}}).market_share
    assert shares == MarketShare(Decimal(100), None, Decimal("0.5"))
    assert Facts.from_dict({"employment": "10500", "year": "2024"}) == Facts(employment=10500, year=2024)


def test_facts_cannot_be_changed_afterwards() -> None:
    facts = Facts.from_dict({"indicators": {"revenue": "3.5"}})
    with pytest.raises(AttributeError):
        facts.year = 2024  # type: ignore[misc]
    with pytest.raises(TypeError):
        facts.indicators["revenue"] = Decimal(4)  # type: ignore[index]


def test_several_lines_are_fine_in_a_reason() -> None:
    assert (
        Facts.from_dict({"relaxation_reason": " 一、历史\n二、前景 "}).relaxation_reason
        == "一、历史\n二、前景"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"year": 2024,}', "第 1 行第"),
        ('{\n"year": 2024\n', "第 3 行第 1 个字符"),
        ('{"year": 2023, "year": 2024}', "“year”出现了两次"),
        ('{"output_value": NaN}', "“NaN”不是数值"),
        ('{"output_value": ' + "9" * 5000 + "}", "过长的数字"),
        ("[" * 100_000, "嵌套过深"),
        (b'{"relaxation_reason": "\xd6\xd0"}', "UTF-8"),
    ],
)
def test_text_that_is_no_json_is_refused_with_the_place(text: str | bytes, words: str) -> None:
    with pytest.raises(JsonError, match=words):
        Facts.from_json(text)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert Facts.from_json("\ufeff{}".encode()) == Facts.from_json("\ufeff{}") == Facts()
