"""Sums and percentages in running text: as written, and exact."""

import pytest

from reading import figures
from reading.document import money_text


def sums(text: str) -> list[tuple[str, str]]:
    return [(each.text, money_text(each.yuan)) for each in figures.find(text) if each.yuan is not None]


def shares(text: str) -> list[str]:
    return [each.text for each in figures.find(text) if each.yuan is None]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("年产值达到20亿元以上", [("20亿元", "2000000000")]),
        ("不超过1,200.5万元", [("1,200.5万元", "12005000")]),
        ("奖励５０万元", [("５０万元", "500000")]),
        ("奖励二十万元，补助三点五万元", [("二十万元", "200000"), ("三点五万元", "35000")]),
        ("每亩300元", [("300元", "300")]),
        ("奖励 20 万元", [("20万元", "200000")]),
        ("10万元至30万元", [("10万元", "100000"), ("30万元", "300000")]),
        ("10-30万元", [("10-30万元", "100000"), ("10-30万元", "300000")]),
        ("10万～30万元", [("10万～30万元", "100000"), ("10万～30万元", "300000")]),
        ("达到5、10亿元的", [("5、10亿元", "500000000"), ("5、10亿元", "1000000000")]),
        ("投入3千万元，补助5百万元", [("3千万元", "30000000"), ("5百万元", "5000000")]),
        ("0.5元", [("0.5元", "0.5")]),
    ],
)
def test_sums(text: str, found: list[tuple[str, str]]) -> None:
    assert sums(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "100亿级专业镇",
        "多元化经营",
        "二元结构",
        "100万美元",
        "元旦",
        "3750万公斤",
        "万元以上",
        "一元二次",
        "5元素",
    ],
)
def test_what_is_no_sum(text: str) -> None:
    assert sums(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("增长10%左右", ["10%"]),
        ("按15%～20%补助", ["15%", "20%"]),
        ("按15-20％补助", ["15-20％"]),
        ("百分之三十以上", ["百分之三十"]),
        ("按3‰贴息，千分之五封顶", ["3‰", "千分之五"]),
        ("提高2.5个百分点", ["2.5个百分点"]),
        ("占百分比最高，%号", []),
    ],
)
def test_percentages(text: str, found: list[str]) -> None:
    assert shares(text) == found
