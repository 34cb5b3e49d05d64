"""The house in which every question of access is asked."""

import pytest

from tests.access.house import House, build_house


@pytest.fixture
def house(db: None) -> House:
    return build_house()
