"""The gallery shows every component in every state, to whoever is signed in."""

import pytest
from django.test import Client

from applications.enums import State
from criteria.findings import Verdict
from tests.factories import World
from tests.front.helpers import elements, ids
from tests.harness.pages import Browser

pytestmark = pytest.mark.django_db


def test_it_asks_for_a_sign_in(client: Client) -> None:
    assert client.get("/gallery/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("role", ["filer", "registrar", "system_admin"])
def test_every_role_sees_every_state_and_verdict(world: World, browser_of: Browser, role: str) -> None:
    page = browser_of(getattr(world, role)).get("/gallery/").content.decode()
    classes = {name for each in elements(page) for name in each.get("class", "").split()}

    assert {f"state-{each.value}" for each in State} <= classes
    assert {f"is-{each.value}" for each in Verdict} <= classes
    assert {"is-done", "is-now", "is-next", "is-stopped"} <= classes
    assert {"level-0", "level-1", "level-2", "level-3", "level-province"} <= classes


def test_its_own_navigation_leads_to_sections_that_exist(world: World, browser_of: Browser) -> None:
    page = browser_of(world.filer).get("/gallery/").content.decode()
    targets = [each["href"][1:] for each in elements(page, "a") if each["href"].startswith("#")]

    assert set(targets) <= set(ids(page))
    assert len(ids(page)) == len(set(ids(page)))
