"""Random changes of random posts: no day with two holders, no lost history, every past roster as it was."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Tenure
from core.errors import Invalid
from leadership.models import LeadingGroup
from leadership.selectors.rosters import roster_at
from leadership.services import Change, NewPerson, change_holders
from tests.factories import World
from tests.factories.leadership import FOUNDED
from tests.leadership.helpers import post_at

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.slow]

HORIZON = 30
POSTS = 4
Move = tuple[int, int, str, int]

moves = st.lists(
    st.tuples(
        st.integers(1, POSTS),
        st.integers(0, HORIZON),
        st.sampled_from(["take", "vacate", "deputy"]),
        st.integers(1, 9),
    ),
    min_size=1,
    max_size=12,
)


def day(number: int) -> date:
    return FOUNDED + timedelta(days=number)


@dataclass
class Model:
    """Who holds each post on each day, kept the plain way: one entry a day."""

    holders: dict[tuple[int, int], str] = field(default_factory=dict)
    deputies: dict[tuple[int, int], str] = field(default_factory=dict)
    begins: dict[int, int] = field(default_factory=dict)

    def take(self, post: int, on: int, name: str) -> None:
        for each in range(on, HORIZON + 20):
            self.holders[post, each] = name
            self.deputies.pop((post, each), None)

    def vacate(self, post: int, on: int) -> None:
        for each in range(on, HORIZON + 20):
            self.holders.pop((post, each), None)

    def deputise(self, post: int, on: int, days: int, name: str) -> None:
        for each in range(on, on + days):
            self.deputies[post, each] = name

    def names(self, number: int) -> list[str]:
        return [
            self.holders.get((post, number)) or self.deputies.get((post, number), "")
            for post in range(1, POSTS + 1)
        ]


def shown(group: LeadingGroup, number: int) -> list[str]:
    return [line.name for line in roster_at(group, on=day(number)).lines][:POSTS]


def play(world: World, group: LeadingGroup, steps: Sequence[Move]) -> Model:
    model = Model()
    for post in range(1, POSTS + 1):
        model.take(post, 0, f"甲{'一二三四'[post - 1]}")
    for number, (post, on, kind, days) in enumerate(steps):
        name = f"人{number}"
        earlier = sorted({each for each in (0, on // 2, on - 1) if 0 <= each < on})
        before = [shown(group, each) for each in earlier]
        change = Change(
            post_at(group, post),
            day(on),
            None if kind == "vacate" else NewPerson(name),
            is_deputy=kind == "deputy",
            until=day(on + days) if kind == "deputy" else None,
        )
        count = Tenure.objects.count()
        try:
            with transaction.atomic():
                change_holders(actor=world.director, changes=[change])
        except Invalid:
            assert Tenure.objects.count() == count
            continue
        if kind == "take":
            model.take(post, on, name)
        elif kind == "vacate":
            model.vacate(post, on)
        else:
            model.deputise(post, on, days, name)
        assert [shown(group, each) for each in earlier] == before
        assert Tenure.objects.count() >= count
    return model


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=moves)
def test_the_roster_of_every_day_is_what_was_said_of_it(
    world: World, group: LeadingGroup, steps: list[Move]
) -> None:
    point = transaction.savepoint()
    try:
        model = play(world, group, steps)
        for number in range(HORIZON + 12):
            assert shown(group, number) == model.names(number), number
        regular = Tenure.objects.filter(is_deputy=False).order_by("post_id", "since")
        for number in range(HORIZON + 12):
            held = [each.post_id for each in regular if each.holds_on(day(number))]
            assert len(held) == len(set(held))
    finally:
        transaction.savepoint_rollback(point)
