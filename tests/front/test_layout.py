"""The frame of every page: where one can go, who one is, and how large the letters are."""

import pytest
from django.test import Client

from accounts.actors import Actor
from accounts.enums import Role
from tests.factories import MembershipFactory, World
from tests.front.helpers import elements, ids
from tests.harness.pages import Browser

pytestmark = pytest.mark.django_db


def page_of(client: Client, address: str = "/") -> str:
    return client.get(address).content.decode()


def main_ways(page: str) -> list[str]:
    """The addresses of the main navigation, in its order."""
    band = page[page.index('aria-label="主导航"') :]
    return [each["href"] for each in elements(band[: band.index("</nav>")], "a")]


def test_the_skip_link_is_first_and_leads_to_the_content(client: Client) -> None:
    page = page_of(client)
    first = next(elements(page, "a"))

    assert first["href"] == "#main"
    assert "main" in ids(page)


def test_a_reader_finds_the_public_pages_the_sign_in_and_large_letters(client: Client) -> None:
    page = page_of(client)

    assert {"/", "/towns/", "/rounds/"} <= set(main_ways(page))
    assert "/accounts/login/" in [each["href"] for each in elements(page, "a")]
    assert "大字版" in page
    assert "退出登录" not in page


@pytest.mark.parametrize(
    ("role", "there", "not_there"),
    [
        ("filer", "/applications/", "/applications/queue/"),
        ("reviewer", "/applications/queue/", "/accounts/users/"),
        ("registrar", "/applications/decisions/", "/applications/queue/"),
        ("system_admin", "/accounts/users/", "/applications/queue/"),
    ],
)
def test_everybody_sees_the_ways_of_the_own_role(
    world: World, browser_of: Browser, role: str, there: str, not_there: str
) -> None:
    ways = main_ways(page_of(browser_of(getattr(world, role)), "/towns/"))

    assert there in ways
    assert not_there not in ways
    assert "/workbench/" in ways


def test_exactly_one_way_is_marked_as_the_present_one(world: World, browser_of: Browser) -> None:
    page = page_of(browser_of(world.reviewer), "/applications/queue/")
    band = page[page.index('aria-label="主导航"') :]
    marked = [each for each in elements(band[: band.index("</nav>")], "a") if "aria-current" in each]

    assert [each["href"] for each in marked] == ["/applications/queue/"]


def test_whoever_stands_in_two_units_can_switch_and_others_are_not_asked(
    world: World, browser_of: Browser
) -> None:
    def offered(who: Actor) -> bool:
        return "切换到" in page_of(browser_of(who))

    assert not offered(world.filer)

    MembershipFactory(user=world.filer.user, organisation=world.zone, role=Role.FILER)

    assert offered(world.filer)


def test_signing_out_is_a_form(world: World, browser_of: Browser) -> None:
    page = page_of(browser_of(world.filer))

    assert "/accounts/logout/" in [each.get("action") for each in elements(page, "form")]
    assert "/accounts/logout/" not in [each["href"] for each in elements(page, "a")]


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_a_demonstration_says_so_on_every_page(
    client: Client, settings: object, is_demonstration: bool
) -> None:
    settings.DEMONSTRATION = is_demonstration  # type: ignore[attr-defined]

    assert all(
        ("这是演示环境" in page_of(client, each)) == is_demonstration for each in ("/", "/accounts/login/")
    )


def test_large_letters_are_switched_on_and_off_and_one_stays_where_one_was(client: Client) -> None:
    assert 'class="is-large"' not in page_of(client)

    answer = client.post("/preferences/text-size/", {"next": "/towns/?level=city"})

    assert (answer.status_code, answer["Location"]) == (302, "/towns/?level=city")
    page = page_of(client)
    assert 'class="is-large"' in page
    assert "标准字号" in page
    client.post("/preferences/text-size/", {"next": "/"})
    assert 'class="is-large"' not in page_of(client)


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""]
)
def test_the_switch_of_letters_never_leads_elsewhere(client: Client, target: str) -> None:
    assert client.post("/preferences/text-size/", {"next": target})["Location"] == "/"


def test_a_link_cannot_change_the_letters(client: Client) -> None:
    assert client.get("/preferences/text-size/").status_code == 405


@pytest.mark.parametrize("path", ["/applications/queue/", "/applications/keying/", "/applications/phrases/"])
def test_what_lies_on_the_desk_of_an_office_belongs_to_its_review(
    world: World, browser_of: Browser, path: str
) -> None:
    page = page_of(browser_of(world.reviewer), path)

    assert '<a href="/applications/queue/" aria-current="page">复核</a>' in page


def test_whoever_brings_in_colleagues_finds_the_imports_again(world: World, browser_of: Browser) -> None:
    assert 'href="/exchange/imports/"' in page_of(browser_of(world.director), "/towns/")
    assert 'href="/exchange/imports/"' not in page_of(browser_of(world.reviewer), "/towns/")
