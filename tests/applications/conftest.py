"""The world in which every test of recognition takes place."""

import pytest

from tests.applications.thread import furnished_world
from tests.factories import World


@pytest.fixture
def world(db: None) -> World:
    return furnished_world()
