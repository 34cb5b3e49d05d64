"""Marks, returns and answers at the same instant: nothing is told twice, nothing is left out unseen."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from accounts.actors import Actor
from accounts.enums import Role
from applications.enums import ReturnReason, State
from applications.models import Application
from applications.services import filing, reviewing
from applications.services.answering import answer_item
from applications.services.marking import Mark, put_mark
from tests.applications.thread import at, give_back
from tests.factories import World, actor
from tests.races.conftest import Crowd

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

Rush = Callable[[list[Callable[[], Any]]], Crowd]
SCALE = Mark("block-scale", ReturnReason.MISSING, "缺来源。")


def reviewers(world: World, count: int) -> list[Actor]:
    return [actor(Role.REVIEWER, organisation=world.office) for _ in range(count)]


def test_the_same_thing_marked_by_many_is_one_mark(world: World, rush: Rush) -> None:
    row = at(world, State.REVIEWING)
    crowd = rush([partial(put_mark, actor=who, application=row, mark=SCALE) for who in reviewers(world, 12)])
    assert crowd.outcomes == {"done": 12} and row.return_items.count() == 1


def test_a_return_and_a_further_mark_at_once_tell_what_was_seen(world: World, rush: Rush) -> None:
    row = at(world, State.REVIEWING)
    seen = put_mark(actor=world.reviewer, application=row, mark=SCALE)
    more = Mark("block-market", ReturnReason.MISSING, "缺。")
    people = reviewers(world, 6)
    calls = [partial(put_mark, actor=who, application=row, mark=more) for who in people[:3]]
    calls += [
        partial(reviewing.return_application, actor=who, application=row, seen=[seen.pk])
        for who in people[3:]
    ]
    rush(calls)
    row.refresh_from_db()
    if row.state == State.RETURNED:
        assert [item.key for item in row.return_notices.get().items.all()] == ["block-scale"]
    else:
        assert not row.return_notices.exists() and row.return_items.count() == 2


def test_answers_against_handing_in_leave_no_item_without_an_answer(world: World, rush: Rush) -> None:
    row = give_back(world, at(world, State.REVIEWING), [SCALE])
    item = row.return_items.get()
    calls: list[Callable[[], Any]] = [
        partial(filing.resubmit_application, actor=world.filer, application=row) for _ in range(4)
    ]
    calls += [
        partial(answer_item, actor=world.filer, item=item, text=f"已补{number}。") for number in range(4)
    ]
    rush(calls)
    row = Application.objects.get(pk=row.pk)
    item.refresh_from_db()
    assert item.is_answered
    assert row.fact_sheets.count() == (2 if row.state == State.REVIEWING else 1)
