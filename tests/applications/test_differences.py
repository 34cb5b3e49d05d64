"""Two sheets compared: what was added, taken away, changed, and what became known, in the words of the page."""

from typing import Any

import pytest

from applications.selectors.differences import GONE, NEW, SAME, Part, differences, stretches
from applications.selectors.sheets import Vocabulary

WORDS = Vocabulary(
    figures={"output_value": ("主导产业产值", "亿元"), "employment": ("带动就业", "人")},
    categories={"agriculture": "特优农业", "craft": "特色轻工"},
    places={"140121": "清徐县", "140122": "阳曲县"},
)
FACTS: dict[str, Any] = {
    "category": "agriculture",
    "counties": ["140121"],
    "traits": [],
    "titles": [{"kind": "champion", "level": "national"}],
    "brands": None,
    "technical_standards": [{"role": "led", "level": "national"}],
    "platforms": ["design"],
}
SHEET: dict[str, Any] = {
    "town": {"name": "试验专业镇", "main_industry": "食醋"},
    "facts": FACTS,
    "history": {"output_value": {"2025": "12", "2024": "10"}},
    "answers": {"history_text": "始于明代，工艺传承四百年。"},
    "files": [{"criterion": 4, "title": "产值证明", "version": 1, "sha256": "a"}],
}
PROOF = SHEET["files"][0]


def facts(**others: Any) -> dict[str, Any]:
    return {"facts": {**FACTS, **others}}


def history(**by_year: str) -> dict[str, Any]:
    return {"history": {"output_value": {year.removeprefix("y"): text for year, text in by_year.items()}}}


@pytest.mark.parametrize(
    ("later", "found"),
    [
        ({}, []),
        (history(y2025="13", y2024="10"), [("2025 年主导产业产值（亿元）", "12", "13", "")]),
        (history(y2025="12.00", y2024="10"), []),
        (history(y2024="10"), [("2025 年主导产业产值（亿元）", "12", "未填写", "")]),
        (history(y2025="12", y2024="10", y2023="0"), [("2023 年主导产业产值（亿元）", "未填写", "0", "")]),
        (
            {"history": {**SHEET["history"], "employment": {"2025": "900"}}},
            [("2025 年带动就业（人）", "未填写", "900", "")],
        ),
        (facts(category="craft"), [("类别", "特优农业", "特色轻工", "")]),
        (facts(category=None), [("类别", "特优农业", "未填写", "")]),
        (
            facts(counties=["140121", "140122"]),
            [("主导产业所在县", "清徐县", "清徐县、阳曲县", "增加阳曲县")],
        ),
        (facts(traits=None), [("传统特色", "以上均无", "未填写", "")]),
        (
            facts(traits=["historical_origin"]),
            [("传统特色", "以上均无", "历史发源地", "增加历史发源地")],
        ),
        (facts(brands=[]), [("品牌", "未登记", "无", "")]),
        (
            facts(platforms=["testing"]),
            [("公共服务功能", "研发设计", "检验检测", "增加检验检测；减少研发设计")],
        ),
        (
            facts(technical_standards=[{"role": "led", "level": "national"}] * 3),
            [("技术标准", "主导制定国家标准", "主导制定国家标准 3 项", "增加主导制定国家标准 2 项")],
        ),
        (facts(titles=[]), [("称号", "国家级单项冠军企业", "无", "减少国家级单项冠军企业")]),
        (
            {"answers": {**SHEET["answers"], "market_text": "远销海外。"}},
            [("市场情况", "未填写", "远销海外。", "")],
        ),
        ({"answers": {}}, [("历史传承", "始于明代，工艺传承四百年。", "未填写", "")]),
        (
            {"town": {"name": "试验陈醋专业镇", "main_industry": "食醋"}},
            [("专业镇名称", "试验专业镇", "试验陈醋专业镇", "")],
        ),
        ({"files": []}, [("佐证材料“产值证明”", "1 份", "没有", "")]),
        ({"files": [{**PROOF, "sha256": "b"}]}, [("佐证材料“产值证明”", "1 份", "已换新版本", "")]),
        (
            {"files": [PROOF, {**PROOF, "criterion": None, "title": "照片"}]},
            [("佐证材料“照片”", "没有", "1 份", "")],
        ),
    ],
)
def test_what_differs_is_named_with_old_and_new(later: dict[str, Any], found: list[tuple[str, ...]]) -> None:
    changes = differences(SHEET, {**SHEET, **later}, WORDS)
    assert [(each.label, each.old, each.new, each.note) for each in changes] == found


def test_the_order_of_rows_and_another_version_of_the_same_bytes_are_no_change() -> None:
    before = {**SHEET, **facts(platforms=["design", "testing"])}
    after = {**SHEET, **facts(platforms=["design", "testing"]), "files": [{**PROOF, "version": 9}]}
    assert differences(before, after, WORDS) == []


def test_a_file_that_went_to_another_criterion_is_told_at_both() -> None:
    changes = differences(SHEET, {**SHEET, "files": [{**PROOF, "criterion": 5}]}, WORDS)
    assert [(each.criterion, each.new) for each in changes] == [(4, "没有"), (5, "1 份")]


def test_a_text_shows_what_went_and_what_came() -> None:
    later = {**SHEET, "answers": {"history_text": "始于清代，工艺传承四百年。"}}
    [change] = differences(SHEET, later, WORDS)
    assert change.parts == (
        Part(SAME, "始于"),
        Part(GONE, "明"),
        Part(NEW, "清"),
        Part(SAME, "代，工艺传承四百年。"),
    )


def test_what_stays_of_a_long_text_is_cut_in_the_middle_and_nothing_that_changed_is() -> None:
    same = "字" * 300
    parts = stretches(f"{same}甲{same}乙{same}", f"{same}丙{same}乙{same}")
    assert [part.text for part in parts if part.kind != SAME] == ["甲", "丙"]
    assert all(len(part.text) <= 30 for part in parts)
    # What was only added to still shows where.
    assert stretches(same, f"{same}补") == (Part(SAME, f"……{same[:12]}"), Part(NEW, "补"))


def test_sheets_of_the_first_weeks_lack_lists_and_are_compared_all_the_same() -> None:
    old = {**SHEET, "facts": {"category": "agriculture", "counties": ["140121"]}}
    labels = [each.label for each in differences(old, SHEET, WORDS)]
    assert labels == ["称号", "技术标准", "公共服务功能", "传统特色"]
