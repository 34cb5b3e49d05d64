"""Many at once about a round: extended once, published once, and the last place of a unit taken once."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from accounts.enums import Role
from applications.enums import State
from applications.models import Application, RoundApplicant
from applications.selectors.rounds import version_of_round
from applications.services import filing, rounds
from records.models import Act
from tests.factories import ApplicationFactory, RoundFactory, TownFactory, World, actor
from tests.races.conftest import Crowd

pytestmark = [pytest.mark.django_db(transaction=True)]

Rush = Callable[[list[Callable[[], Any]]], Crowd]
THREADS = 8
TRIES = 15


@pytest.mark.both
def test_of_many_who_extend_from_the_same_page_one_does(world: World, rush: Rush) -> None:
    opened = version_of_round(world.round)
    directors = [actor(Role.OFFICE_DIRECTOR, organisation=world.office) for _ in range(THREADS)]
    crowd = rush(
        [
            partial(
                rounds.extend_round,
                actor=who,
                round_=world.round,
                closes_at=world.round.closes_at + timedelta(days=number),
                reason=f"第 {number} 条理由。",
                version=opened,
            )
            for number, who in enumerate(directors, start=1)
        ]
    )
    assert crowd.outcomes == {"done": 1, "Conflict": THREADS - 1}
    world.round.refresh_from_db()
    extension = world.round.extensions.get()
    assert world.round.closes_at == extension.new_closes_at
    assert Act.objects.get(verb="round.extend").comment == extension.reason


@pytest.mark.both
def test_a_round_is_published_once(world: World, rush: Rush) -> None:
    round_ = RoundFactory(
        office=world.office,
        standard_version=world.version,
        applicants=[world.county],
        contact="0351-0000000",
        unpublished=True,
    )
    directors = [actor(Role.OFFICE_DIRECTOR, organisation=world.office) for _ in range(THREADS)]
    crowd = rush([partial(rounds.publish_round, actor=who, round_=round_) for who in directors])
    assert crowd.outcomes == {"done": 1, "Conflict": THREADS - 1}
    assert Act.objects.filter(verb="round.publish").count() == 1


@pytest.mark.both
def test_publishing_against_deleting_has_one_outcome(world: World, rush: Rush) -> None:
    round_ = RoundFactory(
        office=world.office,
        standard_version=world.version,
        applicants=[world.county],
        contact="0351-0000000",
        closes_at=timezone.now() + timedelta(days=9),
        unpublished=True,
    )
    words = {"actor": world.director, "round_": round_}
    crowd = rush([partial(rounds.publish_round, **words), partial(rounds.delete_round, **words)])
    assert crowd.outcomes == {"done": 1, "Conflict": 1}


def waiting(world: World, count: int) -> list[Application]:
    return [
        ApplicationFactory(
            round=world.round,
            applicant=world.county,
            town=TownFactory(owner=world.county),
            state=State.SUBMITTED,
        )
        for _ in range(count)
    ]


def recommend_all(world: World, rush: Rush, rows: list[Application]) -> Crowd:
    heads = [actor(Role.UNIT_ADMIN, organisation=world.county) for _ in rows]
    return rush(
        [
            partial(filing.recommend_application, actor=head, application=row)
            for head, row in zip(heads, rows, strict=True)
        ]
    )


@pytest.mark.both
def test_the_last_places_are_taken_once(world: World, rush: Rush) -> None:
    RoundApplicant.objects.filter(organisation=world.county).update(quota=2)
    crowd = recommend_all(world, rush, waiting(world, 6))
    assert crowd.outcomes == {"done": 2, "NotAllowed": 4}
    assert Application.objects.recommended().count() == 2


def test_without_its_lock_a_place_is_taken_more_than_once(
    world: World, rush: Rush, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: on PostgreSQL the lock of the unit's place is what keeps the quota."""
    lock = QuerySet.select_for_update

    def careless(rows: QuerySet, *args: Any, **options: Any) -> QuerySet:
        return rows if rows.model is RoundApplicant else lock(rows, *args, **options)

    monkeypatch.setattr(QuerySet, "select_for_update", careless)
    place = RoundApplicant.objects.filter(organisation=world.county)
    taken, allowed = 0, 0
    for _ in range(TRIES):
        # One place more than there are: of six who ask one may have it.
        allowed = taken + 1
        place.update(quota=allowed)
        recommend_all(world, rush, waiting(world, 6))
        taken = Application.objects.recommended().count()
        if taken > allowed:
            break
    assert taken > allowed, f"{TRIES} times without the lock, and never one too many"
