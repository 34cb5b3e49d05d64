"""Numbers, days, force, basis and disclosure data."""

from datetime import date

import pytest

from reading import basis, citations, dates, disclosure, force
from reading.lines import numbered

SIGNED, PUBLISHED = date(2024, 6, 3), date(2024, 6, 20)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("演政办发〔2022〕80号", ["演政办发〔2022〕80号"]),
        ("演政办发[2022] 第080号", ["演政办发〔2022〕80号"]),
        ("根据演政发（2021）2号和演财建【2020】5号", ["演政发〔2021〕2号", "演财建〔2020〕5号"]),
        ("依据国务院令第722号", ["国务院令第722号"]),
        ("电话12号", []),
        ("〔2022〕80号", []),
    ],
)
def test_numbers_of_documents(text: str, numbers: list[str]) -> None:
    assert [each.number for each in citations.find(text)] == numbers


def test_a_number_alone_is_the_documents_own() -> None:
    assert citations.alone("演政办发【2024】12号") == "演政办发〔2024〕12号"
    assert citations.alone("演政办发〔2024〕12号   签发人：演示") == "演政办发〔2024〕12号"
    assert citations.alone("按演政办发〔2024〕12号执行") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023年3月19日", date(2023, 3, 19)),
        ("二〇二三年三月十九日", date(2023, 3, 19)),
        ("二○二三年十二月三十一日", date(2023, 12, 31)),
        ("2023-11-15", date(2023, 11, 15)),
        ("2023.11.5", date(2023, 11, 5)),
        ("2023年2月30日", None),
        ("2023年", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert dates.read(text) == day


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("以上政策自发布之日起施行，有效期至2025年12月31日。", PUBLISHED, date(2025, 12, 31)),
        ("本办法自印发之日起施行，有效期5年。", SIGNED, date(2029, 6, 2)),
        ("本办法自2024年1月1日起施行，有效期三年。", date(2024, 1, 1), date(2026, 12, 31)),
        ("本措施自印发之日起30日后施行。", date(2024, 7, 3), None),
        ("本政策自2024年7月1日起执行，至2025年12月31日止。", date(2024, 7, 1), date(2025, 12, 31)),
        ("本政策有效期自2024年1月1日至2026年12月31日。", date(2024, 1, 1), date(2026, 12, 31)),
        ("本细则自公布之日起实施，试行期一年半。", PUBLISHED, date(2025, 12, 19)),
        ("本规定自二〇二四年八月一日起施行，2019年印发的原规定同时废止。", date(2024, 8, 1), None),
        ("本通知自发布之日起施行，有效期截至2026年底。", PUBLISHED, None),
        ("本办法自2024年7月1日起试行6个月。", date(2024, 7, 1), date(2024, 12, 31)),
    ],
)
def test_from_when_to_when(text: str, since: date | None, until: date | None) -> None:
    assert force.speaks_of_force(text)
    assert force.settle(force.find(text), SIGNED, PUBLISHED) == (since, until)


@pytest.mark.parametrize(
    "text", ["营业执照有效期为3年。", "企业自2023年起实施技改项目。", "对执行较好的单位给予表扬。"]
)
def test_terms_of_other_things_are_none_of_the_documents(text: str) -> None:
    assert not force.speaks_of_force(text)


def test_without_a_known_day_the_force_is_unknown() -> None:
    assert force.settle(force.find("本办法自印发之日起施行，有效期5年。"), None, None) == (None, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("根据《规划》（演市政发〔2024〕18号）和《意见》（省工信发〔2023〕5号），制定本计划。", ["演市政发〔2024〕18号", "省工信发〔2023〕5号"]),
        ("为贯彻落实《意见》（国发〔2021〕1号）精神，结合实际，制定本办法。", ["国发〔2021〕1号"]),
        ("按照《规则》（演财〔2020〕5号）规定，原《办法》（演财〔2010〕3号）同时废止。", ["演财〔2020〕5号"]),
        ("现将演政办发〔2024〕2号印发给你们。", []),
        ("参会单位见演政办函〔2024〕2号。", []),
    ],
)  # fmt: skip
def test_only_the_ground_is_a_basis(text: str, found: list[str]) -> None:
    assert basis.find([text], own=None) == found


def test_a_document_is_not_its_own_basis() -> None:
    assert basis.find(["根据演政发〔2024〕1号，制定本办法。"], own="演政发〔2024〕1号") == []


def test_disclosure_data_in_rows_cells_and_below_each_other() -> None:
    said, rest = disclosure.take(
        numbered(
            [
                "索  引 号: A/2024-1 主题分类: 商务",
                "发布机构\t演示市商务局\t发布日期\t2024-06-20",
                "成文日期：",
                "2024年6月3日",
                "【发文字号】 演商发〔2024〕12号",
                "浏览次数：31",
                "名称与标题应当一致。",
            ]
        )
    )
    assert said == {
        "索引号": "A/2024-1",
        "主题分类": "商务",
        "发布机构": "演示市商务局",
        "发布日期": "2024-06-20",
        "成文日期": "2024年6月3日",
        "发文字号": "演商发〔2024〕12号",
    }
    assert [line.number for line in rest] == [7]
