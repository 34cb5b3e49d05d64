"""The public list: what stands on it, its filters and pages, its workbook and its cost."""

from datetime import date
from io import BytesIO
from urllib.parse import quote

import pytest
from django.test import Client
from openpyxl import load_workbook

from core.enums import Level
from tests.factories import (
    DesignationFactory,
    DivisionFactory,
    OrganisationFactory,
    RoundFactory,
    TownFactory,
)
from tests.portal.helpers import names_on, queries_of, recognised, text_of
from towns.models import Town

pytestmark = pytest.mark.django_db
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_only_recognitions_in_force_are_listed(client: Client) -> None:
    recognised(name="甲专业镇")
    recognised(name="乙专业镇", revoked_on=date(2026, 11, 1))
    TownFactory(name="丙专业镇")

    page = text_of(client, "/towns/")

    assert "甲专业镇" in page
    assert "乙专业镇" not in page
    assert "丙专业镇" not in page


def test_a_row_names_the_full_place_the_authority_and_what_is_not_known(client: Client) -> None:
    city = DivisionFactory(city=True, name="试验市")
    county = DivisionFactory(name="城区", parent=city)
    authority = OrganisationFactory(division=city, name="试验市人民政府")
    recognised(name="甲专业镇", county=county, authority=authority, year=None, document_number="")

    page = text_of(client, "/towns/")

    for words in ("试验市城区", "试验市人民政府", "市级", "日期未公布", "文号未公布", "特优农业"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("level=province", ["丙专业镇"]),
        ("level=city", ["甲专业镇", "乙专业镇"]),
        ("city=149100", ["甲专业镇"]),
        ("county=149102", ["甲专业镇"]),
        ("category=craft", ["乙专业镇"]),
        ("year=2024", ["乙专业镇"]),
        ("q=米醋", ["甲专业镇"]),
        ("q=试验市", ["甲专业镇"]),
        ("q=乙", ["乙专业镇"]),
        ("q=试验市+乙", []),
        ("level=city&year=2024", ["乙专业镇"]),
        ("level=province&year=2024", []),
    ],
)
def test_the_list_is_filtered_by_its_address(client: Client, query: str, found: list[str]) -> None:
    city = DivisionFactory(city=True, code="149100", name="试验市")
    county = DivisionFactory(code="149102", name="试验县", parent=city)
    recognised(name="甲专业镇", county=county, main_industry="米醋酿造", sort_key="jia")
    recognised(name="乙专业镇", category="craft", year=2024, sort_key="yi")
    town = recognised(name="丙专业镇", level=Level.PROVINCE, year=2025, sort_key="zz")
    DesignationFactory(town=town, level=Level.CITY, year=2023, revoked_on=date(2024, 5, 1))

    assert names_on(client, f"/towns/?{query}") == found


def test_level_and_year_speak_of_one_recognition(client: Client) -> None:
    town = recognised(level=Level.CITY, year=2023)
    DesignationFactory(town=town, level=Level.PROVINCE, year=2025)

    assert names_on(client, "/towns/?level=city&year=2025") == []
    assert names_on(client, "/towns/?level=province&year=2025") == [town.name]


def test_pages_go_forth_and_back_without_losing_a_town(client: Client) -> None:
    for number in range(45):
        recognised(name=f"镇{number:02}", sort_key="same" if number % 2 else f"k{number:02}")
    seen, address = [], "/towns/?level=city"
    trail = []
    while address:
        response = client.get(address)
        trail.append([row.town.pk for row in response.context["rows"]])
        links = response.context["page_links"]
        assert "level=city" in (links.next_query or "level=city")
        last, address = links, links.next_query and f"/towns/{links.next_query}"
    seen = [pk for page in trail for pk in page]
    assert sorted(seen) == sorted(Town.objects.values_list("pk", flat=True))
    assert [len(page) for page in trail] == [20, 20, 5]

    back = client.get(f"/towns/{last.previous_query}")
    assert [row.town.pk for row in back.context["rows"]] == trail[1]
    first = client.get(f"/towns/{back.context['page_links'].previous_query}")
    assert [row.town.pk for row in first.context["rows"]] == trail[0]
    assert first.context["page_links"].previous_query == ""


