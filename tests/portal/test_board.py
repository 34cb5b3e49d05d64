"""The board: whose towns are on it, in which words, its filters, its workbook and its cost."""

from datetime import date
from io import BytesIO
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.actors import Actor
from core.enums import Level
from standards.models import Standing
from standards.services import recompute_standings
from tests.factories import (
    DesignationFactory,
    FigureFactory,
    IndicatorFactory,
    TownFactory,
    World,
    published_version,
)
from tests.harness.pages import Browser
from tests.portal.helpers import names_on, queries_of, text_of
from towns.enums import Category
from towns.models import Brand, Town

pytestmark = pytest.mark.django_db

BOARD, EXPORT = "/board/", "/board/export/"
P, T = "shanxi-2022", "taiyuan-2023"
ADVICE = "只提建议，不作为认定结论"
YI = 100_000_000


@pytest.fixture
def house(world: World) -> World:
    """The province's standard beside 太原's; 清徐's town makes 600,000,000 元 a year, and everybody is computed."""
    published_version(P, issuer=world.province)
    FigureFactory(town=world.town, value=6 * YI)
    TownFactory(name="试验远方专业镇", owner=world.far_county)
    recompute_standings()
    return world


def detail(town: Town, code: str = P) -> str:
    return reverse("portal:board_detail", args=[town.pk, code])


def lines(client: Client, query: str = "") -> list[tuple[object, ...]]:
    """The workbook without its heading."""
    response = client.get(f"{EXPORT}?{query}")
    assert response.status_code == 200
    return list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))[1:]


def test_it_says_for_each_standard_how_far_the_town_is_and_that_it_is_advice(
    house: World, browser_of: Browser
) -> None:
    DesignationFactory(town=house.town, level=Level.COUNTY, authority=house.county)

    page = text_of(browser_of(house.filer), BOARD)

    for words in (
        "试验食醋专业镇",
        "太原市清徐县",
        "特优农业",
        "县级",
        "省级标准",
        "市级标准",
        "距省级：主导产业产值还差 4 亿元；",
        "2025 年数据",
        "数据不全",
        ADVICE,
    ):
        assert words in page, words


def test_a_town_that_meets_everything_but_what_people_judge_says_so(
    house: World, browser_of: Browser
) -> None:
    FigureFactory(town=house.town, value=30 * YI, source="较新来源")
    for key, value in (("leading_enterprises", 3), ("supporting_enterprises", 60), ("employment", 9000)):
        indicator = IndicatorFactory(key=key, name=key, unit="户", value_type="count")
        FigureFactory(town=house.town, indicator=indicator, value=value)
    FigureFactory(town=house.town, indicator=IndicatorFactory(share=True), value=40)
    Brand.objects.create(town=house.town, name="试验", kind="regional", level="national")
    house.town.technical_standards.create(number="GB 1", name="试验", level="national", role="led")
    house.town.platforms.create(
        name="试验平台",
        functions=[
            "design",
            "testing",
            "training",
            "consulting",
            "ip",
            "guarantee",
            "exhibition",
            "logistics",
        ],
    )
    recompute_standings()

    page = text_of(browser_of(house.filer), BOARD)

    assert "项需研判或确认" in page
    assert "距省级" not in page
    assert names_on(browser_of(house.filer), f"{BOARD}?eligible=judge") == ["试验食醋专业镇"]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("filer", {"试验食醋专业镇"}),
        ("neighbour_filer", {"试验小米专业镇"}),
        ("reviewer", {"试验食醋专业镇", "试验小米专业镇"}),
        ("registrar", {"试验食醋专业镇", "试验小米专业镇"}),
        ("far_reviewer", {"试验远方专业镇"}),
        ("system_admin", set()),
    ],
)
def test_everybody_sees_the_towns_of_their_own_territory_on_screen_and_in_the_workbook(
    house: World, browser_of: Browser, who: str, seen: set[str]
) -> None:
    client = browser_of(getattr(house, who))

    assert set(names_on(client, BOARD)) == seen
    assert {line[1] for line in lines(client)} == seen
    for town in Town.objects.order_by("pk"):
        assert client.get(detail(town)).status_code == (200 if town.name in seen else 404)
        assert (town.name in client.get(BOARD).content.decode()) == (town.name in seen)


