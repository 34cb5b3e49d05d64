"""What is typed about towns and figures is understood, or refused with the field's name and the cure."""

from decimal import Decimal

import pytest

from tests.factories import DivisionFactory, IndicatorFactory, World, actor
from towns.forms import FigureForm, TownForm

pytestmark = pytest.mark.django_db


def figure_form(**typed: object) -> FigureForm:
    known = {
        "indicator": IndicatorFactory().pk,
        "year": "2025",
        "part": "year",
        "value": "12.5",
        "unit": "own",
        "source": "试验年报",
    }
    return FigureForm({key: str(value) for key, value in (known | typed).items()})


@pytest.mark.parametrize(
    ("typed", "meant"), [("１，２３４．５", "1234.5"), ("1,234.5", "1234.5"), (" 30 ", "30"), ("０", "0")]
)
def test_numbers_are_read_as_people_type_them(typed: str, meant: str) -> None:
    form = figure_form(value=typed, year="２０２５")

    assert form.is_valid(), form.errors
    assert (form.cleaned_data["value"], form.cleaned_data["year"]) == (Decimal(meant), 2025)
    assert form.cleaned_data["unit"] == "亿元"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("value", "很多"),
        ("value", "NaN"),
        ("value", "1e99"),
        ("value", "-3"),
        ("value", ""),
        ("year", "明年"),
        ("year", "9999"),
        ("year", "1"),
        ("year", "2025.5"),
        ("indicator", "99999999999999999999"),
        ("part", "Q9"),
        ("unit", "美元"),
        ("source", ""),
        ("source", "a\0b"),
        ("scope", "长" * 121),
    ],
)
def test_what_does_not_hold_is_refused_at_its_field_in_chinese(field: str, typed: str) -> None:
    form = figure_form(**{field: typed})

    assert list(form.errors) == [field]
    assert not form.errors[field][0].isascii()


def town_form(world: World, **typed: object) -> TownForm:
    known = {"name": "试验葡萄专业镇", "category": "agriculture", "main_industry": "葡萄种植"}
    return TownForm(known | typed, actor=world.filer)


def test_the_county_is_the_units_own_whatever_a_forged_request_says(world: World) -> None:
    form = town_form(world, county=str(world.far_county.division.pk))

    assert form.is_valid(), form.errors
    assert form.facts().county == world.county.division


def test_a_zone_chooses_among_the_counties_of_its_city(world: World) -> None:
    typed = {"name": "试验仪器专业镇", "category": "manufacturing", "main_industry": "仪器制造"}
    inside = TownForm(typed | {"county": world.neighbour.division.pk}, actor=world.zone_filer)
    outside = TownForm(typed | {"county": world.far_county.division.pk}, actor=world.zone_filer)

    assert inside.is_valid(), inside.errors
    assert list(outside.errors) == ["county"]


def test_other_counties_are_found_by_either_name(world: World) -> None:
    far = world.far_county.division
    form = town_form(world, other_counties=f"阳曲县、{far.full_name}，清徐县 阳曲县")

    assert form.is_valid(), form.errors
    assert form.facts().other_counties == (world.neighbour.division, far)


def test_an_unknown_county_is_named(world: World) -> None:
    form = town_form(world, other_counties="阳曲县、无名县")

    assert "无名县" in form.errors["other_counties"][0]


def test_of_two_counties_of_one_name_the_full_name_is_asked_for(world: World) -> None:
    first = DivisionFactory(name="城区", parent=world.city.division)
    second = DivisionFactory(name="城区", parent=world.far_city.division)

    form = town_form(world, other_counties="城区")

    assert first.full_name in form.errors["other_counties"][0]
    assert second.full_name in form.errors["other_counties"][0]


def test_only_townships_of_the_county_are_offered_as_keepers(world: World) -> None:
    assert list(town_form(world).fields["keeper"].queryset) == [world.township]
    assert "keeper" not in TownForm(actor=actor("filer", organisation=world.township)).fields
