"""Approved and declined at the same instant (quality T3): one outcome, and nobody reads two."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection

from accounts.enums import Role
from applications.enums import State
from applications.models import Application
from applications.services import reviewing
from core import triggers
from notifications.models import Message
from records import workflow
from records.models import Act
from tests.factories import ApplicationFactory, TownFactory, World, actor
from tests.races.conftest import Crowd
from tests.races.test_control import unlocked

pytestmark = [pytest.mark.django_db(transaction=True)]
__all__ = ["unlocked"]

Rush = Callable[[list[Callable[[], Any]]], Crowd]
ROUNDS, THREADS = 10, 24
CONTRADICTIONS = 5


def recommended(world: World) -> Application:
    return ApplicationFactory(
        round=world.round,
        applicant=world.county,
        town=TownFactory(owner=world.county),
        state=State.RECOMMENDED,
    )


def reached(row: Application) -> set[str]:
    """Where it went from 已推荐, by the record."""
    acts = Act.objects.about(row).filter(from_state=State.RECOMMENDED)
    return set(acts.values_list("to_state", flat=True))


def test_half_accept_and_half_decline_and_one_outcome_stands(world: World, rush: Rush) -> None:
    directors = [actor(Role.OFFICE_DIRECTOR, organisation=world.office) for _ in range(THREADS)]
    services = (reviewing.accept_application, reviewing.decline_application)
    for _ in range(ROUNDS):
        row = recommended(world)
        words = {"application": row, "comment": "理由充分。", "version": row.version}
        crowd = rush([partial(services[n % 2], actor=who, **words) for n, who in enumerate(directors)])
        assert crowd.outcomes == {"done": 1, "Conflict": THREADS - 1}
        row = Application.objects.get(pk=row.pk)
        assert reached(row) == {row.state}
        said = "accepted" if row.state == State.REVIEWING else "declined"
        told = list(Message.objects.about(row).order_by("pk").values_list("kind", "user"))
        assert {kind for kind, _ in told} == {said} and len(told) == len(set(told)) == 2


def test_without_lock_and_guard_it_is_accepted_and_declined(world: World, rush: Rush, unlocked: None) -> None:
    """The negative control: both are recorded of one application, in half of the rounds at least."""
    if connection.vendor == "sqlite":
        pytest.skip("on SQLite one transaction at a time is protection enough")
    found = 0
    with triggers.suspended(connection):
        for _ in range(ROUNDS):
            row = recommended(world)
            names = ("accept", "decline") * (THREADS // 2)
            facts = {"actor": world.director, "comment": "理由充分。", "version": row.version}
            rush([partial(workflow.perform, row, name, **facts) for name in names])
            found += reached(row) == {State.REVIEWING, State.DECLINED}
    assert found >= CONTRADICTIONS, f"{found} of {ROUNDS}"