def test_the_province_sees_all(house: World, browser_of: Browser) -> None:
    from accounts.enums import Role
    from tests.factories import actor

    province: Actor = actor(Role.REVIEWER, organisation=house.province_office)

    assert len(names_on(browser_of(province), BOARD)) == 3
    assert names_on(browser_of(province), f"{BOARD}?city=140400") == ["试验远方专业镇"]
    assert names_on(browser_of(province), f"{BOARD}?county=140122") == ["试验小米专业镇"]


def test_nobody_reads_it_without_signing_in(client: Client, house: World) -> None:
    for address in (BOARD, EXPORT, detail(house.town)):
        response = client.get(address)
        assert response.status_code == 302
        assert response.headers["Location"].startswith(reverse("accounts:login"))


def test_a_standard_of_another_city_is_neither_a_column_nor_a_page(house: World, browser_of: Browser) -> None:
    client = browser_of(house.far_reviewer)
    far = Town.objects.get(name="试验远方专业镇")

    page = text_of(client, BOARD)

    assert "市级标准" not in page
    assert client.get(detail(far, P)).status_code == 200
    assert client.get(detail(far, T)).status_code == 404
    assert client.get(detail(far, "no-such")).status_code == 404


def test_a_town_not_yet_computed_is_there_and_says_so(house: World, browser_of: Browser) -> None:
    TownFactory(name="试验新镇", owner=house.county)

    client = browser_of(house.filer)

    assert "试验新镇" in names_on(client, BOARD)
    assert "尚未对照" in text_of(client, f"{BOARD}?q=试验新镇")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=食醋", ["甲镇"]),
        ("q=没有", []),
        ("category=craft", ["乙镇"]),
        ("level=county", ["乙镇"]),
        ("level=none", ["甲镇"]),
        ("county=140121", ["甲镇"]),
        (f"standard={P}&eligible=no", ["乙镇"]),
        (f"standard={T}&eligible=no", []),
        ("eligible=incomplete", ["甲镇", "乙镇"]),
        ("gap=near", ["乙镇"]),
        (f"gap=near&standard={T}", []),
        (f"gap=near&standard={P}&eligible=no", ["乙镇"]),
        ("eligible=no&county=140121", []),
        ("eligible=nonsense&q=食醋", ["甲镇"]),
        ("county=%00&standard=x&gap=1&category=9", ["甲镇", "乙镇"]),
    ],
)
def test_the_filter_is_the_address(world: World, browser_of: Browser, query: str, found: list[str]) -> None:
    version = published_version(P, issuer=world.province)
    Town.objects.filter(pk=world.town.pk).update(name="甲镇", sort_key="jia")
    Town.objects.filter(pk=world.neighbour_town.pk).update(
        name="乙镇", sort_key="yi", category=Category.CRAFT
    )
    DesignationFactory(town=world.neighbour_town, level=Level.COUNTY)
    recompute_standings()
    Standing.objects.filter(town=world.neighbour_town, standard_version=version).update(
        eligible="no", lacking=2
    )
    client = browser_of(world.reviewer)

    assert names_on(client, f"{BOARD}?{query}") == found
    assert list(dict.fromkeys(line[1] for line in lines(client, query))) == found


def test_a_condition_that_does_not_hold_is_named(house: World, browser_of: Browser) -> None:
    assert "没有这个结论，已忽略这一项。" in text_of(browser_of(house.filer), f"{BOARD}?eligible=x")


def test_nothing_found_says_what_to_do(house: World, browser_of: Browser) -> None:
    assert "没有符合条件的专业镇" in text_of(browser_of(house.filer), f"{BOARD}?q=没有")
    assert "没有可看的专业镇" in text_of(browser_of(house.zone_filer), BOARD)


