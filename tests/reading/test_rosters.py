"""Rosters as offices print them: padded names, broken posts, roles named once; nothing guessed in silence."""

import pytest

from reading import rosters
from reading.rosters import Roster, Seat


def roster(*lines: str) -> Roster:
    return rosters.read("\n".join(lines))


def rows(found: Roster) -> list[tuple[str, str, str]]:
    return [(seat.role, seat.name, seat.post) for seat in found.seats]


def only(found: Roster) -> Seat:
    [seat] = found.seats
    return seat


def test_a_roster_as_offices_print_it() -> None:
    found = roster(
        "演示市某工作领导小组组成人员",
        "组\u3000长：赵甲乙\u3000市委副书记、市长",
        "副组长:钱  丙  副市长",
        "成  员:孙丁戊  市政府副秘书长",
        "李\u00a0己\u00a0市财政局局长",
        "周庚辛  市教育局局长",
    )
    assert rows(found) == [
        ("组长", "赵甲乙", "市委副书记、市长"),
        ("副组长", "钱丙", "副市长"),
        ("成员", "孙丁戊", "市政府副秘书长"),
        ("成员", "李己", "市财政局局长"),
        ("成员", "周庚辛", "市教育局局长"),
    ]
    assert not any(seat.doubts for seat in found.seats)


def test_a_post_that_wraps_is_whole_and_keeps_both_lines() -> None:
    found = roster(
        "成员:赵甲乙 市委统战部副部长(兼),市工商联党组书", "", "记、常务副主席", "", "钱丙丁 市科技局局长"
    )
    assert rows(found)[0] == ("成员", "赵甲乙", "市委统战部副部长(兼),市工商联党组书记、常务副主席")
    assert (found.seats[0].lines, found.seats[0].doubts, len(found.seats)) == ((1, 3), (), 2)


def test_a_rest_that_looks_like_a_name_is_no_member_while_the_post_is_open() -> None:
    found = roster("成员:赵甲乙 市发展改革委副主任,某开发区管理", "委员会 副主任", "钱丙丁 市科技局局长")
    assert rows(found)[0][2] == "市发展改革委副主任,某开发区管理委员会副主任"


def test_more_text_after_a_whole_post_is_joined_and_doubted() -> None:
    found = roster("成员:赵甲乙 市科技局局长", "市科协主席")
    assert only(found).post == "市科技局局长市科协主席"
    assert "第 2 行" in only(found).doubts[0]


@pytest.mark.parametrize(
    ("line", "name", "post"),
    [
        ("组长：赵甲乙（市委副书记、市长）", "赵甲乙", "市委副书记、市长"),
        ("组长：赵 甲（市长）", "赵甲", "市长"),
        ("组长：赵甲，市委副书记、市长", "赵甲", "市委副书记、市长"),
        ("组长：欧阳 甲 市长", "欧阳甲", "市长"),
        ("组长\t赵甲乙\t市政府\t市长", "赵甲乙", "市政府市长"),
        ("组长：艾合买提·买买提 市长", "艾合买提·买买提", "市长"),
        ("组长：赵甲乙 市地方金融局(市金融办)局长(主任)", "赵甲乙", "市地方金融局(市金融办)局长(主任)"),
    ],
)
def test_other_ways_to_write_a_member(line: str, name: str, post: str) -> None:
    seat = only(roster(line))
    assert (seat.name, seat.post, seat.doubts) == (name, post, ())


@pytest.mark.parametrize(
    ("line", "name", "post", "doubt"),
    [
        ("组长：市人民政府市长 赵甲乙", "赵甲乙", "市人民政府市长", "职务之后"),
        ("组长：赵甲乙市人民政府市长", "赵甲乙", "市人民政府市长", "没有空格"),
        ("组长：囧甲乙 市长", "囧甲乙", "市长", "不像姓名"),
        ("组长：赵甲乙 钱丙丁 孙戊己", "赵甲乙", "钱丙丁孙戊己", "职务不像写完了"),
    ],
)
def test_what_can_be_read_otherwise_is_a_doubt(line: str, name: str, post: str, doubt: str) -> None:
    seat = only(roster(line))
    assert (seat.name, seat.post) == (name, post)
    assert any(doubt in said for said in seat.doubts)


def test_roles_of_other_documents_become_the_three_and_stay_as_printed() -> None:
    found = roster("总召集人：赵甲 市长", "常务副组长：钱乙 副市长", "委员：孙丙 市财政局局长")
    assert [(seat.role, seat.printed_role) for seat in found.seats] == [
        ("组长", "总召集人"),
        ("副组长", "常务副组长"),
        ("成员", "委员"),
    ]


def test_the_roster_ends_with_the_next_heading_or_sentence() -> None:
    found = roster(
        "组长：赵甲 市长",
        "三、工作机构",
        "领导小组办公室设在市工信局。",
        "钱乙 市财政局局长",
    )
    assert [seat.name for seat in found.seats] == ["赵甲"]
    assert roster("组长：赵甲 市长", "领导小组下设办公室，办公室设在市工信局").seats[0].post == "市长"


def test_page_feet_and_table_heads_are_no_members() -> None:
    found = roster("成员：", "序号\t姓名\t职务", "1\t赵甲\t市长", "— 12 —", "2.钱乙 副市长")
    assert rows(found) == [("成员", "赵甲", "市长"), ("成员", "钱乙", "副市长")]


def test_a_post_without_a_person_is_unread_with_its_line() -> None:
    found = roster("组长：市人民政府市长", "成员：市财政局局长")
    assert (found.seats, [each.line for each in found.unread]) == ([], [1, 2])


def test_the_same_name_twice_is_a_doubt_at_the_second() -> None:
    found = roster("组长：赵甲乙 市长", "成员：赵甲乙 市财政局局长")
    assert not found.seats[0].doubts
    assert "第 1 行" in found.seats[1].doubts[0]


def test_a_text_without_a_roster_has_none() -> None:
    assert roster("一、总体要求", "组长负责制应当落实。", "成员单位各负其责。").seats == []
    assert rosters.read("").seats == []
