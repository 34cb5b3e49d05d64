"""Seats by hand, a county's after its city's, founding and confirming."""

from datetime import date, timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Organisation, Person
from core.errors import Conflict, Invalid, NotAllowed
from leadership.enums import SeatRole
from leadership.models import LeadingGroup, RosterConfirmation, Seat
from leadership.selectors import board
from leadership.selectors.copying import proposals
from leadership.selectors.rosters import roster_at
from leadership.services import (
    CopiedSeat,
    SeatFacts,
    add_seat,
    confirm_roster,
    copy_group,
    end_seat,
    found_group,
    remind_of_rosters,
    update_group,
    update_seat,
)
from leadership.services.groups import Founding
from notifications.models import Message
from records.models import Act
from tests.factories import OrganisationFactory, TenureFactory, World, actor, unit_of
from tests.factories.leadership import FOUNDED
from tests.leadership.helpers import names, post_at

pytestmark = [pytest.mark.django_db, pytest.mark.both]
FOUNDING = Founding(
    name="清徐县专业镇发展领导小组", document="清政办发〔2024〕1号", founded_on=date(2024, 1, 5)
)


@pytest.fixture
def county_keeper(world: World) -> Actor:
    office = OrganisationFactory(key="office-140121", office=True, superior=world.county)
    return actor(Role.OFFICE_DIRECTOR, organisation=office)


def facts(unit: Organisation, **others: object) -> SeatFacts:
    return SeatFacts(
        **{
            "role": SeatRole.MEMBER,
            "organisation": unit,
            "post": "局长",
            "title": f"{unit.short_name}局长",
            "since": date(2024, 6, 1),
            **others,
        }
    )


def seats(group: LeadingGroup) -> QuerySet[Seat]:
    return Seat.objects.filter(group=group).order_by("role", "position")


def test_a_new_seat_stands_behind_the_others_of_its_role_from_its_day_on(
    world: World, group: LeadingGroup
) -> None:
    seat = add_seat(actor=world.director, group=group, facts=facts(unit_of(world.city, "市数据局")))
    assert seat.position == 5
    assert len(roster_at(group, on=date(2024, 5, 31)).members) == 4
    assert roster_at(group, on=date(2024, 6, 1)).members[-1].seat == seat
    with pytest.raises(Invalid, match="已有同样的席位"):
        add_seat(actor=world.director, group=group, facts=facts(seat.post.organisation))
    early = facts(unit_of(world.city, "市体育局"), since=date(2020, 1, 1))
    with pytest.raises(Invalid, match="不能早于"):
        add_seat(actor=world.director, group=group, facts=early)


def test_an_ended_seat_is_gone_from_its_day_on_and_stays_in_the_past(
    world: World, group: LeadingGroup
) -> None:
    seat = seats(group)[1]
    with pytest.raises(Invalid, match="撤销日期应晚于"):
        end_seat(actor=world.director, seat=seat, until=FOUNDED, basis="")
    end_seat(actor=world.director, seat=seat, until=date(2024, 6, 1), basis="试政办发〔2024〕2号")
    assert names(group, date(2024, 5, 31))[1] == "甲二" and "甲二" not in names(group, date(2024, 6, 1))
    with pytest.raises(Conflict, match="已于 2024-06-01 撤销"):
        end_seat(actor=world.director, seat=seat, until=date(2024, 7, 1), basis="")


def test_what_is_printed_can_be_corrected(world: World, group: LeadingGroup) -> None:
    update_seat(actor=world.director, seat=seats(group)[1], title="市财政局党组书记、局长", position=9)
    assert [each.seat.title for each in roster_at(group, on=FOUNDED).members][-1] == "市财政局党组书记、局长"
    assert Act.objects.get(verb="group.update_seat").details["changes"][1] == {
        "field": "顺序",
        "old": "2",
        "new": "9",
    }


def test_nobody_keeps_a_roster_of_another_place(
    world: World, group: LeadingGroup, county_keeper: Actor
) -> None:
    for person in (county_keeper, world.reviewer, world.filer, world.system_admin, world.far_reviewer):
        with pytest.raises(NotAllowed):
            confirm_roster(actor=person, group=group)
        with pytest.raises(NotAllowed):
            add_seat(actor=person, group=group, facts=facts(unit_of(world.city, f"市{person.user}局")))


def test_the_roster_is_vouched_for_once_a_day(world: World, group: LeadingGroup) -> None:
    confirm_roster(actor=world.director, group=group)
    today = timezone.localdate()
    confirmation = roster_at(group, on=today).confirmation
    assert confirmation and confirmation.confirmed_on == today
    assert roster_at(group, on=today - timedelta(days=1)).confirmation is None
    with pytest.raises(Conflict, match=world.director.user.display_name):
        confirm_roster(actor=world.registrar, group=group)
    assert RosterConfirmation.objects.count() == 1


