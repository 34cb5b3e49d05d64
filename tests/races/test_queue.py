"""The office's queue at the same instant: one handler, and nothing accepted twice, whoever clicks."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from accounts.enums import Role
from applications.enums import State
from applications.models import Application
from applications.services import batches, handling, reviewing
from records.models import Act
from tests.applications.thread import at
from tests.factories import ApplicationFactory, TownFactory, World, actor
from tests.races.conftest import Crowd

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

Rush = Callable[[list[Callable[[], Any]]], Crowd]


def test_of_many_who_take_a_case_one_has_it_and_the_others_learn_who(world: World, rush: Rush) -> None:
    row = at(world, State.RECOMMENDED)
    people = [actor(Role.REVIEWER, organisation=world.office) for _ in range(12)]
    crowd = rush(
        [
            partial(
                handling.assign_application,
                actor=who,
                application=row,
                handler=who.user,
                shown=handling.NOBODY,
            )
            for who in people
        ]
    )
    assert crowd.outcomes == {"done": 1, "Conflict": 11}
    row.refresh_from_db()
    act = Act.objects.about(row).get(verb="application.assign")
    assert act.user == row.handler
    assert {refusal.message for refusal in crowd.refusals} == {
        f"这件申报刚刚由{row.handler}经办，请刷新后再看。"
    }


def test_two_batches_over_the_same_rows_accept_each_of_them_once(world: World, rush: Rush) -> None:
    """In opposite order, and against single acceptances: nobody waits in a circle."""
    rows = [
        ApplicationFactory(
            round=world.round,
            applicant=world.county,
            town=TownFactory(owner=world.county),
            state=State.RECOMMENDED,
            number="",
        )
        for _ in range(8)
    ]
    ids = [row.pk for row in rows]
    calls = [
        partial(batches.accept_batch, actor=world.reviewer, ids=ids),
        partial(batches.accept_batch, actor=world.director, ids=ids[::-1]),
        partial(reviewing.accept_application, actor=world.director, application=rows[4]),
    ]
    crowd = rush(calls)
    assert crowd.outcomes["done"] >= 2
    accepted = Act.objects.filter(verb="application.accept").values_list("target_id", flat=True)
    assert Counter(accepted) == Counter(str(pk) for pk in ids)
    assert Application.objects.filter(state=State.REVIEWING).count() == 8
    done = [line for act in crowd.results if isinstance(act, Act) for line in act.details["done"]]
    alone = [result for result in crowd.results if isinstance(result, Application)]
    assert len(done) + len(alone) == 8
