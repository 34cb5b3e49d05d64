"""Rosters as people open them: a day, a difference, a table, a workbook, a liaison."""

import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from openpyxl import Workbook, load_workbook

from accounts.enums import Role
from accounts.models import Person, Tenure
from leadership.enums import SeatRole
from leadership.models import LeadingGroup, Liaison
from leadership.services import Change, NewPerson, change_holders
from records.models import Act
from tests.factories import LiaisonFactory, PersonFactory, TenureFactory, World, actor, unit_of
from tests.factories.leadership import FOUNDED, seat
from tests.harness.pages import Browser
from tests.harness.papers import pages_of
from tests.leadership.helpers import names, post_at

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 12)


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_page_shows_the_roster_of_the_day_that_was_asked(
    world: World, group: LeadingGroup, browser_of: Browser
) -> None:
    change_holders(actor=world.director, changes=[Change(post_at(group, 2), DAY, NewPerson("乙二"))])
    client = browser_of(world.filer)
    assert "乙二" in shown(client, f"/leadership/{group.pk}/")
    before = shown(client, f"/leadership/{group.pk}/?on=2024-03-11")
    assert "甲二" in before and "乙二" not in before
    early = shown(client, f"/leadership/{group.pk}/?on=2020-01-01")
    assert "还没有成立" in early and "甲一" not in early
    assert "自印发以来尚未确认" in shown(client, f"/leadership/{group.pk}/")
    assert "请填日期" in shown(client, f"/leadership/{group.pk}/?on=yesterday")


def test_two_days_are_compared_in_words(world: World, group: LeadingGroup, browser_of: Browser) -> None:
    change_holders(actor=world.director, changes=[Change(post_at(group, 2), DAY, NewPerson("乙二"))])
    client = browser_of(world.director)
    words = shown(client, f"/leadership/{group.pk}/changes/?after=2024-01-01&until=2024-12-31")
    assert "3 月 12 日：市财政局局长由甲二换为乙二" in words
    assert "名单没有变动" in shown(
        client, f"/leadership/{group.pk}/changes/?after=2024-04-01&until=2024-12-31"
    )
    assert "后一天不能早于前一天" in shown(
        client, f"/leadership/{group.pk}/changes/?after=2024-04-01&until=2023-12-31"
    )


def test_a_roster_leaves_as_word_pdf_and_excel(
    world: World, group: LeadingGroup, browser_of: Browser
) -> None:
    client = browser_of(world.director)
    word = Document(io.BytesIO(client.get(f"/leadership/{group.pk}/word/?on=2024-01-01").content))
    assert word.paragraphs[0].text == f"{group.name}组成人员名单"
    assert word.paragraphs[1].text == "（截至2024年1月1日）"
    rows = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert rows[0] == ["组　长：", "甲　一", "太原市市长"]
    assert [row[0] for row in rows] == ["组　长：", "成　员：", "", ""]
    assert "自印发以来尚未经办公室确认" in word.paragraphs[-1].text
    paper = "".join(pages_of(client.get(f"/leadership/{group.pk}/pdf/").content))
    assert "甲" in paper and "市财政局局长" in paper
    sheet = load_workbook(io.BytesIO(client.get(f"/leadership/{group.pk}/excel/").content)).active
    assert [cell.value for cell in sheet[2]][:3] == ["组长", "甲一", "太原市市长"]
    assert [cell.value for cell in sheet[6]][:3] == ["办公室主任", "空缺", "市工信局局长"]


def test_a_liaison_is_masked_and_every_look_at_the_number_is_on_record(
    world: World, group: LeadingGroup, browser_of: Browser
) -> None:
    unit = post_at(group, 2).organisation
    client = browser_of(world.director)
    client.post(
        f"/leadership/units/{unit.pk}/liaison/", {"name": "演示联络员", "telephone": "１３８１２３４１２３４"}
    )
    liaison = Liaison.objects.get(organisation=unit)
    for path in (f"/leadership/units/{unit.pk}/", f"/leadership/{group.pk}/units/"):
        page = shown(client, path)
        assert "138****1234" in page and "13812341234" not in page
    assert not Act.objects.filter(verb="liaison.reveal_telephone").exists()
    answer = client.post(f"/leadership/liaisons/{liaison.pk}/telephone/")
    assert "13812341234" in answer.content.decode() and "no-store" in answer.headers["Cache-Control"]
    assert Act.objects.get(verb="liaison.reveal_telephone").user == world.director.user
    changes = Act.objects.get(verb="liaison.set").details["changes"]
    assert changes == [{"field": "联络员", "old": "", "new": "演示联络员 138****1234"}]
    assert "演示联络员" not in shown(browser_of(world.filer), f"/leadership/units/{unit.pk}/")
    wrong = client.post(f"/leadership/units/{unit.pk}/liaison/", {"name": "", "telephone": "电话"})
    assert wrong.status_code == 422 and "请填写联络员姓名" in wrong.content.decode()


