"""谁在填什么: what people have in hand, and that it goes along when one hands over to another."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.actors import Actor, actor_for
from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.workload import workload_of
from applications.enums import State
from applications.models import Application, BlockPresence
from applications.rules import has_no_interest
from applications.services import drafting, filing, filling, handling
from core.errors import Conflict, NotAllowed
from records.models import Act
from tests.applications.services.test_registering import registered
from tests.applications.thread import at, filled, sent_back_for_correction
from tests.factories import MembershipFactory, TownFactory, World, actor
from tests.harness.pages import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def in_hand(unit: Organisation, who: Actor | User) -> list[str]:
    user = who.user if isinstance(who, Actor) else who
    assert user is not None
    return [words for words, _ in workload_of(unit).get(user.pk, ())]


def typed(who: Actor, application: Application, text: str = "始于明代。") -> None:
    filling.save_block(
        actor=who,
        application=application,
        key="history",
        content={"figures": {}, "answers": {"history_text": text}},
        version=0,
    )


def heir_of(world: World, role: Role = Role.FILER, unit: Organisation | None = None) -> User:
    user: User = MembershipFactory(organisation=unit or world.county, role=role).user
    return user


def handed_over(head: Actor, who: Actor, heir: User) -> int:
    assert who.user is not None
    return services.hand_over(actor=head, user=who.user, to_user=heir, until=timezone.localdate()).work


def test_the_page_of_the_unit_says_who_fills_in_what(world: World, browser_of: Browser) -> None:
    draft = filled(world)
    helper = actor(Role.FILER, organisation=world.county)
    typed(helper, draft)
    assert in_hand(world.county, world.filer) == [f"{world.town.name}（市级）：填写草稿"]
    assert in_hand(world.county, helper) == [f"{world.town.name}（市级）：正在填写“历史与传承”"]
    page = browser_of(world.unit_admin).get(reverse("accounts:unit_people")).content.decode()
    assert "正在填写“历史与传承”" in page and f'href="/applications/{draft.pk}/"' in page
    BlockPresence.objects.update(seen_at=timezone.now() - timedelta(minutes=5))
    assert in_hand(world.county, helper) == [f"{world.town.name}（市级）：参与填写"]
    assert in_hand(world.neighbour, world.filer) == []


def test_the_page_of_the_unit_costs_the_same_however_much_is_in_hand(
    world: World, browser_of: Browser
) -> None:
    head, counts = browser_of(world.unit_admin), []
    for number in (1, 9):
        for _ in range(number):
            typed(world.filer, filled(world, town=TownFactory(owner=world.county)))
        with CaptureQueriesContext(connection) as queries:
            assert head.get(reverse("accounts:unit_people")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 13, counts


def test_one_person_files_for_several_towns(world: World) -> None:
    second = TownFactory(name="试验铸造专业镇", owner=world.county)
    first, other = filled(world), filled(world, town=second)
    assert len(in_hand(world.county, world.filer)) == 2
    typed(world.filer, first)
    typed(world.filer, other, "另一段历史。")
    said = [row.draft["answers"]["history_text"] for row in Application.objects.order_by("pk")]
    assert said == ["始于明代。", "另一段历史。"]
    filing.submit_application(actor=world.filer, application=first)
    assert in_hand(world.county, world.filer) == ["试验铸造专业镇（市级）：正在填写“历史与传承”"]
    with pytest.raises(Conflict):
        drafting.create_application(actor=world.filer, round_=world.round, town=second)


def test_what_came_back_is_in_hand_again_and_an_offices_cases_are_the_handlers(world: World) -> None:
    row = at(world, State.REVIEWING)
    assert in_hand(world.office, world.reviewer) == [f"{world.town.name}（市级）：经办"]
    assert in_hand(world.county, world.filer) == []
    sent_back_for_correction(world, row, due_on=timezone.localdate() + timedelta(days=7))
    assert "补正" in in_hand(world.county, world.filer)[0]
    assert in_hand(world.office, world.reviewer) == []


def test_a_paper_that_is_keyed_in_is_the_offices_work(world: World) -> None:
    registered(world, world.reviewer)
    assert in_hand(world.office, world.reviewer) == [f"{world.town.name}（市级）：录入纸质件"]
    assert in_hand(world.county, world.filer) == []


def test_drafts_go_along_and_who_began_them_stays_on_record(world: World) -> None:
    draft, heir = filled(world), heir_of(world)
    typed(world.filer, draft)
    assert handed_over(world.unit_admin, world.filer, heir) == 1
    assert in_hand(world.county, world.filer) == [] and len(in_hand(world.county, heir)) == 1
    row = Application.objects.get()
    assert (row.keeper, row.created_by) == (heir, world.filer.user)
    assert row.draft["answers"]["history_text"] == "始于明代。"
    act = Act.objects.get(verb="membership.hand_over")
    assert act.details["work"] == 1
    third = heir_of(world)
    services.hand_over(actor=world.unit_admin, user=heir, to_user=third, until=timezone.localdate())
    assert in_hand(world.county, third) and not in_hand(world.county, heir)
    typed_again = actor_for(third)
    filling.save_block(
        actor=typed_again,
        application=row,
        key="history",
        content={"figures": {}, "answers": {"history_text": "续写。"}},
        version=row.blocks.get(key="history").version,
    )


def test_a_second_time_nothing_moves(world: World) -> None:
    filled(world)
    heir = heir_of(world)
    handed_over(world.unit_admin, world.filer, heir)
    with pytest.raises(NotAllowed):
        handed_over(world.unit_admin, world.filer, heir)
    assert Application.objects.get().keeper == heir


def test_cases_go_to_the_successor(world: World) -> None:
    row, heir = at(world, State.REVIEWING), heir_of(world, Role.REVIEWER, world.office)
    assert handed_over(world.director, world.reviewer, heir) == 1
    row.refresh_from_db()
    assert row.handler == heir
    assert in_hand(world.office, heir) and not in_hand(world.office, world.reviewer)


def test_whoever_has_to_keep_away_inherits_no_case(world: World) -> None:
    row, heir = at(world, State.REVIEWING), heir_of(world, Role.REVIEWER, world.office)
    MembershipFactory(user=heir, organisation=world.county, role=Role.FILER)
    assert not has_no_interest(actor_for(heir, organisation_id=world.office.pk), row)
    handed_over(world.director, world.reviewer, heir)
    row.refresh_from_db()
    assert row.handler is None


def test_another_units_work_stays_where_it_is(world: World) -> None:
    own, foreign = filled(world), filled_by_neighbour(world)
    assert world.filer.user is not None
    MembershipFactory(user=world.filer.user, organisation=world.neighbour, role=Role.FILER)
    foreign.keeper = world.filer.user
    foreign.save(update_fields=["keeper"])
    heir = heir_of(world)
    assert handed_over(world.unit_admin, world.filer, heir) == 1
    own.refresh_from_db()
    foreign.refresh_from_db()
    assert own.keeper == heir and foreign.keeper == world.filer.user


def filled_by_neighbour(world: World) -> Application:
    return drafting.create_application(
        actor=world.neighbour_filer, round_=world.round, town=world.neighbour_town
    )


def test_work_that_began_while_two_were_at_it_is_the_successors_too(world: World) -> None:
    """The successor works beside the first one until the day; what is submitted meanwhile is nobody's draft."""
    draft, heir = filled(world), heir_of(world)
    assert world.filer.user is not None
    until = timezone.localdate() + timedelta(days=3)
    services.hand_over(actor=world.unit_admin, user=world.filer.user, to_user=heir, until=until)
    typed(world.filer, draft)
    assert in_hand(world.county, world.filer) == [f"{world.town.name}（市级）：正在填写“历史与传承”"]
    assert in_hand(world.county, heir) == [f"{world.town.name}（市级）：填写草稿"]
    filing.submit_application(actor=actor_for(heir), application=draft)
    assert in_hand(world.county, heir) == []


def test_what_was_claimed_anew_is_not_taken_along(world: World) -> None:
    row, heir = at(world, State.REVIEWING), heir_of(world, Role.REVIEWER, world.office)
    handling.assign_application(actor=world.director, application=row, handler=world.director.user)
    assert handed_over(world.director, world.reviewer, heir) == 0
    row.refresh_from_db()
    assert row.handler == world.director.user
