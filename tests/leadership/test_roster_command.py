"""`manage.py roster`: who sat there on a day, exactly as scripts rely on it."""

import json
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Organisation, Person, Post, Tenure
from accounts.reference import load_divisions, load_organisations
from leadership.models import LeadingGroup
from leadership.reference import load_rosters
from leadership.selectors.titles import seat_among, unit_names
from leadership.services import Change, NewPerson, change_holders, confirm_roster
from tests.factories import World
from tests.leadership.helpers import post_at

pytestmark = [pytest.mark.django_db, pytest.mark.both]
FIXTURES = Path(settings.BASE_DIR) / "fixtures"


def roster(**options: str) -> dict[str, Any]:
    out = StringIO()
    call_command("roster", stdout=out, **options)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def refusal(**options: str) -> str:
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("roster", stdout=out, stderr=err, **options)
    assert caught.value.code == 2 and out.getvalue() == ""
    return err.getvalue().strip()


@pytest.fixture
def reference(db: None) -> None:
    load_divisions(FIXTURES / "divisions.csv")
    load_organisations(FIXTURES / "organisations")
    load_rosters(FIXTURES / "rosters")


def test_the_reference_rosters_hold_from_their_signing_dates(reference: None) -> None:
    for code, day, counts in (
        ("shanxi", "2022-09-26", {"组长": 1, "副组长": 1, "成员": 50}),
        ("taiyuan", "2023-03-19", {"组长": 1, "副组长": 1, "成员": 42}),
    ):
        answer = roster(group=code, on="2024-01-01")
        roles = [seat["role"] for seat in answer["seats"]]
        assert {role: roles.count(role) for role in roles} == counts
        assert (answer["group"], answer["on"], answer["confirmed_on"]) == (code, "2024-01-01", None)
        assert all(seat["name"] and seat["since"] == day for seat in answer["seats"])
        before = roster(group=code, on=(date.fromisoformat(day) - timedelta(days=1)).isoformat())
        assert {(seat["name"], seat["since"]) for seat in before["seats"]} == {(None, None)}
        assert [seat["post"] for seat in before["seats"]] == [seat["post"] for seat in answer["seats"]]


def test_the_offices_are_staffed_by_post(reference: None) -> None:
    province = roster(group="shanxi", on="2024-01-01")["office"]
    assert [(each["role"], each["post"], each["name"]) for each in province] == [
        ("主任", "省工信厅厅长", "武宏文"),
        ("副主任", "省农业农村厅分管负责人", None),
        ("副主任", "省文旅厅分管负责人", None),
    ]
    city = roster(group="taiyuan", on="2024-01-01")["office"]
    assert (city[0]["post"], city[0]["name"], city[0]["since"]) == ("市工信局局长", None, None)


def test_one_man_sits_in_both_and_two_men_share_a_name(reference: None) -> None:
    assert Person.objects.filter(name="张新伟").count() == 1
    assert Person.objects.filter(name="李建国").count() == 2
    posts = {
        each["post"] for each in roster(group="shanxi", on="2023-06-01")["seats"] if each["name"] == "李建国"
    }
    assert posts == {"忻州市市长"}
    # P vouches for the mayor half a year before T exists; T does not.
    assert roster(group="taiyuan", on="2022-12-01")["seats"][0]["name"] is None
    mayor = Post.objects.get(organisation__key="gov-140100", name="市长")
    assert Tenure.objects.get(post=mayor).since == date(2022, 9, 26)


def test_members_hold_their_other_posts_as_well(reference: None) -> None:
    held = Tenure.objects.filter(person__name="陈旭忠").select_related("post__organisation")
    assert {(each.post.organisation.short_name, each.post.name) for each in held} == {
        ("省委统战部", "副部长"),
        ("省工商联", "党组书记"),
        ("省工商联", "常务副主席"),
        ("省总商会", "副会长"),
    }


def test_every_printed_title_is_read_as_the_tables_say(reference: None) -> None:
    for group in LeadingGroup.objects.select_related("organisation__division").order_by("code"):
        names = unit_names(group.organisation)
        for seat in group.seats.filter(role__lte=3).select_related("post__organisation").order_by("position"):
            found = names.posts_of(seat.title)
            post = found[seat_among(found)]
            assert (post.organisation, post.name) == (seat.post.organisation, seat.post.name), seat.title


def test_loading_again_changes_nothing(reference: None) -> None:
    before = Tenure.objects.count(), Person.objects.count()
    assert load_rosters(FIXTURES / "rosters").made == 0
    assert (Tenure.objects.count(), Person.objects.count()) == before
    assert Organisation.objects.get(short_name="省金融办").aliases.filter(name="省地方金融监管局").exists()


def test_a_change_and_a_confirmation_show_from_their_days_on(world: World, group: LeadingGroup) -> None:
    day, today = date(2024, 3, 12), timezone.localdate()
    change_holders(actor=world.director, changes=[Change(post_at(group, 2), day, NewPerson("乙二"))])
    confirm_roster(actor=world.director, group=group)
    assert roster(group="taiyuan", on="2024-03-11")["seats"][1]["name"] == "甲二"
    seat = roster(group="taiyuan", on=today.isoformat())["seats"][1]
    assert (seat["name"], seat["since"], seat["role"]) == ("乙二", "2024-03-12", "成员")
    assert seat["organisation"] == "太原市财政局" and seat["post"] == "市财政局局长"
    assert roster(group="taiyuan", on=today.isoformat())["confirmed_on"] == today.isoformat()
    assert roster(group="taiyuan", on="2024-03-12")["confirmed_on"] is None


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"group": "nowhere", "on": "2024-01-01"}, "没有代号为“nowhere”的领导小组，可用：taiyuan。"),
        ({"group": "taiyuan", "on": "2024-13-01"}, "日期“2024-13-01”不对"),
        ({"group": "taiyuan", "on": "２０２４-01-01"}, "不对"),
        ({"group": "taiyuan", "on": "20240101"}, "应为年-月-日"),
        ({"group": "taiyuan"}, "请用 --on 写明哪一天"),
        ({"on": "2024-01-01"}, "请用 --group 写明"),
        ({"group": "tai\0yuan", "on": "2024-01-01"}, "没有代号"),
    ],
)
def test_bad_input_ends_with_two_and_one_sentence(
    group: LeadingGroup, options: dict[str, str], words: str
) -> None:
    said = refusal(**options)
    assert words in said and "\n" not in said
