"""Two who press at once get one file; and the control: without the lock the second runs into the constraint."""

from collections.abc import Callable
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.http import QueryDict

from exchange.models import Export
from exchange.selectors.exports import Asked
from exchange.services import exports
from tests.factories import World
from tests.races.conftest import Crowd

pytestmark = pytest.mark.django_db(transaction=True)

Rush = Callable[[list[Callable[[], Any]]], Crowd]


def press(world: World) -> Callable[[], Any]:
    asked = Asked.of("towns", {}, "/registry/export/", QueryDict(""))

    def act() -> int | IntegrityError:
        try:
            return exports.request_export(actor=world.filer, asked=asked).pk
        except IntegrityError as error:
            return error

    return act


@pytest.mark.both
def test_whoever_presses_at_the_same_instant_gets_the_same_file(world: World, rush: Rush) -> None:
    crowd = rush([press(world)] * 10)

    assert len(crowd.results) == 10 and len(set(crowd.results)) == 1
    assert Export.objects.count() == 1


def test_without_the_lock_both_look_before_either_writes(
    world: World, rush: Rush, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time, lock or no lock")
    gate, look = Barrier(2, timeout=20), exports._same

    def looked(*args: Any) -> Any:
        found = look(*args)
        gate.wait()
        return found

    monkeypatch.setattr(exports, "locked", lambda rows, row: row)
    monkeypatch.setattr(exports, "_same", looked)
    crowd = rush([press(world)] * 2)

    (refused,) = [each for each in crowd.results if isinstance(each, IntegrityError)]
    assert "exchange_export_made_once" in str(refused)
    assert Export.objects.count() == 1
