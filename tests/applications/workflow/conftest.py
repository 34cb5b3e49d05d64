"""Everybody who tries, of all three levels, by the names of the table."""

from dataclasses import dataclass

import pytest

from accounts.actors import ANONYMOUS, Actor
from accounts.models import Organisation
from tests.applications.workflow.table import PEOPLE, holder
from tests.factories import Cast, World, county_cast, province_cast


@dataclass(frozen=True)
class Stage:
    """The three levels side by side."""

    world: World
    scenes: dict[str, World | Cast]
    people: dict[str, Actor]

    def holder(self, level: str, moment: str) -> Organisation | None:
        """The unit whose turn it is by the table."""
        name = holder(level, moment)
        if name in self.people:
            return self.people[name].organisation
        found: Organisation | None = getattr(self.world, name) if name else None
        return found


def build_stage(world: World) -> Stage:
    """The world with a round of the county and one of the province."""
    county, province = county_cast(world), province_cast(world)
    people = {
        "township_filer": county.filer,
        "township_admin": county.unit_admin,
        **{f"county_{name}": getattr(county, name) for name in ("reviewer", "director", "registrar")},
        **{f"province_{name}": getattr(province, name) for name in ("reviewer", "director", "registrar")},
        "nobody": ANONYMOUS,
    }
    for name in PEOPLE:
        people.setdefault(name, getattr(world, name, ANONYMOUS))
    return Stage(world, {"county": county, "city": world, "province": province}, people)


@pytest.fixture
def stage(world: World) -> Stage:
    return build_stage(world)
