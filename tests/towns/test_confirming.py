"""The statistics unit speaks on figures: once, never on its own, and what it sends back never counts."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from core.errors import Conflict, Invalid, NotAllowed
from records.models import Act
from tests.factories import (
    EnterpriseFactory,
    FigureFactory,
    IndicatorFactory,
    OrganisationFactory,
    PersonFactory,
    ProductFactory,
    World,
    actor,
)
from towns.models import Figure
from towns.selectors import figure_lines, figures_that_count, figures_to_confirm, public_figures
from towns.services import confirm_figure, confirm_figures, reject_figure, report_figure

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def statistician(world: World) -> Actor:
    """Of a member unit that serves the county."""
    bureau = OrganisationFactory(member_unit=True, superior=world.county, name="清徐县统计局")
    return actor(Role.STATISTICIAN, organisation=bureau)


def reported(world: World, **changes: Any) -> Figure:
    known: dict[str, Any] = {
        "indicator": IndicatorFactory(),
        "year": 2025,
        "value": Decimal(12),
        "unit": "亿元",
        "source": "试验年报",
    }
    return report_figure(actor=world.filer, town=world.town, **known | changes)


def test_a_confirmed_figure_counts_and_is_published(world: World, statistician: Actor) -> None:
    first = reported(world)
    reported(world, value=Decimal(15), source="另一份年报")
    assert not public_figures(world.town).exists()

    confirm_figure(actor=statistician, figure=first)

    assert list(public_figures(world.town)) == [first]
    assert figures_that_count([world.town.pk], ["output_value"], [2025]) == {
        (world.town.pk, "output_value", 2025): first
    }
    act = Act.objects.get(verb="figure.confirm")
    assert (act.user, act.organisation_name, act.target_id) == (
        statistician.user,
        "清徐县统计局",
        str(world.town.pk),
    )


def test_a_figure_sent_back_never_counts_and_may_be_reported_again(world: World, statistician: Actor) -> None:
    wrong = reported(world)

    reject_figure(actor=statistician, figure=wrong, reason=" 单位有误 ")

    assert figures_that_count([world.town.pk], ["output_value"], [2025]) == {}
    assert [(line.counts, line.figure.reject_reason) for line in figure_lines(world.town.figures.all())] == [
        (False, "单位有误")
    ]
    again = reported(world, value=Decimal("1.2"))
    confirm_figure(actor=statistician, figure=again)
    assert list(public_figures(world.town)) == [again]


def test_a_figure_from_a_public_source_that_is_sent_back_is_no_longer_public(
    world: World, statistician: Actor
) -> None:
    press = FigureFactory(town=world.town)
    assert list(public_figures(world.town)) == [press]

    reject_figure(actor=statistician, figure=press, reason="与年报不符")

    assert not public_figures(world.town).exists()


def test_nobody_vouches_for_what_they_reported(world: World) -> None:
    both = actor(Role.FILER, Role.STATISTICIAN, organisation=world.county)
    figure = report_figure(
        actor=both,
        town=world.town,
        indicator=IndicatorFactory(),
        year=2025,
        value=Decimal(1),
        unit="亿元",
        source="试验年报",
    )

    with pytest.raises(NotAllowed, match="自己填报"):
        confirm_figure(actor=both, figure=figure)
    with pytest.raises(NotAllowed, match="自己填报"):
        reject_figure(actor=both, figure=figure, reason="试验")
    colleague = actor(Role.STATISTICIAN, organisation=world.county)
    assert confirm_figure(actor=colleague, figure=figure).confirmed_by == world.county


def test_two_accounts_of_one_person_are_one(world: World) -> None:
    person = PersonFactory()
    clerk = actor(Role.STATISTICIAN, organisation=world.county)
    for who in (world.filer, clerk):
        assert who.user is not None
        who.user.person = person
        who.user.save()

    with pytest.raises(NotAllowed, match="自己填报"):
        confirm_figure(actor=clerk, figure=reported(world))


def test_only_the_statistics_unit_of_the_owner_speaks(world: World) -> None:
    figure = reported(world)
    elsewhere = OrganisationFactory(member_unit=True, superior=world.neighbour)
    above = OrganisationFactory(member_unit=True, superior=world.city)
    strangers = [
        world.filer,
        world.unit_admin,
        world.reviewer,
        world.system_admin,
        actor(Role.UNIT_ADMIN, organisation=OrganisationFactory(member_unit=True, superior=world.county)),
        actor(Role.STATISTICIAN, organisation=world.neighbour),
        actor(Role.STATISTICIAN, organisation=elsewhere),
        actor(Role.STATISTICIAN, organisation=above),
    ]

    for stranger in strangers:
        with pytest.raises(NotAllowed):
            confirm_figure(actor=stranger, figure=figure)
        with pytest.raises(NotAllowed):
            reject_figure(actor=stranger, figure=figure, reason="试验")
    assert list(Figure.objects.awaiting_confirmation()) == [figure]


def test_a_second_word_is_a_conflict_that_names_the_first(world: World, statistician: Actor) -> None:
    kept, sent_back = reported(world), reported(world, source="另一份年报")
    confirm_figure(actor=statistician, figure=kept)
    reject_figure(actor=statistician, figure=sent_back, reason="有误")

    for figure, said in ((kept, "清徐县统计局确认"), (sent_back, "清徐县统计局退回")):
        with pytest.raises(Conflict, match=said):
            confirm_figure(actor=statistician, figure=figure)
        with pytest.raises(Conflict, match=said):
            reject_figure(actor=statistician, figure=figure, reason="再退")
    assert Act.objects.filter(verb__startswith="figure.").count() == 2


def test_several_are_confirmed_together_or_not_at_all(world: World, statistician: Actor) -> None:
    first, second = reported(world), reported(world, source="另一份年报")
    confirm_figure(actor=statistician, figure=second)

    with pytest.raises(Conflict):
        confirm_figures(actor=statistician, figures=[first, second])
    assert list(Figure.objects.awaiting_confirmation()) == [first]

    third = reported(world, source="第三份年报")
    assert len(confirm_figures(actor=statistician, figures=[third, first])) == 2
    assert Act.objects.filter(verb="figure.confirm").count() == 3


def test_sending_back_needs_a_reason(world: World, statistician: Actor) -> None:
    with pytest.raises(Invalid) as refusal:
        reject_figure(actor=statistician, figure=reported(world), reason=" ")

    assert list(refusal.value.fields) == ["reason"]


def test_the_desk_holds_figures_of_towns_enterprises_and_products(
    world: World, statistician: Actor, django_assert_num_queries: Any
) -> None:
    output = IndicatorFactory(
        key="product_output", name="产品产量", unit="按产品", value_type="decimal", subject="product"
    )
    revenue = IndicatorFactory(key="enterprise_revenue", name="营收", subject="enterprise")
    product, firm = ProductFactory(town=world.town), EnterpriseFactory(town=world.town)
    mine = {
        reported(world),
        reported(world, indicator=output, subject=product, unit="吨"),
        reported(world, indicator=revenue, subject=firm),
    }
    FigureFactory(town=world.neighbour_town)

    with django_assert_num_queries(1):
        waiting = [(row, row.subject_town.owner, row.reported_by) for row in figures_to_confirm(statistician)]

    assert {row for row, *_ in waiting} == mine
    assert not figures_to_confirm(world.far_filer).exists()


def test_a_products_output_is_reported_in_its_own_unit_and_published_an_enterprises_revenue_never(
    world: World, statistician: Actor
) -> None:
    output = IndicatorFactory(
        key="product_output", name="产品产量", unit="按产品", value_type="decimal", subject="product"
    )
    revenue = IndicatorFactory(key="enterprise_revenue", name="营收", subject="enterprise")
    product, firm = ProductFactory(town=world.town, output_unit="万吨"), EnterpriseFactory(town=world.town)
    made = reported(world, indicator=output, subject=product, unit="万吨")
    earned = reported(world, indicator=revenue, subject=firm)
    confirm_figures(actor=statistician, figures=[made, earned])

    assert list(public_figures(world.town)) == [made]
    with pytest.raises(Invalid) as wrong_unit:
        reported(world, indicator=output, subject=product, unit="按产品")
    with pytest.raises(Invalid) as wrong_subject:
        reported(world, indicator=output)
    with pytest.raises(Invalid) as wrong_town:
        reported(world, indicator=output, subject=ProductFactory(town=world.neighbour_town), unit="吨")
    assert [list(each.value.fields) for each in (wrong_unit, wrong_subject, wrong_town)] == [
        ["unit"],
        ["indicator"],
        ["indicator"],
    ]


def test_two_figures_of_one_source_and_period_are_refused_for_every_subject(world: World) -> None:
    output = IndicatorFactory(
        key="product_output", name="产品产量", unit="按产品", value_type="decimal", subject="product"
    )
    product = ProductFactory(town=world.town)
    reported(world, indicator=output, subject=product, unit="吨")

    with pytest.raises(Invalid) as refusal:
        reported(world, indicator=output, subject=product, unit="吨", value=Decimal(13))
    assert list(refusal.value.fields) == ["source"]


@pytest.mark.parametrize("value", ["1e400", "1e20", "Infinity", "NaN"])
def test_a_number_beyond_measure_is_refused_at_its_field(world: World, value: str) -> None:
    with pytest.raises(Invalid) as refusal:
        reported(world, value=Decimal(value))
    assert list(refusal.value.fields) == ["value"]


@pytest.mark.parametrize(
    "columns",
    [
        {"rejected_at": timezone.now()},
        {"reject_reason": "没有人"},
        {"rejected_at": timezone.now(), "reject_reason": "没有单位"},
    ],
)
def test_the_database_refuses_half_a_rejection(world: World, columns: dict[str, Any]) -> None:
    figure = FigureFactory(town=world.town)

    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.filter(pk=figure.pk).update(**columns)
