"""Two reviewers answer the same question at the same instant: one word stands, the other reads it before speaking."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from accounts.actors import Actor
from applications.enums import State
from applications.models import Application, Judgement
from applications.selectors.judgements import questions_left
from applications.services import judging, reviewing
from records.models import Act
from tests.applications.thread import at, check, whole
from tests.factories import World
from tests.races.conftest import Crowd

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

Rush = Callable[[list[Callable[[], Any]]], Crowd]


def judge(who: Actor, row: Application, conclusion: str, reason: str = "材料充分。") -> Callable[[], Any]:
    finding = questions_left(row)[0].finding
    return partial(
        judging.judge,
        actor=who,
        application=row,
        criterion=finding.criterion,
        requirement=finding.requirement,
        conclusion=conclusion,
        reason=reason,
        sheet_number=1,
        shown=0,
    )


def test_of_two_answers_one_stands(world: World, rush: Rush) -> None:
    row = at(world, State.REVIEWING)
    check(row)
    crowd = rush([judge(world.reviewer, row, "met"), judge(world.director, row, "unmet")])
    assert crowd.outcomes == {"done": 1, "Conflict": 1}
    assert Judgement.objects.count() == Act.objects.filter(verb="application.judge").count() == 1


def test_a_double_click_is_one_word(world: World, rush: Rush) -> None:
    row = at(world, State.REVIEWING)
    check(row)
    crowd = rush([judge(world.reviewer, row, "met") for _ in range(4)])
    assert crowd.outcomes == {"done": 4}
    assert Judgement.objects.count() == 1


def test_a_judgement_against_a_return_ends_in_returned(world: World, rush: Rush) -> None:
    row = at(world, State.REVIEWING)
    check(row)
    give_back = partial(reviewing.return_application, actor=world.director, application=row, marks=whole())
    crowd = rush([judge(world.reviewer, row, "met"), give_back])
    row.refresh_from_db()
    assert row.state == State.RETURNED and set(crowd.outcomes) <= {"done", "Conflict"}
    assert Judgement.objects.count() == crowd.outcomes["done"] - 1
