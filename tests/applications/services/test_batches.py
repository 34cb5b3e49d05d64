"""Many at once: what can be done is done, what cannot is told with its reason, and foreign names stay foreign."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from applications.enums import State
from applications.models import Application
from applications.services import batches
from core.enums import Level
from core.errors import Invalid, NotAllowed
from records.models import Act
from tests.factories import (
    ApplicationFactory,
    MembershipFactory,
    RoundFactory,
    TownFactory,
    World,
    actor,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def filed(world: World, state: State = State.RECOMMENDED) -> Application:
    return ApplicationFactory(
        round=world.round, applicant=world.county, town=TownFactory(owner=world.county), state=state
    )


def foreign(world: World) -> Application:
    """Of another city's office."""
    return ApplicationFactory(
        round=RoundFactory(office=world.far_office, authority=world.far_city, standard_version=world.version),
        applicant=world.far_county,
        town=TownFactory(owner=world.far_county, name="襄垣不外传专业镇"),
        state=State.RECOMMENDED,
    )


def test_what_can_be_accepted_is_and_the_rest_is_told_with_its_reason(world: World) -> None:
    good = [filed(world), filed(world)]
    early, late = filed(world, State.SUBMITTED), filed(world, State.REVIEWING)
    ids = [each.pk for each in (*good, early, late, foreign(world))] + [10**9]
    act = batches.accept_batch(actor=world.reviewer, ids=ids)
    states = Application.objects.filter(pk__in=[each.pk for each in good]).values_list("state", flat=True)
    assert set(states) == {State.REVIEWING}
    assert act.verb == "application.accept_batch" and act.comment == "办理 2 件，未办 3 件。"
    assert [each.town.name in line for each, line in zip(good, act.details["done"], strict=True)] == [
        True
    ] * 2
    assert act.details["skipped"] == [
        f"{early.town.name}：现在是“待推荐”，不能受理。",
        f"{late.town.name}：现在是“复核中”，不能受理。",
        "另有 2 件不在本单位的复核队列中。",
    ]
    assert "不外传" not in str(act.details)
    assert Act.objects.filter(verb="application.accept").count() == 2


def test_one_that_fails_takes_no_other_along(world: World) -> None:
    torn = actor(Role.REVIEWER, organisation=world.office)
    MembershipFactory(user=torn.user, organisation=world.neighbour, role=Role.FILER)
    torn = actor(Role.REVIEWER, organisation=world.office, user=torn.user)
    theirs = ApplicationFactory(
        round=world.round, applicant=world.neighbour, town=world.neighbour_town, state=State.RECOMMENDED
    )
    good = filed(world)
    act = batches.accept_batch(actor=torn, ids=[theirs.pk, good.pk])
    assert len(act.details["done"]) == 1 and "回避" in act.details["skipped"][0]
    theirs.refresh_from_db()
    assert theirs.state == State.RECOMMENDED


def test_a_second_time_does_nothing_twice(world: World) -> None:
    row = filed(world)
    batches.accept_batch(actor=world.reviewer, ids=[row.pk, row.pk])
    again = batches.accept_batch(actor=world.reviewer, ids=[row.pk])
    assert again.details["done"] == []
    assert Act.objects.about(row).filter(verb="application.accept").count() == 1


def test_the_city_office_reads_public_words_of_what_it_has_sent_up(world: World) -> None:
    version_round = RoundFactory(
        office=world.province_office,
        authority=world.province_office,
        standard_version=world.version,
        level=Level.PROVINCE,
    )
    row = ApplicationFactory(
        round=version_round, applicant=world.county, town=world.town, state=State.SHORTLISTED
    )
    act = batches.accept_batch(actor=world.reviewer, ids=[row.pk])
    assert act.details["skipped"] == [f"{row.town.name}：现在是“复核中”，不能受理。"]


def test_the_director_hands_out_many(world: World) -> None:
    rows = [filed(world), filed(world, State.REVIEWING), filed(world, State.SHORTLISTED)]
    ids = [row.pk for row in rows]
    act = batches.assign_batch(actor=world.director, ids=ids, handler=world.reviewer.user)
    assert act.details["handler"] == world.reviewer.user.display_name
    assert len(act.details["done"]) == 2 and "不在办理中" in act.details["skipped"][0]
    handled = Application.objects.filter(handler=world.reviewer.user).values_list("pk", flat=True)
    assert set(handled) == {rows[0].pk, rows[1].pk}


def test_who_may_not_hands_out_nothing(world: World) -> None:
    row = filed(world)
    with pytest.raises(NotAllowed, match="办公室主任"):
        batches.assign_batch(actor=world.reviewer, ids=[row.pk], handler=world.reviewer.user)
    for person in (world.filer, world.registrar):
        with pytest.raises(NotAllowed):
            batches.accept_batch(actor=person, ids=[row.pk])
    far = batches.accept_batch(actor=world.far_reviewer, ids=[row.pk])
    assert far.details == {"done": [], "skipped": ["另有 1 件不在本单位的复核队列中。"]}


def test_nothing_chosen_and_too_much_chosen(world: World) -> None:
    for ids in ([], list(range(1, batches.MOST_AT_ONCE + 2))):
        with pytest.raises(Invalid) as refused:
            batches.accept_batch(actor=world.reviewer, ids=ids)
        assert "ids" in refused.value.fields


def test_what_is_out_of_sight_costs_no_query_of_its_own(world: World) -> None:
    with CaptureQueriesContext(connection) as caught:
        batches.accept_batch(actor=world.reviewer, ids=list(range(10**6, 10**6 + 400)))
    assert len(caught) <= 3
