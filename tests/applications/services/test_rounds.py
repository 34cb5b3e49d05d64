"""Calling for applications: written by the director, published once, never under a draft standard."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from applications.models import Round
from applications.selectors.lists import possible_applicants
from applications.services import rounds
from core.errors import Conflict, Invalid, NotAllowed
from tests.factories import StandardVersionFactory, World

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def call(world: World, **facts: Any) -> Round:
    now = timezone.now()
    wanted = {
        "actor": world.director,
        "title": "2027年市级专业镇申报",
        "year": 2027,
        "authority": world.city,
        "standard_version": world.version,
        "applicants": [world.county],
        "opens_at": now,
        "closes_at": now + timedelta(days=30),
    }
    return rounds.create_round(**{**wanted, **facts})


def test_a_round_begins_unpublished_with_three_steps(world: World) -> None:
    round_ = call(world)
    assert round_.published_at is None and round_.office == world.office
    assert list(round_.steps.values_list("name", "days")) == [("受理", 5), ("复核", 20), ("认定", 20)]
    assert not round_.is_open(timezone.now())
    assert not Round.objects.visible_to(world.filer).filter(pk=round_.pk).exists()


def test_once_published_it_is_everybodys_to_read(world: World) -> None:
    round_ = rounds.publish_round(actor=world.director, round_=call(world))
    assert round_.is_open(timezone.now())
    assert Round.objects.visible_to(world.far_filer).filter(pk=round_.pk).exists()
    with pytest.raises(Conflict, match="已经发布"):
        rounds.publish_round(actor=world.director, round_=round_)


def test_a_draft_standard_never_serves_a_real_round(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        call(world, standard_version=StandardVersionFactory())
    assert list(refusal.value.fields) == ["standard_version"]
    assert Round.objects.count() == 1


@pytest.mark.parametrize("who", ["reviewer", "filer", "registrar", "system_admin"])
def test_only_a_director_calls(world: World, who: str) -> None:
    with pytest.raises(NotAllowed, match="由办公室主任设置批次"):
        call(world, actor=getattr(world, who))


def test_a_round_for_nobody_is_not_published(world: World) -> None:
    round_ = call(world, applicants=[])
    with pytest.raises(Invalid, match="请先选择可申报的单位"):
        rounds.publish_round(actor=world.director, round_=round_)
    round_.refresh_from_db()
    assert round_.published_at is None


def test_an_office_may_call_counties_zones_and_townships_of_its_own_city_alone(world: World) -> None:
    found = set(possible_applicants(world.office))
    assert {world.county, world.neighbour, world.zone} <= found
    assert not found & {world.city, world.office, world.far_county, world.far_city, world.province}