def test_pages_go_forth_and_keep_the_filter(house: World, browser_of: Browser) -> None:
    for number in range(24):
        TownFactory(name=f"镇{number:02}", owner=house.county, sort_key=f"k{number:02}")
    client = browser_of(house.filer)

    first = client.get(f"{BOARD}?category=agriculture")
    query = first.context["page_links"].next_query
    second = client.get(f"{BOARD}{query}")

    assert "category=agriculture" in query
    seen = [row.town.name for page in (first, second) for row in page.context["rows"]]
    assert len(seen) == len(set(seen)) == 25


def test_the_workbook_holds_every_standard_with_all_gaps(house: World, browser_of: Browser) -> None:
    response = browser_of(house.filer).get(EXPORT)

    assert quote("达标情况") in response.headers["Content-Disposition"]
    sheet = load_workbook(BytesIO(response.content)).active
    heading, *rows = list(sheet.iter_rows(values_only=True))
    assert "建议" in sheet.title
    assert "结论（仅供参考）" in heading
    province = Standing.objects.get(town=house.town, standard_version__standard__code=P)
    [line] = [row for row in rows if row[7] == "省级"]
    assert line[1] == "试验食醋专业镇"
    assert line[8] == province.year
    assert line[10] == "距省级：" + "；".join(province.gaps)
    assert len(rows) == 2


def test_the_page_of_one_town_is_found_on_the_registry_of_this_moment(
    house: World, browser_of: Browser
) -> None:
    client = browser_of(house.filer)
    assert "主导产业产值还差 4 亿元" in text_of(client, detail(house.town))

    FigureFactory(town=house.town, value=9 * YI, source="较新来源")
    page = text_of(client, detail(house.town))

    assert "主导产业产值还差 1 亿元" in page
    assert "按名录现有的 2025 年数据" in page
    assert f"检查于 {date.today():%Y}" in page  # noqa: DTZ011
    assert ADVICE in page
    assert reverse("standards:version_detail", args=[P, 1]) in page


def test_facts_that_cannot_be_read_are_said_and_are_no_error(
    house: World, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "portal.selectors.board.registry_facts",
        lambda ids, year: {pk: {"year": year, "output_value": "-1"} for pk in ids},
    )

    page = text_of(browser_of(house.filer), detail(house.town))

    assert "这次没有检查成" in page
    assert "主导产业产值" in page


@pytest.mark.parametrize(
    ("who", "there"), [("filer", True), ("reviewer", True), ("registrar", True), ("system_admin", False)]
)
def test_the_way_to_it_stands_in_the_navigation_of_those_who_have_towns(
    house: World, browser_of: Browser, who: str, there: bool
) -> None:
    page = text_of(browser_of(getattr(house, who)), "/workbench/")

    assert ('href="/board/"' in page) is there


@pytest.mark.parametrize("address", [BOARD, EXPORT])
def test_it_costs_the_same_at_one_ten_and_a_hundred_towns(
    house: World, browser_of: Browser, address: str
) -> None:
    client = browser_of(house.reviewer)

    def cost(more: int) -> int:
        for _ in range(more):
            town = TownFactory(owner=house.county)
            DesignationFactory(town=town, authority=house.city)
        recompute_standings()
        return queries_of(client, f"{address}?category=agriculture&eligible=incomplete")

    costs = [cost(1), cost(9), cost(90)]
    assert costs[0] == costs[1] == costs[2]


def test_one_town_costs_the_same_whatever_is_known_of_it(house: World, browser_of: Browser) -> None:
    client = browser_of(house.filer)
    bare = queries_of(client, detail(house.town))
    for number in range(10):
        FigureFactory(town=house.town, source=f"来源{number}")
        Brand.objects.create(town=house.town, name=f"品牌{number}", kind="regional", level="national")

    assert queries_of(client, detail(house.town)) == bare
