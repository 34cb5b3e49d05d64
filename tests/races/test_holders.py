"""Many name a successor for one post at the same instant: one is written, the others learn that somebody was faster."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from accounts.models import Post, Tenure
from core import triggers
from leadership.selectors.history import mark_of
from leadership.services import Change, NewPerson, change_holders, holders
from tests.factories import World, seated_group
from tests.leadership.helpers import post_at
from tests.races.conftest import Crowd

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

Rush = Callable[[list[Callable[[], Any]]], Crowd]
THREADS, ROUNDS, DAY = 8, 15, date(2024, 3, 12)


def appointments(world: World, post: Post) -> list[Callable[[], Any]]:
    seen = mark_of(post.tenures.all())
    return [
        partial(
            change_holders,
            actor=world.director,
            changes=[Change(post, DAY, NewPerson(f"乙{number}"), seen=seen)],
        )
        for number in range(THREADS)
    ]


def holders_on_the_day(post: Post) -> int:
    return Tenure.objects.at(DAY).filter(post=post, is_deputy=False).count()


def test_of_many_successors_one_sits(world: World, rush: Rush) -> None:
    post = post_at(seated_group(world.city, world.office), 2)
    crowd = rush(appointments(world, post))
    assert crowd.outcomes == {"done": 1, "Conflict": THREADS - 1}
    assert holders_on_the_day(post) == 1


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The service as a careless colleague would have written it, in a database that refuses nothing."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows)
    if connection.vendor == "sqlite":
        monkeypatch.setattr(holders, "transaction", SimpleNamespace(atomic=nullcontext))
    triggers.remove(connection)
    try:
        yield
    finally:
        Tenure.objects.all().delete()
        triggers.install(connection)


def test_without_lock_and_guard_two_people_hold_one_post(world: World, rush: Rush, unguarded: None) -> None:
    group, seen = seated_group(world.city, world.office), 1
    for number in range(ROUNDS):
        post = Post.objects.create(organisation=world.city, name=f"试验{number}")
        rush(appointments(world, post))
        seen = max(seen, holders_on_the_day(post))
        if seen > 1:
            break
    assert seen > 1, f"{ROUNDS} rounds without protection, and never two holders in {group}"
