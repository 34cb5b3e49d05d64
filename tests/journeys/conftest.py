"""People at their desks: each with a browser of their own, in front of the real server; complaints of a browser fail."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.actors import Actor
from tests.applications.thread import furnished_world
from tests.factories import World
from tests.harness.pages import Browser as Signed
from tests.harness.pages import browser_of

__all__ = ["browser_of"]

SignIn = Callable[..., Page]
Look = Callable[[Page], None]
DESK, PHONE = (1366, 768), (390, 844)
PATIENCE = 15_000

expect.set_options(timeout=PATIENCE)


@pytest.fixture
def world(transactional_db: None) -> World:
    return furnished_world()


@pytest.fixture
def complaints() -> list[str]:
    """What the browsers complained about: broken scripts, and whatever the strict policy refused."""
    return []


@pytest.fixture
def look(complaints: list[str]) -> Look:
    """`look(page)`: no fault by axe and nothing wider than the window, on a phone and on a desk."""

    def examine(page: Page) -> None:
        for width, height in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": height})
            before = len(complaints)
            violations = Axe().run(page).response["violations"]
            # Axe itself writes inline styles, which the policy refuses: no complaint about the page.
            del complaints[before:]
            faults = [f"{each['id']}: {node['html'][:160]}" for each in violations for node in each["nodes"]]
            assert faults == [], (page.url, width)
            room = page.evaluate(
                "document.documentElement.clientWidth - document.documentElement.scrollWidth"
            )
            assert room >= 0, (page.url, width)

    return examine


@pytest.fixture
def sign_in(
    complaints: list[str],
    browser: Browser,
    browser_context_args: dict[str, Any],
    live_server: LiveServer,
    browser_of: Signed,
    request: pytest.FixtureRequest,
) -> Iterator[SignIn]:
    """`sign_in(who, **context options)` gives the page of a browser of their own; None is a visitor.

    When the test fails each page leaves a picture in VAR_DIR/pictures.
    """
    pages: list[Page] = []
    failed_before = request.session.testsfailed

    def note(line: ConsoleMessage) -> None:
        # Refused answers (404, 409, 422) are logged by the browser too, and are meant.
        if line.type == "error" and not line.text.startswith("Failed to load resource"):
            complaints.append(line.text)

    def open_page(who: Actor | None, **options: Any) -> Page:
        context = browser.new_context(**browser_context_args | {"base_url": live_server.url} | options)
        context.set_default_timeout(PATIENCE)
        if who is not None:
            cookie = browser_of(who).cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        pages.append(page)
        return page

    yield open_page
    for number, page in enumerate(pages):
        if request.session.testsfailed > failed_before:
            page.screenshot(path=_picture(request.node.name, number), full_page=True)
        page.context.close()
    assert complaints == []


def _picture(name: str, number: int) -> Path:
    folder = Path(settings.VAR_DIR) / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}-{number}.png"
