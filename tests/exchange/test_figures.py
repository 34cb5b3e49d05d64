"""Figures by Excel: of the town, its enterprises and products; nothing is overwritten, oddities are pointed out."""

from decimal import Decimal

import pytest

from accounts.enums import Role
from core.errors import Conflict
from exchange.enums import ImportState, PageKind
from tests.exchange import sheets
from tests.exchange.conftest import Bring
from tests.factories import EnterpriseFactory, FigureFactory, IndicatorFactory, ProductFactory, World, actor
from towns.models import Figure, Indicator

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SOURCE = "县统计局年报"


@pytest.fixture
def output() -> Indicator:
    return IndicatorFactory(
        key="trial_output", name="试验产值", unit="亿元", value_type="money", subject="town"
    )


@pytest.fixture
def sales() -> Indicator:
    return IndicatorFactory(
        key="trial_sales", name="试验销售额", unit="万元", value_type="money", subject="enterprise"
    )


def sheet(*rows: tuple[object, ...]) -> object:
    return sheets.xlsx(sheets.FIGURES, rows)


def test_money_of_town_and_enterprise_in_their_units(
    world: World, bring: Bring, confirm: Bring, output: Indicator, sales: Indicator
) -> None:
    firm = EnterpriseFactory(town=world.town, name="试验醋业")
    rows = sheet(
        ("", "试验产值", 2024, "", "１２．５", "", "全产业链", SOURCE),
        ("试验醋业", "试验销售额", "2024年", "上半年", "1,234.5", "万元", "", SOURCE),
    )
    batch = confirm(world.filer, bring(world.filer, "figures", world.town.pk, rows))
    assert batch.state == ImportState.APPLIED
    found = Figure.objects.order_by("pk").values_list(
        "town", "enterprise", "indicator", "year", "part", "value", "unit", "reporter", "confirmed_by"
    )
    unit = world.county.pk
    assert list(found) == [
        (world.town.pk, None, output.pk, 2024, "", Decimal(1_250_000_000), "亿元", unit, None),
        (None, firm.pk, sales.pk, 2024, "H1", Decimal(12_345_000), "万元", unit, None),
    ]


def test_the_same_again_is_the_same_and_another_value_wants_another_source(
    world: World, bring: Bring, output: Indicator
) -> None:
    FigureFactory(
        town=world.town, indicator=output, year=2024, value=Decimal(10**9), unit="亿元", source=SOURCE
    )
    same = bring(
        world.filer,
        "figures",
        world.town.pk,
        sheet(("专业镇", "试验产值", 2024, "全年", 10, "亿元", "", SOURCE)),
    )
    assert same.counts["same"] == 1
    other = bring(
        world.filer, "figures", world.town.pk, sheet(("", "试验产值", 2024, "", 11, "亿元", "", SOURCE))
    )
    assert other.state == ImportState.FAULTY and "更正" in sheets.problems(other)[0][2]
    mended = bring(
        world.filer,
        "figures",
        world.town.pk,
        sheet(("", "试验产值", 2024, "", 11, "亿元", "", SOURCE + "（更正）")),
    )
    (line,) = sheets.lines(mended, PageKind.CHANGED)
    assert (line[4][4], line[5][4]) == ("10", "11")


def test_ten_times_the_year_before_is_pointed_out(world: World, bring: Bring, output: Indicator) -> None:
    rows = sheet(
        ("", "试验产值", 2022, "", 1.2, "亿元", "", SOURCE),
        ("", "试验产值", 2023, "", 13, "亿元", "", SOURCE),
        ("", "试验产值", 2024, "", 15, "亿元", "", SOURCE),
    )
    batch = bring(world.filer, "figures", world.town.pk, rows)
    assert batch.state == ImportState.READY
    assert sheets.problems(batch, PageKind.WARNING) == [
        (3, "E", "是上年（1.2亿元）的十倍以上，请核对数值和单位。")
    ]


def test_what_does_not_fit_is_named_at_its_cell(
    world: World, bring: Bring, output: Indicator, sales: Indicator
) -> None:
    ProductFactory(town=world.town, name="试验陈醋", output_unit="万吨")
    rows = sheet(
        ("试验陈醋", "试验产值", 2024, "", 1, "", "", SOURCE),
        ("没有这家", "试验销售额", 2024, "", 1, "", "", SOURCE),
        ("", "没有这项", 2024, "", 1, "", "", SOURCE),
        ("", "试验产值", 2099, "", 1, "", "", SOURCE),
        ("", "试验产值", 2024, "", "1.2亿", "", "", SOURCE),
        ("", "试验产值", 2023, "", 1, "万吨", "", SOURCE),
        ("", "试验产值", 2022, "", -1, "亿元", "", SOURCE),
        ("", "试验产值", 2021, "", 1, "亿元", "", ""),
    )
    found = sheets.problems(bring(world.filer, "figures", world.town.pk, rows))
    assert [(row, column) for row, column, _ in found] == [
        (2, "B"),
        (3, "A"),
        (4, "B"),
        (5, "C"),
        (6, "E"),
        (7, "F"),
        (8, "E"),
        (9, "H"),
    ]


def test_undone_unless_somebody_relies_on_one(
    world: World, bring: Bring, confirm: Bring, output: Indicator
) -> None:
    rows = [("", "试验产值", year, "", 10, "亿元", "", SOURCE) for year in (2022, 2023, 2024)]
    batch = confirm(world.filer, bring(world.filer, "figures", world.town.pk, sheet(*rows)))
    figure = Figure.objects.get(year=2023)
    Figure.objects.filter(pk=figure.pk).update(confirmed_by=world.county, confirmed_at=figure.reported_at)
    with pytest.raises(Conflict) as refused:
        sheets.undo(world.filer, batch)
    assert refused.value.detail == ("第 3 行“2023年试验产值”",)
    Figure.objects.filter(pk=figure.pk).update(confirmed_by=None, confirmed_at=None)
    sheets.undo(world.filer, batch)
    assert not Figure.objects.exists()


def test_the_statistics_unit_brings_figures_and_nothing_else(
    world: World, bring: Bring, output: Indicator
) -> None:
    statistician = actor(Role.STATISTICIAN, organisation=world.county)
    batch = bring(
        statistician, "figures", world.town.pk, sheet(("", "试验产值", 2024, "", 10, "", "", SOURCE))
    )
    assert batch.state == ImportState.READY
