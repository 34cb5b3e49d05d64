"""A storage of its own for each test, and sheets as people send them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exchange.models import Import
from tests.exchange import sheets
from tests.harness.pages import browser_of, world

__all__ = ["browser_of", "world"]

Bring = Callable[..., Import]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    """The folder of the storage; nothing of it is left behind."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def bring(run_tasks: Callable[[], int]) -> Bring:
    """Upload a file as somebody and let the worker read it."""

    def act(actor: Any, key: str, place: int | None, upload: Any) -> Import:
        batch = sheets.upload(actor, key, place, upload)
        run_tasks()
        return Import.objects.get(pk=batch.pk)

    return act


@pytest.fixture
def confirm(run_tasks: Callable[[], int]) -> Callable[..., Import]:
    """Confirm a preview as somebody and let the worker write it."""

    def act(actor: Any, batch: Import) -> Import:
        sheets.confirm(actor, batch)
        run_tasks()
        return Import.objects.get(pk=batch.pk)

    return act
