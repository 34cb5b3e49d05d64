"""People at their desks: each with a browser of their own, in front of the real server; complaints of a browser fail."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
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
PATIENCE = 15_000

expect.set_options(timeout=PATIENCE)


@pytest.fixture
def world(transactional_db: None) -> World:
    return furnished_world()


@pytest.fixture
def sign_in(
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
    complaints: list[str] = []
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
