"""Posts change hands: all or nothing, nothing lost, nobody mistaken for somebody else."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import Person, Tenure
from core.errors import Conflict, Invalid, NotAllowed
from leadership.models import LeadingGroup
from leadership.selectors.history import differences, mark_of
from leadership.selectors.rosters import roster_at
from leadership.services import Change, NewPerson, change_holders
from notifications.models import Message
from records.models import Act
from tests.factories import PersonFactory, SeatFactory, TenureFactory, World, actor, seated_group
from tests.factories.leadership import FOUNDED
from tests.leadership.helpers import names, post_at

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DAY = date(2024, 3, 12)


def test_the_successor_sits_by_himself_and_the_past_stays(world: World, group: LeadingGroup) -> None:
    post = post_at(group, 2)
    change_holders(
        actor=world.director, changes=[Change(post, DAY, NewPerson("乙二"), basis="试任〔2024〕1号")]
    )
    assert names(group, DAY - timedelta(days=1))[1] == "甲二"
    assert names(group, DAY)[1] == "乙二"
    line = roster_at(group, on=DAY).lines[1]
    assert line.since == DAY and line.tenure and line.tenure.basis == "试任〔2024〕1号"
    act = Act.objects.get(verb="post.change_holder")
    assert act.details["changes"] == [{"field": "市财政局局长", "old": "甲二", "new": "乙二"}]


def test_a_change_shows_in_every_group_in_which_the_post_sits(world: World, group: LeadingGroup) -> None:
    above = seated_group(world.province, world.province_office, code="shanxi", founded_on=date(2022, 9, 26))
    mayor = post_at(group, 1)
    SeatFactory(group=above, post=mayor, position=9)
    keeper = actor(Role.OFFICE_DIRECTOR, organisation=world.province_office)
    change_holders(actor=world.director, changes=[Change(mayor, DAY, NewPerson("乙一"))])
    assert "乙一" in names(above, DAY) and "甲一" in names(above, DAY - timedelta(days=1))
    told = Message.objects.get(user=keeper.user)
    assert "太原市市长由乙一接任" in told.words


def test_a_vacancy_shows_and_a_deputy_stands_in_for_a_time(world: World, group: LeadingGroup) -> None:
    post = post_at(group, 2)
    change_holders(actor=world.director, changes=[Change(post, DAY, None)])
    assert roster_at(group, on=DAY).vacancies == 1
    until = DAY + timedelta(days=60)
    change_holders(
        actor=world.director,
        changes=[Change(post, DAY, NewPerson("丙二"), is_deputy=True, until=until)],
    )
    line = roster_at(group, on=DAY).lines[1]
    assert line.name == "丙二" and line.holder is None
    assert names(group, until)[1] == ""
    # A new holder ends the time of the deputy.
    change_holders(actor=world.director, changes=[Change(post, DAY + timedelta(days=30), NewPerson("乙二"))])
    assert names(group, DAY + timedelta(days=30))[1] == "乙二"
    assert roster_at(group, on=DAY + timedelta(days=30)).lines[1].deputy is None


def test_what_changed_between_two_days_is_said_in_words(world: World, group: LeadingGroup) -> None:
    change_holders(
        actor=world.director,
        changes=[
            Change(post_at(group, 2), DAY, NewPerson("乙二")),
            Change(post_at(group, 3), DAY + timedelta(days=1), None, line=2),
            Change(post_at(group, 5), DAY, NewPerson("乙五"), line=3),
        ],
    )
    found = differences(group, after=FOUNDED, until=DAY + timedelta(days=1))
    assert [(each.day, each.words) for each in found] == [
        (DAY, "市财政局局长由甲二换为乙二"),
        (DAY, "市工信局局长由乙五接任，此前空缺"),
        (DAY + timedelta(days=1), "甲三不再担任市科技局局长，岗位空缺"),
    ]
    assert differences(group, after=DAY, until=DAY) == []


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ("early", "任期重叠"),
        ("post twice", "同一个岗位"),
        ("person twice", "同一个人"),
        ("no change", "没有变化"),
        ("vacant already", "没有变化"),
        ("deputy without an end", "结束日期"),
        ("ends before it begins", "应晚于"),
        ("namesake", "同名"),
        ("foreign post", "不属于本级"),
    ],
)
def test_one_wrong_line_keeps_all_from_being_written(
    world: World, group: LeadingGroup, spoil: str, words: str
) -> None:
    good = Change(post_at(group, 2), DAY, NewPerson("乙二"), line=1)
    third, person = post_at(group, 3), PersonFactory(name="同名者")
    holder = Tenure.objects.get(post=third).person
    bad = {
        "early": Change(third, FOUNDED, NewPerson("乙三"), line=7),
        "post twice": Change(good.post, DAY, NewPerson("乙三"), line=7),
        "person twice": Change(third, DAY, NewPerson("乙二"), line=7),
        "no change": Change(third, DAY, holder, line=7),
        "vacant already": Change(post_at(group, 5), DAY, None, line=7),
        "deputy without an end": Change(third, DAY, NewPerson("丙"), is_deputy=True, line=7),
        "ends before it begins": Change(third, DAY, NewPerson("丙"), is_deputy=True, until=DAY, line=7),
        "namesake": Change(third, DAY, NewPerson(person.name), line=7),
        "foreign post": Change(TenureFactory().post, DAY, NewPerson("丙"), line=7),
    }[spoil]
    before = list(Tenure.objects.order_by("pk").values_list("post", "person", "since", "until"))
    with pytest.raises(Invalid) as caught:
        change_holders(actor=world.director, changes=[good, bad])
    assert words in caught.value.fields["7"] and "第 7 行" in caught.value.message
    assert list(Tenure.objects.order_by("pk").values_list("post", "person", "since", "until")) == before
    assert not Person.objects.filter(name="乙二").exists() and not Act.objects.exists()


def test_people_of_one_name_are_two_people_when_somebody_says_so(world: World, group: LeadingGroup) -> None:
    known = Tenure.objects.get(post=post_at(group, 3)).person
    change = Change(post_at(group, 2), DAY, NewPerson(known.name, is_another=True))
    made = change_holders(actor=world.director, changes=[change])[0]
    assert made.person.name == known.name and made.person != known
    assert made.person.note == "2024年3月12日任市财政局局长"


def test_a_page_that_was_opened_before_is_told_so(world: World, group: LeadingGroup) -> None:
    post = post_at(group, 2)
    seen = mark_of(post.tenures.all())
    change_holders(actor=world.director, changes=[Change(post, DAY, None, seen=seen)])
    with pytest.raises(Conflict, match="已有变动"):
        change_holders(actor=world.director, changes=[Change(post, DAY, NewPerson("乙二"), seen=seen)])


def test_offices_of_other_places_change_nothing(world: World, group: LeadingGroup) -> None:
    far = actor(Role.OFFICE_DIRECTOR, organisation=world.far_office)
    with pytest.raises(Invalid, match="不属于本级"):
        change_holders(actor=far, changes=[Change(post_at(group, 2), DAY, NewPerson("乙二"))])
    for person in (world.reviewer, world.filer, world.system_admin):
        with pytest.raises(NotAllowed):
            change_holders(actor=person, changes=[Change(post_at(group, 2), DAY, NewPerson("乙二"))])


def test_the_provincial_office_changes_a_mayor_who_sits_in_its_group(
    world: World, group: LeadingGroup
) -> None:
    above = seated_group(world.province, world.province_office, code="shanxi")
    SeatFactory(group=above, post=post_at(group, 1), position=9)
    keeper = actor(Role.OFFICE_DIRECTOR, organisation=world.province_office)
    change_holders(actor=keeper, changes=[Change(post_at(group, 1), DAY, NewPerson("乙一"))])
    assert names(group, DAY)[0] == "乙一"
    with pytest.raises(Invalid, match="不属于本级"):
        change_holders(actor=keeper, changes=[Change(post_at(group, 2), DAY, NewPerson("乙二"))])


def test_the_database_itself_refuses_two_holders_two_deputies_and_lost_history(group: LeadingGroup) -> None:
    post = post_at(group, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        TenureFactory(post=post, since=DAY)
    TenureFactory(post=post, since=DAY, until=DAY + timedelta(days=9), is_deputy=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        TenureFactory(post=post, since=DAY + timedelta(days=3), is_deputy=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tenure.objects.filter(post=post).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        group.seats.all().delete()
