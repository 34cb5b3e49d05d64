"""Which figure counts, and what is public."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.enums import Level
from tests.factories import (
    DesignationFactory,
    FigureFactory,
    IndicatorFactory,
    OrganisationFactory,
    TownFactory,
)
from towns.models import Figure, Town
from towns.selectors import (
    figure_lines,
    figures_that_count,
    history,
    public_figures,
    recognitions,
    with_recognitions,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def confirmed(town: Town, **facts: object) -> Figure:
    return FigureFactory(
        town=town,
        confirmed_at=timezone.now() - timedelta(days=30),
        confirmed_by=OrganisationFactory(),
        **facts,
    )


def test_confirmed_goes_before_newer_and_unconfirmed() -> None:
    town = TownFactory()
    old = confirmed(town, reported_at=timezone.now() - timedelta(days=60))
    FigureFactory(town=town)

    assert figures_that_count([town.pk], ["output_value"], [2025]) == {(town.pk, "output_value", 2025): old}


def test_of_unconfirmed_figures_the_newest_counts_and_parts_of_a_year_do_not() -> None:
    town = TownFactory()
    FigureFactory(town=town, reported_at=timezone.now() - timedelta(days=2))
    newest = FigureFactory(town=town, reported_at=timezone.now() - timedelta(days=1))
    FigureFactory(town=town, part="Q1")

    assert history(town.pk, ["output_value"], [2025, 2024]) == {"output_value": {2025: newest}}


def test_figures_that_count_take_one_query_for_any_number_of_towns(django_assert_num_queries) -> None:
    towns = [TownFactory() for _ in range(5)]
    for town in towns:
        FigureFactory(town=town)
        FigureFactory(town=town, indicator=IndicatorFactory(count=True))

    with django_assert_num_queries(1):
        found = figures_that_count([town.pk for town in towns], ["output_value", "employment"], [2025])
    assert len(found) == 10


def test_the_table_says_which_figure_counts_and_why() -> None:
    town = TownFactory()
    certain = confirmed(town, value=Decimal(3_000_000_000))
    FigureFactory(town=town)
    alone = FigureFactory(town=town, year=2024)

    lines = [(line.figure.pk, line.counts, line.reason) for line in figure_lines(town.figures.all())]

    assert lines[0] == (certain.pk, True, "已经确认，优先采用")
    assert lines[1][1] is False
    assert lines[2] == (alone.pk, True, "")


def test_what_a_unit_reported_stays_inside_until_it_is_confirmed() -> None:
    town = TownFactory()
    press = FigureFactory(town=town, source="试验日报")
    FigureFactory(town=town, reporter=town.owner)
    checked = confirmed(town, reporter=town.owner)

    assert set(public_figures(town)) == {press, checked}


def test_recognitions_stand_highest_first_and_what_is_unknown_says_so() -> None:
    town = TownFactory()
    DesignationFactory(town=town, level=Level.COUNTY, year=None)
    DesignationFactory(town=town, level=Level.PROVINCE, year=2022, document_number="")
    DesignationFactory(town=town, level=Level.CITY, revoked_on=date(2026, 11, 1))

    found = recognitions(with_recognitions(Town.objects.all()).get())

    assert [(each.get_level_display(), each.when, each.document) for each in found] == [
        ("省级", "2022年", "文号未公布"),
        ("县级", "日期未公布", "文号未公布"),
    ]
