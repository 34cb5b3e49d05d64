"""Without its lock the routine fails: were it not so, the other races would prove nothing.

On PostgreSQL the lock goes and the transaction stays; on SQLite, where a transaction takes the only write lock
there is, the transaction goes.
"""

from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from applications.enums import State
from records import workflow
from records.models import Act
from tests.factories import ApplicationFactory, TownFactory, World
from tests.races.conftest import Crowd

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

ROUNDS = 15
THREADS = 12


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The routine as a careless colleague would have written it."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows)
    if connection.vendor == "sqlite":
        monkeypatch.setattr(workflow, "transaction", SimpleNamespace(atomic=nullcontext))


def test_without_the_lock_one_application_is_accepted_more_than_once(
    world: World, rush: Callable[[list[Callable[[], Any]]], Crowd], unlocked: None
) -> None:
    seen = 1
    for _ in range(ROUNDS):
        row = ApplicationFactory(
            round=world.round,
            applicant=world.county,
            town=TownFactory(owner=world.county),
            state=State.RECOMMENDED,
        )
        rush([partial(workflow.perform, row, "accept", actor=world.reviewer) for _ in range(THREADS)])
        seen = max(seen, Act.objects.about(row).filter(verb="application.accept").count())
        if seen > 1:
            break
    assert seen > 1, f"{ROUNDS} rounds without the lock, and never a second record"
