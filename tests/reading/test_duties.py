"""Who leads and who shares, however the list of units is written."""

import pytest

from reading import duties

Units = tuple[str, ...]


def found(text: str) -> list[tuple[Units, Units]]:
    return [(each.lead, each.responsible) for each in duties.find(text)]


@pytest.mark.parametrize(
    ("text", "lead", "responsible"),
    [
        ("做好。(市工信局、市农业局牵头,市财政局、市税务局等部门和各县(市、区)政府按职责分工负责)", ("市工信局", "市农业局"), ("市财政局", "市税务局", "各县(市、区)政府")),
        ("做好。〔责任单位:市工信局、市财政局,各县(市、区)人民政府〕", (), ("市工信局", "市财政局", "各县(市、区)人民政府")),
        ("做好。〔市工信局、市财政局,各县(市、区)人民政府〕", (), ("市工信局", "市财政局", "各县(市、区)人民政府")),
        ("做好。〔市工信局〕", (), ("市工信局",)),
        ("（牵头单位：市文化和旅游局；配合单位：市规划和自然资源局和市财政局）", ("市文化和旅游局",), ("市规划和自然资源局", "市财政局")),
        ("牵头单位：市工信局 责任单位：市财政局、市税务局", ("市工信局",), ("市财政局", "市税务局")),
        ("责任单位：市发展和改革委员会、市工信局及各开发区管委会", (), ("市发展和改革委员会", "市工信局", "各开发区管委会")),
        ("（市工信局负责）", (), ("市工信局",)),
        ("（市工信局、市财政局按职责分工负责）", (), ("市工信局", "市财政局")),
        ("（市工信局牵头，市财政局、市税务局配合）", ("市工信局",), ("市财政局", "市税务局")),
        ("（市工信局会同市财政局牵头负责，各县区参与）", ("市工信局会同市财政局",), ("各县区",)),
        ("【市科技局、市教育局】", (), ("市科技局", "市教育局")),
        ("（由市应急管理局牵头，市大数据应用局等有关部门配合）", ("市应急管理局",), ("市大数据应用局",)),
        ("主办单位：市体育局；协办单位：市教育局", ("市体育局",), ("市教育局",)),
        ("〔市工信局牵头，市财政局)按职责分工负责〕", ("市工信局",), ()),
    ],
)  # fmt: skip
def test_lists_of_units(text: str, lead: Units, responsible: Units) -> None:
    assert found(text)[0][0] == lead
    assert not responsible or found(text)[0][1] == responsible


@pytest.mark.parametrize(
    "text",
    [
        "特色轻工(工艺美术)",
        "包括(家庭农场、合作社)",
        "由市工信局负责解释。",
        "(由市工信局负责解释)",
        "各县负责同志(含副职)",
        "《办法》(演政办发〔2022〕80号)",
        "实行企业负责人制度(主要负责人)",
        "获得奖项（一等奖、二等奖）",
    ],
)
def test_brackets_that_are_no_duties(text: str) -> None:
    assert found(text) == []


def test_units_that_do_not_look_like_units_are_doubted() -> None:
    [each] = duties.find("做好。（市工信局、加快推进牵头）")
    assert "加快推进" in each.doubt
    [sure] = duties.find("做好。（市工信局牵头）")
    assert sure.doubt == ""


def test_a_list_whose_bracket_is_never_shut_is_noticed() -> None:
    assert duties.open_duty("做好。〔市工信局牵头,市财政局按职责") == 3
    assert duties.open_duty("做好。〔市工信局牵头〕") is None
    assert duties.open_duty("做好(其他") is None


def test_a_unit_named_twice_counts_once_and_a_lead_is_not_shared() -> None:
    assert found("（市工信局牵头，市财政局、市工信局、市财政局负责）") == [(("市工信局",), ("市财政局",))]
