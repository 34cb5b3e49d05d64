"""Kinds that an office may use in a standard of its own, beyond what the three published ones need."""

from typing import Any

import pytest

from criteria.errors import StandardError
from criteria.facts import Facts
from criteria.findings import Finding
from criteria.registry import kind, kinds
from criteria.standard import StandardSpec, compile_standard


def standard(name: str, params: dict[str, Any]) -> dict[str, Any]:
    """A county's own standard with a single requirement."""
    demand = {"key": "own", "kind": name, "params": params, "words": "请如实填写。", "evidence": []}
    return {
        "code": "demo-2026",
        "title": "演示标准",
        "level": "county",
        "document": "演示文件",
        "draft": True,
        "categories": [{"key": "food", "name": "食品加工"}],
        "criteria": [{"number": 1, "title": "演示条件", "clause": "一", "requirements": [demand]}],
    }


def hold(name: str, params: dict[str, Any], **facts: Any) -> Finding:
    compiled = compile_standard(StandardSpec.from_dict(standard(name, params)))
    return compiled.check(Facts.from_dict(facts))[0]


GROWTH = {"indicator": "growth", "name": "产值增速", "unit": "%", "at_least": "-1.5", "at_most": "40"}


@pytest.mark.parametrize(
    ("value", "verdict", "message", "gap"),
    [
        ("-1.50", "met", "2024 年产值增速 -1.5%，符合不低于 -1.5%、不高于 40%的要求。", ""),
        (
            "-2",
            "unmet",
            "2024 年产值增速 -2%，不符合不低于 -1.5%、不高于 40%的要求。",
            "产值增速还差 0.5%",
        ),
        ("41", "unmet", "2024 年产值增速 41%，不符合不低于 -1.5%、不高于 40%的要求。", "产值增速超出 1%"),
        (None, "missing", "产值增速的数据尚未填写，要求不低于 -1.5%、不高于 40%。", "缺产值增速数据"),
        (True, "missing", "产值增速的数据尚未填写，要求不低于 -1.5%、不高于 40%。", "缺产值增速数据"),
    ],
)
def test_an_indicator_of_an_office(value: Any, verdict: str, message: str, gap: str) -> None:
    found = hold("indicator", GROWTH, year=2024, indicators={"growth": value})
    assert (found.verdict, found.message, found.gap) == (verdict, message, gap)


def test_a_threshold_without_a_relaxation_does_not_ask_for_traits() -> None:
    params = {"figure": "employment", "unit": "人", "at_least": {"food": "300"}}
    found = hold("threshold", params, category="food", employment=299, year=2024)
    assert found.verdict == "unmet"
    assert found.message == "2024 年带动就业 299 人，低于食品加工 300 人的要求，本标准未规定放宽条件。"


SAFE = {"indicator": "no_accident", "statement": "近三年无重大事故"}


@pytest.mark.parametrize(
    ("value", "verdict"), [(True, "met"), (False, "unmet"), (None, "missing"), (1, "missing")]
)
def test_a_statement_on_an_indicator_of_an_office(value: Any, verdict: str) -> None:
    found = hold("statement", SAFE, indicators={"no_accident": value})
    assert found.verdict == verdict
    assert "近三年无重大事故" in found.message


SHARE: dict[str, Any] = {
    "kind": "market_share",
    "params": {"market": "country", "place": "全国", "unit": "%", "at_least": "5"},
}


@pytest.mark.parametrize(("share", "verdict"), [("5", "met"), ("4.9", "judge"), (None, "judge")])
def test_share_or_judgement(share: str | None, verdict: str) -> None:
    options = [SHARE, {"kind": "judged", "params": {}}]
    found = hold("any_of", {"options": options}, market_share={"country": share})
    assert found.verdict == verdict
    assert found.requirement == "own"


def test_a_wider_tolerance_is_the_requirements_own() -> None:
    params = {"figure": "supporting_enterprises", "unit": "户", "about": 10, "tolerance_percent": "35"}
    verdicts = [
        hold("approximate", params, supporting_enterprises=number).verdict for number in (6, 7, 9, 10)
    ]
    assert verdicts == ["unmet", "judge", "judge", "met"]


def test_brands_of_any_level_and_standards_of_one_level() -> None:
    assert hold("brands", {"level": "city"}, brands=[{"level": "city"}]).verdict == "met"
    assert hold("brands", {"level": "national"}, brands=[{"level": "provincial"}]).verdict == "unmet"
    international = [{"level": "international"}]
    assert hold("technical_standards", {"levels": ["local"]}, technical_standards=international).verdict == (
        "unmet"
    )


@pytest.mark.parametrize(
    ("name", "params", "path", "words"),
    [
        ("indicator", {"indicator": "growth", "name": "增速", "unit": "%"}, "", "至少要写一项"),
        ("indicator", GROWTH | {"at_most": "-3"}, ".at_least", "下限不能高于上限"),
        ("indicator", {**GROWTH, "unit": ""}, ".unit", "不能为空"),
        ("statement", {"statement": "无事故"}, "", "应且只应写其中一项"),
        (
            "market_share",
            {**SHARE["params"], "at_least": "101"},
            ".at_least",
            "市场占有率的要求不能超过 100%",
        ),
        (
            "approximate",
            {"figure": "employment", "unit": "人", "about": 5, "tolerance_percent": "100"},
            ".tolerance_percent",
            "应小于 100%",
        ),
        ("any_of", {"options": [SHARE]}, ".options", "至少要有 2 项"),
        (
            "any_of",
            {"options": [SHARE, {"kind": "preference", "params": {"titles": [{"kind": "champion"}]}}]},
            ".options[1].kind",
            "优先条件不能作为可选条件",
        ),
        (
            "any_of",
            {"options": [SHARE, {"kind": "count", "params": {"figure": "employment", "unit": "人"}}]},
            ".options[1].params.at_least",
            "缺少“at_least”（最少数量）",
        ),
    ],
)
def test_broken_parameters_say_where(name: str, params: dict[str, Any], path: str, words: str) -> None:
    with pytest.raises(StandardError) as refused:
        hold(name, params)
    assert refused.value.path == f"criteria[0].requirements[0].params{path}"
    assert words in refused.value.message


def test_every_kind_has_a_chinese_name_and_refuses_parameters_it_does_not_know() -> None:
    for name, registered in kinds().items():
        assert registered.words
        assert not registered.words.isascii()
        with pytest.raises(StandardError):
            hold(name, {"unheard_of": 1})


def test_a_name_serves_one_kind_only() -> None:
    with pytest.raises(ValueError, match="count is registered twice"):
        kind("count", words="重名", schema={})(kinds()["count"].build)
