"""Registering towns and figures: who may, what is refused, and what the log keeps."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.actors import SYSTEM
from accounts.enums import Role
from core.enums import Level
from core.errors import Conflict, Invalid, NotAllowed
from records.models import Act
from tests.factories import DesignationFactory, IndicatorFactory, TownFactory, World, actor
from towns.enums import Category
from towns.models import Designation, Figure, Town
from towns.services import TownFacts, create_town, designate_town, report_figure, update_town

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def facts(world: World, **changes: object) -> TownFacts:
    known = {
        "name": "试验葡萄专业镇",
        "county": world.county.division,
        "category": Category.AGRICULTURE,
        "main_industry": "葡萄种植",
    }
    return TownFacts(**known | changes)


def test_a_clerk_registers_a_town_of_the_county(world: World) -> None:
    town = create_town(actor=world.filer, facts=facts(world))

    assert (town.owner, town.county, town.sort_key) == (
        world.county,
        world.county.division,
        "shiyanputaozhuanyezhen",
    )
    assert Act.objects.filter(verb="town.create", target_id=str(town.pk)).exists()


def test_what_a_township_registers_belongs_to_its_county(world: World) -> None:
    clerk = actor(Role.FILER, organisation=world.township)

    town = create_town(actor=clerk, facts=facts(world))

    assert (town.owner, town.keeper) == (world.county, world.township)


@pytest.mark.parametrize("role", ["reviewer", "registrar", "system_admin"])
def test_offices_and_cities_register_no_towns(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        create_town(actor=getattr(world, role), facts=facts(world))


def test_a_city_government_has_no_towns_of_its_own(world: World) -> None:
    with pytest.raises(NotAllowed, match="由县（市、区）政府"):
        create_town(actor=actor(Role.FILER, organisation=world.city), facts=facts(world))


def test_a_taken_name_is_refused_at_its_field(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        create_town(actor=world.filer, facts=facts(world, name=world.town.name))

    assert refusal.value.fields == {"name": "这个县已登记同名的专业镇。"}
    assert Town.objects.filter(name=world.town.name).count() == 1


def test_a_change_is_kept_with_old_and_new(world: World) -> None:
    neighbour = world.neighbour.division

    town = update_town(
        actor=world.unit_admin,
        town=world.town,
        facts=facts(world, name=world.town.name, main_industry="老陈醋酿造", other_counties=(neighbour,)),
        version=1,
    )

    assert (town.main_industry, town.version, list(town.other_counties.all())) == (
        "老陈醋酿造",
        2,
        [neighbour],
    )
    act = Act.objects.get(verb="town.update")
    assert {"field": "主导产业", "old": "食醋酿造", "new": "老陈醋酿造"} in act.details["changes"]
    assert {"field": "涉及的其他县", "old": "", "new": neighbour.full_name} in act.details["changes"]


def test_saving_the_same_again_changes_nothing(world: World) -> None:
    same = facts(world, name=world.town.name, main_industry="食醋酿造")

    town = update_town(actor=world.filer, town=world.town, facts=same, version=1)

    assert town.version == 1
    assert not Act.objects.filter(verb="town.update").exists()


def test_an_old_page_does_not_overwrite_a_colleague(world: World) -> None:
    update_town(
        actor=world.unit_admin, town=world.town, facts=facts(world, name="试验老陈醋专业镇"), version=1
    )

    with pytest.raises(Conflict) as conflict:
        update_town(actor=world.filer, town=world.town, facts=facts(world, name="试验香醋专业镇"), version=1)

    assert world.unit_admin.user is not None
    assert world.unit_admin.user.display_name in conflict.value.detail[0]
    assert Town.objects.get(pk=world.town.pk).name == "试验老陈醋专业镇"


@pytest.mark.parametrize("stranger", ["neighbour_filer", "far_filer", "reviewer"])
def test_strangers_change_nothing(world: World, stranger: str) -> None:
    with pytest.raises(NotAllowed):
        update_town(actor=getattr(world, stranger), town=world.town, facts=facts(world), version=1)
    with pytest.raises(NotAllowed):
        output(getattr(world, stranger), world.town, "12")


def output(who: object, town: Town, value: str, **changes: object) -> Figure:
    known = {
        "indicator": IndicatorFactory(),
        "year": 2025,
        "value": Decimal(value),
        "unit": "亿元",
        "source": "试验年报",
    }
    return report_figure(actor=who, town=town, **known | changes)


def test_money_is_kept_exactly_in_yuan_and_unconfirmed(world: World) -> None:
    figure = output(world.filer, world.town, "120.89")

    figure.refresh_from_db()
    assert (figure.value, figure.unit, figure.shown_value) == (
        Decimal(12_089_000_000),
        "亿元",
        Decimal("120.89"),
    )
    assert (figure.reporter, figure.reported_by, figure.confirmed_at) == (
        world.county,
        world.filer.user,
        None,
    )


@pytest.mark.parametrize(
    ("value", "changes", "field"),
    [
        ("1", {"unit": "吨"}, "unit"),
        ("-1", {}, "value"),
        ("999999999999999", {}, "value"),
        ("0.0000000000001", {}, "value"),
    ],
)
def test_a_figure_that_does_not_fit_is_refused_at_its_field(
    world: World, value: str, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        output(world.filer, world.town, value, **changes)

    assert list(refusal.value.fields) == [field]
    assert not Figure.objects.exists()


def test_people_come_whole_and_shares_end_at_a_hundred(world: World) -> None:
    people, share = IndicatorFactory(count=True), IndicatorFactory(share=True)

    with pytest.raises(Invalid, match="应为整数"):
        output(world.filer, world.town, "10.5", indicator=people, unit="人")
    with pytest.raises(Invalid, match="不能超过 100%"):
        output(world.filer, world.town, "100.1", indicator=share, unit="%")


def test_the_same_source_and_period_twice_is_refused_with_the_cure(world: World) -> None:
    output(world.filer, world.town, "12")

    with pytest.raises(Invalid) as refusal:
        output(world.filer, world.town, "13")

    assert "更正" in refusal.value.fields["source"]
    assert output(world.filer, world.town, "13", source="试验年报（更正）").shown_value == 13


def designate(who: object, world: World, **changes: object) -> Designation:
    known = {
        "level": Level.CITY,
        "authority": world.city,
        "document_number": "试政发〔2026〕1号",
        "document_title": "试验决定",
        "decided_on": date(2026, 11, 20),
    }
    return designate_town(actor=who, town=world.town, **known | changes)


def test_the_registrar_enters_a_recognition_with_its_year(world: World) -> None:
    designation = designate(world.registrar, world)

    assert (designation.town, designation.year, designation.authority) == (world.town, 2026, world.city)


def test_a_town_is_recognised_once_a_level(world: World) -> None:
    designate(world.registrar, world)

    with pytest.raises(Conflict, match="已是市级专业镇"):
        designate(world.registrar, world)
    assert designate(SYSTEM, world, level=Level.PROVINCE, decided_on=None).year is None


@pytest.mark.parametrize("stranger", ["filer", "director", "far_filer", "system_admin"])
def test_nobody_but_the_registrar_recognises(world: World, stranger: str) -> None:
    with pytest.raises(NotAllowed):
        designate(getattr(world, stranger), world)


def test_a_revoked_recognition_makes_room_for_a_new_one(world: World) -> None:
    DesignationFactory(town=world.town, revoked_on=date(2026, 11, 1))

    assert designate(world.registrar, world).state == "active"


def test_somebody_elses_town_of_the_same_name_in_another_county_is_no_conflict(world: World) -> None:
    TownFactory(name="试验葡萄专业镇", owner=world.neighbour)

    assert create_town(actor=world.filer, facts=facts(world)).pk
