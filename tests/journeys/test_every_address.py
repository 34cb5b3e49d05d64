"""Every page of the table of access, before whoever it opens to: no fault by axe, nothing too wide, nothing refused by the policy.

The table has a row for every address (tests/access), so no page can be added that nobody looks at.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.access.house import PEOPLE, House, build_house
from tests.access.test_answers import ROWS, Row
from tests.journeys.conftest import Look, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# The same page for many; who has the most to do there comes first.
FIRST = ("director", "reviewer", "filer", "unit_admin", "registrar", "statistician", "system_admin")
PARTS = 6


def pages() -> list[tuple[Row, str]]:
    """Each row of the table that is answered with a page, and one person whom it is answered to."""
    order = (*FIRST, *(name for name in PEOPLE if name not in FIRST))
    return [
        (row, next(name for name in order if row.answers[name] == "200"))
        for row in ROWS
        if row.method == "GET" and "200" in row.answers.values()
    ]


@pytest.fixture
def house(settings: Any, tmp_path: Any, transactional_db: None) -> House:
    settings.MEDIA_ROOT, settings.PACKAGES_ROOT = tmp_path / "media", tmp_path / "packages"
    return build_house()


def is_page(house: House, name: str, address: str) -> bool:
    """Not a file, not a part of a page."""
    response = house.ask(name, "GET", address)
    kind = response.headers.get("Content-Type", "")
    return kind.startswith("text/html") and b"<html" in response.content


def shown(house: House, part: int) -> Iterator[tuple[str, str]]:
    for row, name in pages()[part::PARTS]:
        address = house.address(row.address, row.state)
        if is_page(house, name, address):
            yield name, address


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_of_the_portal_has_a_fault(house: House, sign_in: SignIn, look: Look, part: int) -> None:
    open_pages: dict[str, Page] = {}
    addresses = list(shown(house, part))
    faults = []
    for name, address in addresses:
        if name not in open_pages:
            open_pages[name] = sign_in(house.person(name))
        try:
            see(open_pages[name], address, look)
        except AssertionError as fault:
            faults.append((name, address, str(fault)))
    assert len(addresses) > 10 and faults == []


def see(page: Page, address: str, look: Look) -> None:
    answer = page.goto(address)
    assert answer is not None and answer.status == 200
    unfold(page)
    look(page)


def unfold(page: Page) -> None:
    """What is behind a summary is part of the page."""
    for details in page.locator("main details").all():
        details.evaluate("one => { one.open = true }")
