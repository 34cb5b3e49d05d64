"""The registry's pages: whose they are, what they refuse, and that nothing typed is lost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from records.models import Act
from tests.factories import DesignationFactory, FigureFactory, IndicatorFactory, TownFactory, World
from tests.harness.pages import Browser
from towns.models import Figure, Town

pytestmark = pytest.mark.django_db
FIGURE = {"year": "2025", "part": "year", "value": "12", "unit": "own", "source": "试验年报"}
TYPED = {"category": "agriculture", "main_industry": "葡萄种植", "introduction": "", "other_counties": ""}


def town_addresses(town: Town) -> list[str]:
    return [f"/registry/{town.pk}/", f"/registry/{town.pk}/edit/", f"/registry/{town.pk}/figures/new/"]


def test_without_signing_in_there_is_no_registry(world: World, client: Client) -> None:
    for address in ["/registry/", "/registry/new/", *town_addresses(world.town)]:
        assert client.get(address).headers["Location"].startswith("/accounts/login/")


def test_another_countys_towns_are_not_found(world: World, browser_of: Browser) -> None:
    for stranger in (world.neighbour_filer, world.far_filer, world.far_reviewer):
        browser = browser_of(stranger)
        for address in town_addresses(world.town):
            assert browser.get(address).status_code == 404
        assert world.town.name not in browser.get("/registry/").content.decode()


def test_the_office_above_reads_and_does_not_write(world: World, browser_of: Browser) -> None:
    browser = browser_of(world.reviewer)

    page = browser.get(f"/registry/{world.town.pk}/")
    assert page.status_code == 200
    assert "/edit/" not in page.content.decode()
    for address in ["/registry/new/", *town_addresses(world.town)[1:]]:
        assert browser.get(address).status_code == 403
        assert browser.post(address, {}).status_code == 403


def test_a_clerk_registers_a_town_and_lands_on_its_page(world: World, browser_of: Browser) -> None:
    answer = browser_of(world.filer).post("/registry/new/", TYPED | {"name": "试验葡萄专业镇"})

    town = Town.objects.get(name="试验葡萄专业镇")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/registry/{town.pk}/")
    assert (town.owner, town.county) == (world.county, world.county.division)


def test_what_was_typed_stays_when_something_is_refused(world: World, browser_of: Browser) -> None:
    typed = TYPED | {"name": world.town.name, "introduction": "写了很久的简介", "other_counties": "无名县"}

    answer = browser_of(world.filer).post("/registry/new/", typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "写了很久的简介" in page
    assert "无名县" in page
    assert Town.objects.count() == 2


def test_an_edit_is_saved_once_and_logged(world: World, browser_of: Browser) -> None:
    browser = browser_of(world.unit_admin)
    address = f"/registry/{world.town.pk}/edit/"
    assert world.town.main_industry in browser.get(address).content.decode()

    answer = browser.post(address, TYPED | {"name": world.town.name, "version": "1"})

    assert answer.status_code == 302
    world.town.refresh_from_db()
    assert (world.town.main_industry, world.town.version) == ("葡萄种植", 2)
    assert Act.objects.filter(verb="town.update").count() == 1


@pytest.mark.parametrize("version", ["1", "", "0", "abc", "99999999999999999999"])
def test_an_old_page_shows_both_and_writes_nothing(world: World, browser_of: Browser, version: str) -> None:
    Town.objects.filter(pk=world.town.pk).update(version=2, main_industry="同事改的产业")

    answer = browser_of(world.filer).post(
        f"/registry/{world.town.pk}/edit/", TYPED | {"name": world.town.name, "version": version}
    )

    page = answer.content.decode()
    assert answer.status_code in {409, 422}
    assert "葡萄种植" in page
    if answer.status_code == 409:
        assert "同事改的产业" in page
    assert Town.objects.get(pk=world.town.pk).main_industry == "同事改的产业"


def test_after_looking_at_both_the_second_save_goes_through(world: World, browser_of: Browser) -> None:
    Town.objects.filter(pk=world.town.pk).update(version=2)
    browser, address = browser_of(world.filer), f"/registry/{world.town.pk}/edit/"
    typed = TYPED | {"name": world.town.name}
    stale = browser.post(address, typed | {"version": "1"})

    again = browser.post(address, typed | {"version": stale.context["form"]["version"].value()})

    assert again.status_code == 302
    assert Town.objects.get(pk=world.town.pk).main_industry == "葡萄种植"


def test_a_figure_is_reported_as_unconfirmed(world: World, browser_of: Browser) -> None:
    browser, indicator = browser_of(world.filer), IndicatorFactory()
    typed = {
        "indicator": indicator.pk,
        "year": "２０２５",
        "part": "year",
        "value": "1,234.5",
        "unit": "万元",
        "source": "试验年报",
    }

    answer = browser.post(f"/registry/{world.town.pk}/figures/new/", typed)

    assert answer.status_code == 302
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "1,234.5" in page
    assert "万元" in page
    assert "尚未确认" in page
    assert Figure.objects.get().value == 12_345_000


@pytest.mark.parametrize(
    "typed",
    [
        {"value": "1e400"},
        {"value": "-1"},
        {"year": "1e9"},
        {"year": ""},
        {"part": ""},
        {"unit": ""},
        {"source": "\0"},
        {"indicator": "x"},
    ],
)
def test_a_spoilt_figure_is_refused_and_never_an_error(
    world: World, browser_of: Browser, typed: dict[str, str]
) -> None:
    known = FIGURE | {"indicator": str(IndicatorFactory().pk)}

    answer = browser_of(world.filer).post(f"/registry/{world.town.pk}/figures/new/", known | typed)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(typed)
    assert not Figure.objects.exists()


def test_a_double_click_reports_one_figure(world: World, browser_of: Browser) -> None:
    browser = browser_of(world.filer)
    typed = FIGURE | {"indicator": str(IndicatorFactory().pk)}

    answers = [browser.post(f"/registry/{world.town.pk}/figures/new/", typed).status_code for _ in range(2)]

    assert answers == [302, 422]
    assert Figure.objects.count() == 1


def test_the_registry_costs_the_same_with_one_town_and_with_many(world: World, browser_of: Browser) -> None:
    browser = browser_of(world.filer)

    def cost(address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(address).status_code == 200
        return len(caught)

    addresses = ["/registry/", f"/registry/{world.town.pk}/"]
    before = [cost(address) for address in addresses]
    for year in range(2001, 2013):
        DesignationFactory(town=TownFactory(owner=world.county))
        FigureFactory(town=world.town, year=year)
    assert [cost(address) for address in addresses] == before


def test_the_registry_turns_its_pages(world: World, browser_of: Browser) -> None:
    for _ in range(25):
        TownFactory(owner=world.county)
    browser = browser_of(world.filer)

    first = browser.get("/registry/")
    second = browser.get(f"/registry/{first.context['page_links'].next_query}")

    shown = [town.pk for page in (first, second) for town, _ in page.context["rows"]]
    assert len(shown) == len(set(shown)) == 26
