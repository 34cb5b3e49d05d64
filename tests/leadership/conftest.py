"""太原's group in the small world, and browsers for its people."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from leadership.models import LeadingGroup
from tests.factories import World, seated_group
from tests.harness.pages import browser_of, world

__all__ = ["browser_of", "world"]


@pytest.fixture
def group(world: World) -> LeadingGroup:
    return seated_group(world.city, world.office, code="taiyuan")


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def yesterday(today: date) -> date:
    return today - timedelta(days=1)