def test_another_liaison_follows_and_the_earlier_one_stays(
    world: World, group: LeadingGroup, browser_of: Browser
) -> None:
    unit = post_at(group, 2).organisation
    LiaisonFactory(organisation=unit, name="演示前任")
    client = browser_of(world.director)
    client.post(f"/leadership/units/{unit.pk}/liaison/", {"name": "演示后任", "telephone": "13800000001"})
    assert "演示前任" in shown(client, f"/leadership/units/{unit.pk}/")
    assert Liaison.objects.filter(organisation=unit, until=None).get().name == "演示后任"


def row(group: LeadingGroup, number: int, **typed: str) -> dict[str, str]:
    return {f"post-{post_at(group, number).pk}-{name}": value for name, value in typed.items()}


def test_an_election_is_entered_in_one_table(world: World, group: LeadingGroup, browser_of: Browser) -> None:
    known = PersonFactory(name="乙三")
    client, address = browser_of(world.director), f"/leadership/{group.pk}/holders/"
    common = {"on": "2024-03-12", "basis": "试任〔2024〕1号"}
    rows = {
        **row(group, 1, name="乙一"),
        **row(group, 2, name="乙 二", on="2024-03-20"),
        **row(group, 3, name="乙三"),
        **row(group, 4, vacant="on"),
    }
    asked = client.post(address, common | rows)
    assert asked.status_code == 422 and "已有同名的“乙三”" in asked.content.decode()
    assert names(group, DAY)[0] == "甲一"
    done = client.post(address, common | rows | row(group, 3, who=str(known.pk)))
    assert done.status_code == 302
    assert names(group, DAY) == ["乙一", "甲二", "乙三", "", ""]
    assert names(group, date(2024, 3, 20))[1] == "乙二"
    assert Tenure.objects.get(person__name="乙三").person == known
    assert Tenure.objects.get(person__name="乙一").basis == "试任〔2024〕1号"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "乙二", "vacant": "on"}, "不要再勾“空缺”"),
        ({"name": "乙二", "on": "昨天"}, "请填日期"),
        ({"name": "乙二", "on": "2022-01-01"}, "任期重叠"),
        ({"name": "字" * 50}, "姓名不超过 40 个字"),
    ],
)
def test_a_wrong_line_says_which_it_is(
    world: World, group: LeadingGroup, browser_of: Browser, typed: dict[str, str], words: str
) -> None:
    answer = browser_of(world.director).post(
        f"/leadership/{group.pk}/holders/",
        {"on": "2024-03-12", **row(group, 1, name="乙一"), **row(group, 2, **typed)},
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and "第 2 行 市财政局局长" in page
    assert not Person.objects.filter(name="乙一").exists()


def test_an_old_table_is_told_what_happened_and_keeps_what_was_typed(
    world: World, group: LeadingGroup, browser_of: Browser
) -> None:
    post = post_at(group, 2)
    seen = f"{post.tenures.get().pk}~"
    change_holders(actor=world.registrar, changes=[Change(post, DAY, NewPerson("乙二"))])
    answer = browser_of(world.director).post(
        f"/leadership/{group.pk}/holders/", {"on": "2024-05-01", **row(group, 2, name="丙二", seen=seen)}
    )
    page = answer.content.decode()
    assert answer.status_code == 409 and "已有变动" in page and "丙二" in page and "乙二" in page


def test_nothing_typed_is_said_so(world: World, group: LeadingGroup, browser_of: Browser) -> None:
    answer = browser_of(world.director).post(f"/leadership/{group.pk}/holders/", {"on": "2024-05-01"})
    assert answer.status_code == 422 and "没有要改动的岗位" in answer.content.decode()


def sheet(client: Client, group: LeadingGroup, changes: dict[int, dict[str, Any]]) -> io.BytesIO:
    """The downloaded workbook with these cells filled in; the key is the row."""
    book = load_workbook(io.BytesIO(client.get(f"/leadership/{group.pk}/holders/sheet/").content))
    titles = {cell.value: cell.column for cell in book.active[1]}
    for number, cells in changes.items():
        for title, value in cells.items():
            book.active.cell(number, titles[title], value)
    stream = io.BytesIO()
    book.save(stream)
    stream.name = "任职变动.xlsx"
    stream.seek(0)
    return stream


def upload(client: Client, group: LeadingGroup, file: io.BytesIO) -> Any:
    return client.post(f"/leadership/{group.pk}/holders/import/", {"file": file, "on": "2024-03-12"})


def test_an_election_comes_in_one_workbook(world: World, group: LeadingGroup, browser_of: Browser) -> None:
    client = browser_of(world.director)
    file = sheet(
        client, group, {2: {"新任": "乙一"}, 3: {"新任": "乙二", "自": "2024年3月20日"}, 4: {"空缺": "是"}}
    )
    assert upload(client, group, file).status_code == 302
    assert names(group, DAY)[:3] == ["乙一", "甲二", ""] and names(group, date(2024, 3, 20))[1] == "乙二"


def test_all_mistakes_of_a_workbook_show_at_once_by_row_and_column(
    world: World, group: LeadingGroup, browser_of: Browser
) -> None:
    PersonFactory(name="乙四")
    client = browser_of(world.director)
    file = sheet(
        client,
        group,
        {
            2: {"新任": "乙一", "自": "去年"},
            3: {"新任": "乙二", "空缺": "是"},
            4: {"新任": "乙三", "岗位编号": 999999},
            5: {"新任": "乙四"},
            6: {"空缺": "也许"},
        },
    )
    page = upload(client, group, file).content.decode()
    for words in (
        "“去年”不是日期",
        "不要再写“空缺”",
        "不是本领导小组现有席位的岗位",
        "已有同名的“乙四”",
        "只能写“是”或留空",
    ):
        assert words in page, words
    assert "有 5 处要改" in page and "第 5 行" in page and not Person.objects.filter(name="乙一").exists()


def test_a_file_that_is_no_workbook_of_ours_is_refused(
    world: World, group: LeadingGroup, browser_of: Browser
) -> None:
    client = browser_of(world.director)
    broken = io.BytesIO(b"PK\x03\x04 broken")
    broken.name = "a.xlsx"
    assert upload(client, group, broken).status_code == 422
    other, stream = Workbook(), io.BytesIO()
    other.active.append(["姓名"])
    other.save(stream)
    stream.name = "b.xlsx"
    stream.seek(0)
    assert "缺少“岗位编号”" in upload(client, group, stream).content.decode()


def test_one_post_changes_hands_on_its_own_page(
    world: World, group: LeadingGroup, browser_of: Browser
) -> None:
    post, client = post_at(group, 5), browser_of(world.director)
    address = f"/leadership/posts/{post.pk}/"
    typed = {"kind": "deputy", "name": "丙五", "on": "2024-03-12", "until": ""}
    assert "代理须写明结束日期" in client.post(address, typed).content.decode()
    assert client.post(address, typed | {"until": "2024-06-01"}).status_code == 302
    page = shown(client, address)
    assert "丙五" in page and "代理" in page
    assert client.post(address, {"kind": "take", "name": "丙五", "on": "2024-05-01"}).status_code == 422
    person = Person.objects.get(name="丙五")
    taken = {"kind": "take", "name": "丙五", "who": str(person.pk), "on": "2024-05-01"}
    assert client.post(address, taken).status_code == 302
    assert "市工信局局长" in shown(client, f"/leadership/people/{person.pk}/")


def test_a_newcomer_reads_what_waits_at_the_post(
    world: World, group: LeadingGroup, browser_of: Browser
) -> None:
    post = post_at(group, 1)
    TenureFactory(post=post_at(group, 5), person=PersonFactory(name="演示新任"), since=FOUNDED)
    page = shown(browser_of(world.registrar), f"/leadership/posts/{post.pk}/hand-over/")
    assert "没有等着办的事" in page and "甲一" in page
    far = actor(Role.OFFICE_DIRECTOR, organisation=world.far_office)
    assert browser_of(far).get(f"/leadership/posts/{post.pk}/hand-over/").status_code == 404


def test_everybody_reads_names_and_posts_and_nothing_else(
    world: World, group: LeadingGroup, client: Client
) -> None:
    LiaisonFactory(organisation=post_at(group, 2).organisation)
    assert group.name in shown(client, "/groups/")
    page = shown(client, f"/groups/{group.pk}/")
    assert "甲一" in page and "市财政局局长" in page and "尚未确认" in page
    assert "试验联络员" not in page and "138" not in page and "依据试政办发" in page


def test_a_seat_of_an_unknown_unit_is_asked_about_before_it_is_registered(
    world: World, group: LeadingGroup, browser_of: Browser
) -> None:
    client, address = browser_of(world.director), f"/leadership/{group.pk}/seats/new/"
    typed = {"role": "3", "unit": "市大数据局", "post": "局长", "since": "2024-03-12"}
    asked = client.post(address, typed)
    assert asked.status_code == 422 and "本级没有叫“市大数据局”的单位" in asked.content.decode()
    assert client.post(address, typed | {"is_new_unit": "on"}).status_code == 302
    assert "市大数据局局长" in shown(client, f"/leadership/{group.pk}/")
    assert client.post(address, typed | {"role": "9"}).status_code == 422


def test_a_page_costs_the_same_with_one_seat_and_with_fifty(
    world: World, group: LeadingGroup, browser_of: Browser
) -> None:
    client = browser_of(world.director)
    paths = ("", "changes/", "units/", "holders/", "excel/")
    counts: list[list[int]] = []
    for size in (1, 50):
        for number in range(size):
            seat(
                group,
                SeatRole.MEMBER,
                unit_of(world.city, f"市{size}第{number}局"),
                "局长",
                f"人{size}{number}",
            )
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as caught:
                client.get(f"/leadership/{group.pk}/{path}")
            found.append(len(caught))
        counts.append(found)
    assert counts[0] == counts[1], counts
