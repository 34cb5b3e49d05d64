"""Colleagues who save the form at the same instant: each block stands, and in one block one wins."""

from functools import partial

import pytest

from applications.blocks import BLOCKS, Kind
from applications.models import ApplicationBlock
from applications.services import filling
from tests.applications.thread import filled
from tests.factories import World
from tests.races.test_at_once import Rush

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def test_everybody_in_a_block_of_their_own_loses_nothing(world: World, rush: Rush) -> None:
    row = filled(world)
    texts = [
        (block.key, answer.name)
        for block in BLOCKS
        for answer in block.answers
        if answer.kind == Kind.TEXT and answer.name not in {"investment_text", "prospects_text"}
    ]
    crowd = rush(
        [
            partial(
                filling.save_block,
                actor=world.filer,
                application=row,
                key=key,
                content={"figures": {}, "answers": {name: f"{name}写好了。"}},
                version=0,
            )
            for key, name in texts
        ]
    )
    assert crowd.outcomes == {"done": len(texts)}
    row.refresh_from_db()
    assert {name: row.draft["answers"][name] for _, name in texts} == {
        name: f"{name}写好了。" for _, name in texts
    }


def test_of_many_in_one_block_one_is_kept_and_the_others_are_told(world: World, rush: Rush) -> None:
    row = filled(world)
    crowd = rush(
        [
            partial(
                filling.save_block,
                actor=world.filer,
                application=row,
                key="history",
                content={"figures": {}, "answers": {"history_text": f"第 {number} 个人写的。"}},
                version=0,
            )
            for number in range(8)
        ]
    )
    assert crowd.outcomes == {"done": 1, "Conflict": 7}
    assert ApplicationBlock.objects.get(application=row).version == 1