BAD = [
    "after=abc",
    "after=~",
    "after=x~99999999999999999999",
    "after=%00~1",
    "before=%00",
    "year=1e9",
    "year=-1",
    "year=%00",
    "q=%00",
    "q=" + quote("长" * 500),
    "level=x",
    "city=%00",
    "county=9",
    "category=%00",
    "after=a~1&before=b~2",
    "page=2",
    "level=city&level=county",
]


@pytest.mark.parametrize("query", BAD)
@pytest.mark.parametrize("path", ["/towns/", "/towns/export/", "/rounds/", "/"])
def test_spoilt_addresses_are_answered(client: Client, path: str, query: str) -> None:
    recognised()

    assert client.get(f"{path}?{query}").status_code == 200


@pytest.mark.parametrize(
    "mark",
    ["0001-01-01T00:00:00%2B08:00~1", "9999-12-31T23:59:59-08:00~1", "2026-13-01~1", "2026-01-01T00:00:00~1"],
)
def test_spoilt_marks_of_time_are_answered(client: Client, mark: str) -> None:
    RoundFactory(closed=True)

    for name in ("after", "before"):
        assert client.get(f"/rounds/?{name}={mark}").status_code == 200


def test_a_condition_that_does_not_hold_is_named_and_left_aside(client: Client) -> None:
    recognised(name="甲专业镇")

    page = text_of(client, "/towns/?year=1e9&level=city")

    assert "没有这个认定年份" in page
    assert "甲专业镇" in page


def test_nothing_found_says_what_to_do(client: Client) -> None:
    assert "没有符合条件的专业镇" in text_of(client, "/towns/?q=没有")


def sheet_rows(client: Client, query: str = "") -> list[tuple[object, ...]]:
    response = client.get(f"/towns/export/?{query}")
    assert response.headers["Content-Type"] == XLSX
    assert quote("专业镇名录") in response.headers["Content-Disposition"]
    return list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))


def test_the_workbook_holds_what_the_screen_shows_and_all_its_pages(client: Client) -> None:
    for number in range(25):
        recognised(name=f"镇{number:02}", category="craft", sort_key=f"k{number:02}")
    recognised(name="别类专业镇")

    rows = sheet_rows(client, "category=craft")
    first = client.get("/towns/?category=craft").context["rows"]

    assert len(rows) == 1 + 25
    for line, shown in zip(rows[1:21], first, strict=True):
        [words] = list(shown.lines())
        assert tuple(line[1:]) == words


def test_what_looks_like_a_formula_stays_text(client: Client) -> None:
    recognised(name="=HYPERLINK(1)", main_industry="+1\x07+1")

    response = client.get("/towns/export/")
    cells = list(load_workbook(BytesIO(response.content)).active.iter_rows())[1]

    assert (cells[1].value, cells[1].data_type) == ("=HYPERLINK(1)", "s")
    assert (cells[4].value, cells[4].data_type) == ("+1+1", "s")


@pytest.mark.parametrize(
    ("address", "most"), [("/", 5), ("/towns/", 6), ("/towns/export/", 5), ("/rounds/", 5)]
)
def test_pages_cost_the_same_at_one_ten_and_a_hundred_rows(client: Client, address: str, most: int) -> None:
    authority = OrganisationFactory()

    def add(count: int) -> int:
        for _ in range(count):
            recognised(authority=authority)
        for trait in ("closed", "future"):
            RoundFactory(**{trait: True, "applicants": [authority]})
        RoundFactory(applicants=[authority])
        return queries_of(client, address)

    costs = [add(1), add(9), add(90)]
    assert costs[0] == costs[1] == costs[2]
    assert costs[0] <= most
