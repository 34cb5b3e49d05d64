"""办理指南: every role has one, its pages and buttons exist, its pictures are there and light, everybody reads it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from accounts.actors import Actor
from accounts.enums import Role
from ops.draw_guides import LARGEST, PICTURES, SHOTS
from portal.selectors.guides import GUIDES, Guide
from tests.factories import OrganisationFactory, World, actor
from tests.harness.pages import Browser

pytestmark = pytest.mark.django_db

PEOPLE = {
    Role.FILER: "filer",
    Role.UNIT_ADMIN: "unit_admin",
    Role.REVIEWER: "reviewer",
    Role.OFFICE_DIRECTOR: "director",
    Role.REGISTRAR: "registrar",
    Role.SYSTEM_ADMIN: "system_admin",
}
every_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda each: each.slug)


class Read(HTMLParser):
    """Of a guide: links to pages with their words, words of buttons, pictures."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pages: list[tuple[str, str]] = []
        self.buttons: list[str] = []
        self.pictures: list[str] = []
        self._in = ""
        self._address = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self._in = known.get("class") or ""
        self._address = known.get("href") or ""
        if tag == "img" and "img/guide/" in (known.get("src") or ""):
            self.pictures.append(Path(known["src"] or "").name)

    def handle_data(self, data: str) -> None:
        if self._in == "to-page":
            self.pages.append((self._address, data))
        if self._in == "button-word":
            self.buttons.append(data)
        self._in = ""


def read(guide: Guide) -> Read:
    response = Client().get(f"/help/{guide.slug}/")
    assert response.status_code == 200
    return Read(response.content.decode())


def holder(world: World, role: Role | None) -> Actor | None:
    if role == Role.STATISTICIAN:
        return actor(role, organisation=OrganisationFactory(member_unit=True, superior=world.county))
    return getattr(world, PEOPLE[role]) if role else None


def test_every_role_has_a_guide() -> None:
    assert {guide.role for guide in GUIDES} == {*Role, None}


@every_guide
def test_its_pages_bear_the_names_that_it_calls_them(guide: Guide, world: World, browser_of: Browser) -> None:
    who = holder(world, guide.role)
    browser = browser_of(who) if who else Client()
    pages = read(guide).pages
    assert pages
    for address, words in pages:
        html = browser.get(address).content.decode()
        titles = re.findall(r"<title>(.*?) ·|<h1>(.*?)</h1>|aria-current=\"page\">([^<]+)", html)
        assert words in {title for found in titles for title in found}, (address, words)


@every_guide
def test_its_buttons_exist(guide: Guide) -> None:
    """Each is written somewhere else: on a page, or in the words of an action."""
    others = [
        path.read_text(encoding="utf-8")
        for folder in ("templates", "applications", "accounts", "towns")
        for path in (settings.BASE_DIR / folder).rglob("*.*")
        if path.suffix in {".html", ".py"} and not path.name.startswith(("guide", "_guide", "_tour"))
    ]
    text = "\n".join(others)
    assert [words for words in read(guide).buttons if words not in text] == []


@every_guide
def test_its_first_steps_lead_to_pages_of_its_role(guide: Guide, world: World, browser_of: Browser) -> None:
    who = holder(world, guide.role)
    assert bool(guide.steps) == bool(who)
    if who:
        html = browser_of(who).get("/workbench/").content.decode()
        assert [
            step.page for step in guide.steps if f">{step.page}" not in html.replace("bell-word", "")
        ] == []


def test_every_picture_is_there_drawn_shown_and_light() -> None:
    shown = {name for guide in GUIDES for name in read(guide).pictures}
    there = {path.name for path in PICTURES.glob("*.png")}
    assert shown == there == {f"{shot.name}.png" for shot in SHOTS}
    assert len(there) <= 12
    assert [path.name for path in PICTURES.glob("*.png") if path.stat().st_size > LARGEST] == []


def test_ones_own_guide_stands_first(world: World, browser_of: Browser) -> None:
    html = browser_of(world.registrar).get("/help/").content.decode()
    assert html.index("认定登记员指南") < html.index("其他角色的指南") < html.index("填报员指南")


def test_there_is_no_other_guide() -> None:
    assert Client().get("/help/nobody/").status_code == 404


def test_every_page_leads_to_the_guides(world: World, browser_of: Browser) -> None:
    for browser in (Client(), browser_of(world.filer)):
        assert '<a href="/help/">办理指南</a>' in browser.get("/").content.decode()


def test_an_empty_desk_leads_to_ones_own_guide(world: World, browser_of: Browser) -> None:
    assert 'href="/help/reviewer/"' in browser_of(world.reviewer).get("/workbench/").content.decode()
