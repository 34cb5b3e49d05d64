"""Confirming and writing at the same instant: written once, and whoever came second is told."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from exchange.models import Import
from exchange.services import imports, writing
from tests.factories import ImportFactory, World
from tests.races.test_at_once import Rush
from towns.models import Enterprise

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
HANDS = 6


@pytest.fixture
def batch(world: World, settings: Any, tmp_path: Path) -> Import:
    settings.MEDIA_ROOT = tmp_path / "media"
    return ImportFactory(organisation=world.county, place=world.town.pk)


def test_one_confirms_and_the_others_are_told(world: World, rush: Rush, batch: Import) -> None:
    call = partial(imports.confirm_import, actor=world.filer, batch=batch, version=batch.version)
    assert rush([call] * HANDS).outcomes == {"done": 1, "Conflict": HANDS - 1}


def test_many_workers_write_once(world: World, rush: Rush, batch: Import) -> None:
    imports.confirm_import(actor=world.filer, batch=batch, version=batch.version)
    rush([partial(writing.apply_import, batch_id=batch.pk)] * HANDS)
    assert Enterprise.objects.filter(town=world.town, name="试验醋业").count() == 1
