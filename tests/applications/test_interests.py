"""须回避: whoever belongs to the applicant, or acted for it in this matter, examines nothing of it, whichever way in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Membership
from applications.enums import State
from applications.models import Application
from applications.rules import can_read_inside, has_no_interest
from applications.selectors.judgements import questions_left
from applications.services import handling, judging, reviewing
from applications.services.steps import current_step
from core.errors import NotAllowed
from tests.applications.thread import at, check
from tests.factories import World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def reviewer(world: World, user: object = None) -> Actor:
    """A head and reviewer of the office, with whatever else this person is today."""
    facts = {"user": user} if user else {}
    person = actor(Role.REVIEWER, organisation=world.office, **facts)
    return actor(Role.OFFICE_DIRECTOR, organisation=world.office, user=person.user)


def belongs_today(world: World) -> Actor:
    clerk = actor(Role.FILER, organisation=world.county)
    return reviewer(world, clerk.user)


def left_since_it_was_begun(world: World) -> Actor:
    person = belongs_today(world)
    Membership.objects.filter(user=person.user, organisation=world.county).update(
        since=timezone.localdate() - timedelta(days=99), until=timezone.localdate() + timedelta(days=1)
    )
    person = reviewer(world, person.user)
    # As seen tomorrow: the role has ended, after the application was begun.
    return Actor(
        user=person.user,
        organisation=person.organisation,
        roles=person.roles,
        memberships=tuple(each for each in person.memberships if each.organisation != world.county),
    )


def went_over(world: World, clerk: Actor) -> Actor:
    """A clerk of the county whose roles there ended long ago, as far as the table of roles knows."""
    assert clerk.user is not None
    Membership.objects.filter(user=clerk.user).update(
        since=timezone.localdate() - timedelta(days=99), until=timezone.localdate() - timedelta(days=9)
    )
    return reviewer(world, clerk.user)


def filled_it_in(world: World) -> Actor:
    return went_over(world, world.filer)


def recommended_it(world: World) -> Actor:
    return went_over(world, world.unit_admin)


WAYS = (belongs_today, left_since_it_was_begun, filled_it_in, recommended_it)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_nothing_of_the_review_is_theirs(world: World, way: Callable[[World], Actor]) -> None:
    row = at(world, State.REVIEWING)
    check(row)
    person = way(world)
    question, step = questions_left(row)[0], current_step(row)
    assert step is not None
    about = {"actor": person, "application": row}
    for attempt in (
        lambda: judging.judge(
            **about,
            criterion=question.finding.criterion,
            requirement=question.finding.requirement,
            conclusion="met",
            reason="好。",
            sheet_number=1,
        ),
        lambda: judging.write_note(**about, text="看过了。"),
        lambda: reviewing.close_step(actor=person, step=step, comment="好。"),
        lambda: reviewing.return_application(**about, comment="请补充。"),
        lambda: reviewing.decline_application(**about, comment="不符合。"),
        lambda: reviewing.shortlist_application(**about),
        lambda: handling.assign_application(**about, handler=person.user),
        lambda: handling.postpone_application(
            **about, until=timezone.localdate() + timedelta(days=3), reason="等。"
        ),
    ):
        with pytest.raises(NotAllowed, match="回避"):
            attempt()
    assert not can_read_inside(person, row)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_nor_is_the_acceptance(world: World, way: Callable[[World], Actor]) -> None:
    row = at(world, State.RECOMMENDED)
    with pytest.raises(NotAllowed, match="回避"):
        reviewing.accept_application(actor=way(world), application=row)


def test_who_left_the_county_before_it_was_begun_may_examine_it(world: World) -> None:
    clerk = actor(Role.FILER, organisation=world.county)
    person = went_over(world, clerk)
    row = at(world, State.RECOMMENDED)
    assert has_no_interest(person, row)
    assert reviewing.accept_application(actor=person, application=row).state == State.REVIEWING


def test_one_query_answers_for_every_button_of_a_page(
    world: World, django_assert_num_queries: Callable[[int], object]
) -> None:
    row = Application.objects.get(pk=at(world, State.REVIEWING).pk)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        for _ in range(5):
            assert has_no_interest(world.reviewer, row)
