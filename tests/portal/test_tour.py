"""The first steps on the workbench: shown to who is new, put away for good, and nobody else's to put away."""

import pytest
from django.test import Client

from accounts.actors import Actor
from accounts.models import User
from records.models import Act
from tests.factories import UserFactory, World
from tests.harness.pages import Browser

pytestmark = pytest.mark.django_db

HEADING = "第一次使用，从这里开始"


def newcomer(who: Actor) -> Actor:
    assert who.user is not None
    User.objects.filter(pk=who.user.pk).update(tour_done_at=None)
    return who


def desk(browser: Client) -> str:
    return browser.get("/workbench/").content.decode()


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("filer", "/help/filer/"),
        ("unit_admin", "/help/unit/"),
        ("reviewer", "/help/reviewer/"),
        ("director", "/help/director/"),
        ("registrar", "/help/registrar/"),
        ("system_admin", "/help/system/"),
    ],
)
def test_each_role_finds_its_own(world: World, browser_of: Browser, name: str, link: str) -> None:
    html = desk(browser_of(newcomer(getattr(world, name))))
    assert HEADING in html and f'href="{link}"' in html


def test_it_is_put_away_for_good_and_on_record_once(world: World, browser_of: Browser) -> None:
    browser = browser_of(newcomer(world.filer))
    for _ in range(2):
        assert browser.post("/accounts/tour/close/").headers["Location"] == "/workbench/"
    assert HEADING not in desk(browser)
    assert HEADING not in desk(browser_of(world.filer))
    assert Act.objects.filter(verb="user.close_tour").count() == 1


def test_a_colleague_keeps_theirs(world: World, browser_of: Browser) -> None:
    newcomer(world.unit_admin)
    browser_of(newcomer(world.filer)).post("/accounts/tour/close/")
    assert HEADING in desk(browser_of(world.unit_admin))


def test_looking_does_not_put_it_away(world: World, browser_of: Browser) -> None:
    browser = browser_of(newcomer(world.filer))
    assert browser.get("/accounts/tour/close/").status_code == 405
    assert HEADING in desk(browser) and HEADING in desk(browser)


def test_without_a_role_there_are_no_first_steps(client: Client) -> None:
    client.force_login(UserFactory(tour_done_at=None))
    assert HEADING not in desk(client)


def test_who_knows_the_portal_is_left_alone(world: World, browser_of: Browser) -> None:
    assert HEADING not in desk(browser_of(world.filer))
