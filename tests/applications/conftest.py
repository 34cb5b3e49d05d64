"""The world in which every test of recognition takes place, and a storage of its own for each test."""

from pathlib import Path
from typing import Any

import pytest

from tests.applications.thread import furnished_world
from tests.factories import World
from tests.harness.pages import browser_of

__all__ = ["browser_of"]


@pytest.fixture
def world(db: None) -> World:
    return furnished_world()


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    """The folder of the storage; nothing of it is left behind."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"
