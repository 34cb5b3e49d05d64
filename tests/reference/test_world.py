"""The world that tests begin with is made quickly, and is what the slow way makes."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import SYSTEM, actor_for
from core.enums import Level
from criteria.standard import StandardSpec
from standards.models import StandardVersion
from standards.selectors import specification
from standards.services import load_standard
from tests.factories import OrganisationFactory, World, build_world, cast_at
from tests.factories.standards import FIXTURES
from tests.factories.world import COUNTY_STANDARD, published_quickly

pytestmark = [pytest.mark.django_db, pytest.mark.both]

STATEMENTS = 30
STANDARDS = (FIXTURES / "taiyuan-2023.json", FIXTURES / "shanxi-2022.json", COUNTY_STANDARD)


def content(version: StandardVersion) -> list[Any]:
    """Everything that a reader of the version finds, without numbers of rows."""
    columns = [version.standard.code, version.state, version.version, version.digest, version.categories]
    return [*columns, version.published_at is not None, specification(version)]


@pytest.mark.parametrize("path", STANDARDS, ids=lambda path: path.stem)
def test_a_standard_made_quickly_is_the_one_that_is_loaded(path: Any) -> None:
    issuer = OrganisationFactory()
    quick = published_quickly(path, issuer=issuer)
    spec = StandardSpec.from_json(path.read_bytes())
    facts = {"actor": SYSTEM, "spec": spec, "number": 1, "issuer": issuer, "document_title": "试验方案"}
    # Loading finds the very same content and so has nothing to write.
    assert load_standard(**facts).pk == quick.pk
    found = content(quick)
    quick.standard.code = "set-aside"
    quick.standard.save()
    loaded = StandardVersion.objects.select_related("standard").get(pk=load_standard(**facts).pk)
    assert loaded.pk != quick.pk and content(loaded) == found


def test_the_world_costs_few_statements() -> None:
    with CaptureQueriesContext(connection) as made:
        build_world()
    assert len(made) <= STATEMENTS


@pytest.mark.parametrize("level", list(Level))
def test_everybody_of_a_level_is_who_the_database_says(level: Level) -> None:
    world = build_world()
    scene = cast_at(world, level)
    assert isinstance(scene, World) == (level == Level.CITY) and scene.round.level == level
    people = [scene.filer, scene.unit_admin, scene.registrar, *(one for desk in scene.desks for one in desk)]
    for person in people:
        assert person.user is not None and person.organisation is not None
        assert person == actor_for(person.user, organisation_id=person.organisation.pk)
    assert scene.registrar.acts_for(scene.round.authority)
    assert scene.desks[-1][0].acts_for(scene.round.office)
    assert scene.round.applicants.contains(scene.filer.organisation)
