"""太原's group in the small world, and browsers for its people."""

import pytest

from leadership.models import LeadingGroup
from tests.factories import World, seated_group
from tests.harness.pages import browser_of, world

__all__ = ["browser_of", "world"]


@pytest.fixture
def group(world: World) -> LeadingGroup:
    return seated_group(world.city, world.office, code="taiyuan")
