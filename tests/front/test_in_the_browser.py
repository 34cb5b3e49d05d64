"""What only a browser can tell: accessibility, width, focus, menus, and a second click."""

import time
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.actors import Actor
from tests.factories import World
from tests.harness.pages import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = {"desk": (1366, 768), "phone": (390, 844), "wall": (3840, 2160)}
SignIn = Callable[[Actor], None]


@pytest.fixture
def sign_in(context: BrowserContext, live_server: LiveServer, browser_of: Browser) -> SignIn:
    """Put the session of a signed-in client into the browser."""

    def put(who: Actor) -> None:
        cookie = browser_of(who).cookies["sessionid"]
        context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])

    return put


def faults_of(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
@pytest.mark.parametrize("size", SIZES)
def test_the_gallery_has_no_fault_at_any_size(
    page: Page, live_server: LiveServer, world: World, sign_in: SignIn, size: str, large: bool
) -> None:
    sign_in(world.reviewer)
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    if large:
        page.context.add_cookies([{"name": "large_text", "value": "1", "url": live_server.url}])

    page.goto(f"{live_server.url}/gallery/")

    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    letters = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert letters >= 18 if large else letters >= 15


def test_nothing_that_one_presses_is_too_small_for_a_finger(
    page: Page, live_server: LiveServer, world: World, sign_in: SignIn
) -> None:
    sign_in(world.reviewer)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/gallery/")

    small = page.eval_on_selector_all(
        "button, summary, .button, .side a, .chips a, select, input:not([type=checkbox], [type=radio])",
        """all => all.filter(one => one.checkVisibility() && one.type !== "hidden").map(one => {
             const box = one.getBoundingClientRect(); return [one.outerHTML.slice(0, 90), box.width, box.height];
           }).filter(([, width, height]) => width < 24 || height < 24)""",
    )

    assert small == []


def test_on_a_phone_everything_is_in_the_menu(
    page: Page, live_server: LiveServer, world: World, sign_in: SignIn
) -> None:
    sign_in(world.director)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/towns/")
    expect(page.get_by_role("link", name="复核")).to_be_hidden()

    page.locator("summary").first.click()

    for words in ("工作台", "复核", "专业镇名录", "修改密码"):
        expect(page.get_by_role("link", name=words, exact=True)).to_be_visible()
    assert faults_of(page) == []


def test_a_menu_closes_on_escape_and_on_a_click_elsewhere(
    page: Page, live_server: LiveServer, world: World, sign_in: SignIn
) -> None:
    sign_in(world.filer)
    page.goto(f"{live_server.url}/towns/")
    menu, out = page.locator("summary").first, page.get_by_role("button", name="退出登录")

    menu.click()
    expect(out).to_be_visible()
    page.keyboard.press("Escape")
    expect(out).to_be_hidden()
    expect(menu).to_be_focused()

    menu.click()
    page.locator("h1").click()
    expect(out).to_be_hidden()


def test_the_first_tab_reaches_the_skip_link(page: Page, live_server: LiveServer, world: World) -> None:
    page.goto(f"{live_server.url}/towns/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_what_is_wrong_takes_the_focus_and_leads_to_its_field(
    page: Page, live_server: LiveServer, world: World, sign_in: SignIn
) -> None:
    sign_in(world.filer)
    page.goto(f"{live_server.url}/registry/new/")
    page.locator("main form button").last.click()

    expect(page.get_by_role("alert")).to_be_focused()
    first = page.get_by_role("alert").get_by_role("link").first
    target = (first.get_attribute("href") or "").removeprefix("#")
    first.click()

    expect(page.locator(f"[id='{target}']")).to_be_focused()


def test_a_second_click_sends_nothing_and_the_way_back_makes_the_form_usable_again(
    page: Page, live_server: LiveServer, world: World
) -> None:
    sent: list[str] = []

    def answer_slowly(route: Route) -> None:
        sent.append(route.request.url)
        time.sleep(0.5)
        route.fulfill(status=200, content_type="text/html", body="<p>arrived</p>")

    page.goto(f"{live_server.url}/towns/")
    page.route("**/preferences/text-size/", answer_slowly)
    # Without the guard the second click, while the first answer is awaited, sends the form again.
    page.evaluate(
        """() => new Promise(done => {
             const button = document.querySelector(".band-links form button");
             button.click();
             setTimeout(() => { button.click(); done(); }, 150);
           })"""
    )
    page.wait_for_url("**/preferences/text-size/")
    assert len(sent) == 1

    page.go_back()
    page.get_by_role("button", name="大字版").click()
    page.wait_for_url("**/preferences/text-size/")
    assert len(sent) == 2
