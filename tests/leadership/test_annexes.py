"""An annex comes in through the browser: read, shown beside its lines, confirmed, written, all or nothing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from accounts.enums import Role
from accounts.models import Organisation, Person, Tenure
from accounts.reference import load_divisions, load_organisations
from leadership.models import LeadingGroup, Seat
from leadership.reference import load_rosters
from leadership.selectors.rosters import roster_at
from records.models import Act
from tests.access.forms import forms_of
from tests.factories import LeadingGroupFactory, PersonFactory, World, actor, unit_of
from tests.factories.leadership import FOUNDED
from tests.harness.pages import Browser
from tests.leadership.helpers import names

pytestmark = pytest.mark.django_db
FIXTURES = Path(settings.BASE_DIR) / "fixtures"
ANNEX = """组 长:甲一 市委副书记、市长
副组长:赵 甲 副市长
成 员:甲二 市财政局局长
钱丙丁 市大数据局
局长
李 乙 市科技局副局长,市商务局党组书记
"""


def opened(client: Client, group: LeadingGroup, text: str, since: date = FOUNDED) -> dict[str, str]:
    """The fields of the page on which the lines are confirmed, as the browser would send them back."""
    address = f"/leadership/{group.pk}/read/"
    answer = client.post(address, {"text": text, "since": since, "basis": "试政办发〔2023〕1号"})
    assert answer.status_code == 200, answer.content.decode()
    form = next(each for each in forms_of(address, answer.content.decode()) if "line-1-name" in each.fields)
    ticked = {name: "on" for name in form.fields if name.endswith("-keep")}
    fields = {name: value for name, value in form.fields.items() if not name.endswith("-is_new_unit")}
    return {**fields, **ticked, "text": text, "write": "1"}


def write(client: Client, group: LeadingGroup, fields: dict[str, str]) -> str:
    """Where it led, or the page that says why not."""
    answer = client.post(f"/leadership/{group.pk}/read/", fields, follow=True)
    return answer.content.decode()


def test_a_line_is_shown_beside_its_source_and_an_unknown_unit_is_asked(
    world: World, group: LeadingGroup, browser_of: Browser
) -> None:
    unit_of(world.city, "市委")
    client = browser_of(world.director)
    fields = opened(client, group, ANNEX)
    page = write(client, group, fields)
    assert "本级没有叫“市大数据局”的单位" in page
    assert not Person.objects.filter(name="钱丙丁").exists()
    page = write(client, group, {**fields, "line-4-is_new_unit": "on"})
    assert "已写入 3 个席位、5 项任职" in page
    assert Organisation.objects.get(short_name="市大数据局").name == "太原市大数据局"
    assert names(group, FOUNDED)[:4] == ["甲一", "赵甲", "甲二", "甲三"]
    lines = {line.name: line for line in roster_at(group, on=FOUNDED).lines}
    assert lines["李乙"].post.organisation.short_name == "市科技局"
    other = Tenure.objects.get(person__name="李乙", post__organisation__short_name="市商务局")
    assert other.post.name == "党组书记" and not other.post.seats.exists()
    assert Act.objects.filter(verb="group.enter_roster").count() == 1


def test_the_same_annex_again_changes_nothing(world: World, group: LeadingGroup, browser_of: Browser) -> None:
    client = browser_of(world.director)
    text = "组长：甲一 市长\n成员：甲二 市财政局局长\n"
    fields = opened(client, group, text)
    before = Tenure.objects.count(), Seat.objects.count()
    assert "名单没有变化" in write(client, group, fields)
    assert (Tenure.objects.count(), Seat.objects.count()) == before


def test_somebody_of_a_known_name_is_another_until_chosen(
    world: World, group: LeadingGroup, browser_of: Browser
) -> None:
    known, client = PersonFactory(name="王甲"), browser_of(world.director)
    text = "组长：甲一 市长\n成员：王甲 市科技局副局长\n"
    fields = opened(client, group, text)
    assert fields["line-2-who"] == "another"
    write(client, group, {**fields, "line-2-who": str(known.pk)})
    assert Tenure.objects.get(post__name="副局长").person == known


def test_a_later_annex_ends_the_time_of_whoever_was_there(
    world: World, group: LeadingGroup, browser_of: Browser
) -> None:
    client, day = browser_of(world.director), date(2025, 5, 1)
    fields = opened(client, group, "组长：甲一 市长\n成员：乙二 市财政局局长\n", since=day)
    assert "已写入 0 个席位、1 项任职" in write(client, group, fields)
    assert names(group, date(2025, 4, 30))[1] == "甲二" and names(group, day)[1] == "乙二"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "请粘贴名单"),
        ("关于召开会议的通知\n请准时参加。\n", "没有读到组成人员"),
        ("顾问：甲一 市长\n", "没有读到组成人员"),
        ("组长：甲一 市长\n" + "成员：人甲 市财政局科长\n" * 2999, "读到"),
        ("组长：甲一 市长\n" + "字" * 60_001, "个字"),
    ],
)
def test_what_is_no_roster_is_refused_with_what_and_where(
    world: World, group: LeadingGroup, browser_of: Browser, text: str, words: str
) -> None:
    before = Tenure.objects.count()
    answer = browser_of(world.director).post(
        f"/leadership/{group.pk}/read/", {"text": text, "since": FOUNDED, "basis": ""}
    )
    assert answer.status_code == 422 and words in answer.content.decode()
    assert Tenure.objects.count() == before


def test_a_person_twice_and_an_earlier_day_write_nothing(
    world: World, group: LeadingGroup, browser_of: Browser
) -> None:
    client = browser_of(world.director)
    fields = opened(client, group, "组长：甲一 市长\n成员：丁丁 市科技局副局长\n丁丁 市商务局副局长\n")
    page = write(client, group, fields)
    assert "和第 2 行是同一个人" in page and not Person.objects.filter(name="丁丁").exists()
    answer = client.post(f"/leadership/{group.pk}/read/", {"text": ANNEX, "since": "2020-01-01"})
    assert answer.status_code == 422 and "不能早于领导小组成立的日期" in answer.content.decode()


def test_offices_elsewhere_do_not_reach_the_page(
    world: World, group: LeadingGroup, browser_of: Browser
) -> None:
    address = f"/leadership/{group.pk}/read/"
    far = actor(Role.OFFICE_DIRECTOR, organisation=world.far_office)
    assert browser_of(far).get(address).status_code == 404
    assert browser_of(world.reviewer).get(address).status_code == 403


@pytest.fixture
def places(db: None) -> None:
    """The real divisions and units."""
    load_divisions(FIXTURES / "divisions.csv")
    load_organisations(FIXTURES / "organisations")


def keeper(code: str) -> tuple[Organisation, Organisation]:
    return Organisation.objects.get(key=f"gov-{code}"), Organisation.objects.get(key=f"office-{code}")


Make = Callable[[], LeadingGroup]
CORPUS = (
    ("140000", "P-shanxi-2022-80.txt", "shanxi", date(2022, 9, 26), 52),
    ("140100", "T-taiyuan-2023.txt", "taiyuan", date(2023, 3, 19), 44),
)


@pytest.mark.corpus
@pytest.mark.slow
def test_both_real_annexes_come_into_empty_groups_with_nothing_but_confirmations(
    places: None, browser_of: Browser, corpus: Path
) -> None:
    groups = {}
    for code, file, short, since, number in CORPUS:
        government, office = keeper(code)
        group = LeadingGroupFactory(code=short, organisation=government, office=office, founded_on=since)
        client = browser_of(actor(Role.OFFICE_DIRECTOR, organisation=office))
        write(client, group, opened(client, group, (corpus / file).read_text(encoding="utf-8"), since))
        roster = roster_at(group, on=since)
        assert len(roster.members) == number and roster.vacancies == 0
        groups[short] = {line.name: line for line in roster.members}
    both = groups["shanxi"]["张新伟"].tenure, groups["taiyuan"]["张新伟"].tenure
    assert both[0] and both[1] and both[0].person == both[1].person
    two = groups["shanxi"]["李建国"].tenure, groups["taiyuan"]["李建国"].tenure
    assert two[0] and two[1] and two[0].person != two[1].person


@pytest.mark.corpus
@pytest.mark.slow
def test_both_real_annexes_change_nothing_in_the_reference_data(
    places: None, browser_of: Browser, corpus: Path
) -> None:
    load_rosters(FIXTURES / "rosters")
    before = Tenure.objects.count(), Seat.objects.count(), Person.objects.count()
    for _, file, short, since, _ in CORPUS:
        group = LeadingGroup.objects.get(code=short)
        client = browser_of(actor(Role.OFFICE_DIRECTOR, organisation=group.office))
        fields = opened(client, group, (corpus / file).read_text(encoding="utf-8"), since)
        assert "名单没有变化" in write(client, group, fields)
    assert (Tenure.objects.count(), Seat.objects.count(), Person.objects.count()) == before