def test_the_office_is_asked_once_a_quarter_until_it_confirms(world: World, group: LeadingGroup) -> None:
    assert remind_of_rosters() == 2
    assert remind_of_rosters() == 0
    words = set(Message.objects.order_by("pk").values_list("words", flat=True))
    assert words == {f"{group.name}名单自印发以来还没有确认过，请核对后确认。"}
    Message.objects.all().delete()
    confirm_roster(actor=world.director, group=group)
    assert remind_of_rosters() == 0


def test_a_county_founds_its_group_with_the_seats_of_its_city(
    world: World, group: LeadingGroup, county_keeper: Actor
) -> None:
    unit_of(world.county, "县财政局")
    lines = proposals(group, world.county, at=timezone.localdate())
    assert [(each.unit, each.post, each.organisation is None) for each in lines] == [
        (world.county.short_name, "县长", False),
        ("县财政局", "局长", False),
        ("县科技局", "局长", True),
        ("县商务局", "局长", True),
        ("县工信局", "局长", True),
    ]
    chosen = [CopiedSeat(each.role, each.unit, each.post, each.title) for each in lines if each.post]
    made = copy_group(actor=county_keeper, organisation=world.county, founding=FOUNDING, seats=chosen[:3])
    assert made.office == county_keeper.organisation and made.code == "qingxu"
    assert [line.seat.title for line in roster_at(made, on=FOUNDING.founded_on).members] == [
        "县长",
        "县财政局局长",
        "县科技局局长",
    ]
    assert Organisation.objects.get(name="清徐县科技局").superior == world.county
    with pytest.raises(NotAllowed, match="已经有领导小组"):
        copy_group(actor=county_keeper, organisation=world.county, founding=FOUNDING, seats=chosen)


def test_nothing_is_founded_when_a_line_is_wrong(
    world: World, group: LeadingGroup, county_keeper: Actor
) -> None:
    twice = [CopiedSeat(SeatRole.MEMBER, "县财政局", "局长", "县财政局局长")] * 2
    with pytest.raises(Invalid, match="第 2 行"):
        copy_group(actor=county_keeper, organisation=world.county, founding=FOUNDING, seats=twice)
    with pytest.raises(Invalid, match="至少采用一个席位"):
        copy_group(actor=county_keeper, organisation=world.county, founding=FOUNDING, seats=[])
    assert not LeadingGroup.objects.filter(organisation=world.county).exists()
    assert not Organisation.objects.filter(name="清徐县财政局").exists()


def test_founding_and_correcting_keep_to_the_days(world: World, county_keeper: Actor) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Invalid, match="不能晚于今天"):
        found_group(
            actor=county_keeper,
            organisation=world.county,
            founding=Founding(name="清徐", document="一号", founded_on=tomorrow),
        )
    made = found_group(actor=county_keeper, organisation=world.county, founding=FOUNDING)
    add_seat(actor=county_keeper, group=made, facts=facts(unit_of(world.county, "县财政局")))
    late = Founding(name=made.name, document=made.document, founded_on=date(2024, 7, 1))
    with pytest.raises(Invalid, match="成立日期不能比它们晚"):
        update_group(actor=county_keeper, group=made, founding=late, version=1)
    right = Founding(name="清徐县领导小组", document=made.document, founded_on=made.founded_on)
    update_group(actor=county_keeper, group=made, founding=right, version=1)
    with pytest.raises(Conflict, match="已有改动"):
        update_group(actor=county_keeper, group=made, founding=right, version=1)


def test_the_board_tells_which_levels_have_a_current_roster(world: World, group: LeadingGroup) -> None:
    today = timezone.localdate()
    lines = {line.organisation: line for line in board.top_lines(world.system_admin, at=today)}
    assert lines[world.province].words == "尚未建立"
    assert (lines[world.city].words, lines[world.city].seats) == ("尚未确认过", 4)
    assert lines[world.city].counties == (0, 2)
    confirm_roster(actor=world.director, group=group)
    later = today + timedelta(days=100)
    assert [line.words for line in board.top_lines(world.director, at=today)] == ["尚未建立", "名单已确认"]
    assert [line.words for line in board.top_lines(world.director, at=later)][1] == "超过一季度未确认"
    assert world.far_city not in {line.organisation for line in board.top_lines(world.filer, at=today)}


def test_an_act_of_the_office_names_the_post_that_its_director_holds_elsewhere(
    world: World, group: LeadingGroup
) -> None:
    """办公室主任由市工信局局长兼任: the act in the office says so."""
    person = Person.objects.create(name="演示主任")
    TenureFactory(post=post_at(group, 5), person=person, since=FOUNDED)
    user = world.director.user
    assert user is not None
    user.person = person
    user.save(update_fields=["person"])
    director = actor(Role.OFFICE_DIRECTOR, organisation=world.office, user=user)
    confirm_roster(actor=director, group=group)
    assert Act.objects.get(verb="group.confirm_roster").post == post_at(group, 5)
