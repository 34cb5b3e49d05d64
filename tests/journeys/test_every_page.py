"""Every page that the thread passes: no fault by axe, nothing too wide, reached by keyboard, a check that shows itself."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.actors import Actor
from applications.enums import State
from applications.models import Application, Decision
from applications.services import filing
from tests.applications.thread import LAST_YEAR, at, carry, filled, prepare, publish, sent_back_for_correction
from tests.factories import PASSWORD, RoundFactory, TownFactory, World
from tests.harness.queue import Worker
from tests.journeys.conftest import Look, SignIn
from tests.journeys.returns import answer_everything, give_back, mark

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OUTPUT = f"#scale_output_value_{LAST_YEAR}"


def thread_at_every_stop(world: World) -> tuple[dict[str, Application], Decision]:
    """One application at each stop of the thread, and a decision that waits to be published."""
    rows = {
        str(state): carry(world, filled(world, town=TownFactory(owner=world.county)), state)
        for state in (State.SUBMITTED, State.RECOMMENDED, State.REVIEWING, State.SHORTLISTED)
    }
    rows["draft"] = filled(world, town=TownFactory(owner=world.county))
    returned = carry(world, filled(world, town=TownFactory(owner=world.county)), State.REVIEWING)
    rows["returned"] = sent_back_for_correction(world, returned)
    publish(world, prepare(world, at(world, State.SHORTLISTED)))
    waiting = carry(world, filled(world, town=TownFactory(owner=world.county)), State.SHORTLISTED)
    return rows, prepare(world, waiting)


def rounds_to_come(world: World) -> list[str]:
    """The pages of a round that is still being written."""
    plan = RoundFactory(
        office=world.office, standard_version=world.version, applicants=[world.county], unpublished=True
    )
    return [f"/applications/rounds/{plan.pk}/{page}" for page in ("", "edit/", "quotas/")]


def stops(world: World) -> Iterator[tuple[Actor | None, str]]:
    """Who stands before which page."""
    rows, decision = thread_at_every_stop(world)
    for person, states in (
        (world.filer, ("draft", "returned", "submitted")),
        (world.unit_admin, ("submitted",)),
        (world.reviewer, ("recommended", "reviewing")),
        (world.director, ("reviewing", "shortlisted")),
    ):
        for state in states:
            yield person, f"/applications/{rows[state].pk}/"
    yield world.filer, f"/applications/{rows['draft'].pk}/edit/"
    yield world.filer, f"/applications/new/{world.round.pk}/"
    yield from ((world.filer, path) for path in ("/workbench/", "/applications/"))
    yield from (
        (world.director, path)
        for path in (
            "/workbench/",
            "/applications/queue/",
            "/applications/rounds/",
            "/applications/rounds/new/",
            f"/applications/rounds/{world.round.pk}/",
            f"/applications/rounds/{world.round.pk}/edit/",
            *rounds_to_come(world),
            "/applications/decisions/",
            f"/applications/decisions/new/{world.round.pk}/",
        )
    )
    yield world.registrar, f"/applications/decisions/{decision.pk}/"
    yield world.neighbour_filer, f"/applications/{rows['draft'].pk}/"
    for path in (
        "/",
        "/towns/",
        f"/towns/{world.town.pk}/",
        "/rounds/",
        f"/rounds/{world.round.pk}/",
        "/accounts/login/",
    ):
        yield None, path


def test_no_page_of_the_thread_has_a_fault(world: World, sign_in: SignIn, look: Look) -> None:
    pages: dict[Actor | None, Page] = {}
    for person, path in stops(world):
        if person not in pages:
            pages[person] = sign_in(person)
        page = pages[person]
        answer = page.goto(path)
        assert answer is not None and answer.status in {200, 404}, path
        for details in page.locator("section.actions details").all():
            details.evaluate("one => { one.open = true }")
        look(page)


def test_what_was_typed_wrongly_looks_right_and_leads_to_its_field(
    world: World, sign_in: SignIn, look: Look
) -> None:
    page = sign_in(world.filer)
    page.goto(f"/applications/{filled(world).pk}/edit/")
    page.fill(OUTPUT, "十二")
    page.get_by_role("button", name="保存产业规模", exact=True).click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_attribute("href", OUTPUT)
    expect(page.locator(f"{OUTPUT}_error")).to_have_text("请填数字，例如 12.5。")
    look(page)
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator(OUTPUT)).to_be_focused()


def test_in_large_letters_everything_still_fits(world: World, sign_in: SignIn, look: Look) -> None:
    row = at(world, State.SUBMITTED)
    page = sign_in(world.filer)
    page.goto("/")
    page.context.add_cookies([{"name": "large_text", "value": "1", "url": page.url}])
    draft = filled(world, town=TownFactory(owner=world.county))
    for path in (
        "/",
        "/towns/",
        "/workbench/",
        f"/applications/{row.pk}/",
        f"/applications/{draft.pk}/edit/",
    ):
        page.goto(path)
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 18, path
        look(page)


@pytest.mark.slow
@pytest.mark.broker
def test_the_check_is_waited_for_and_shown_without_a_reload(
    world: World, sign_in: SignIn, look: Look, celery_worker_process: Worker
) -> None:
    """The worker sleeps while the clerk submits and wakes up afterwards."""
    celery_worker_process.stop()
    page = sign_in(world.filer)
    page.goto(f"/applications/{filled(world).pk}/")
    page.get_by_role("button", name="提交", exact=True).click()
    check = page.locator("#check")
    expect(check.locator("[data-check=waiting]")).to_be_visible()
    page.evaluate("window.stillHere = true")
    celery_worker_process.start()
    expect(check.locator("[data-check=done]")).to_be_visible(timeout=30_000)
    assert page.evaluate("window.stillHere") is True
    expect(check).to_contain_text("产业集聚")
    look(page)


def test_the_day_of_a_return_is_asked_for_and_told(world: World, sign_in: SignIn) -> None:
    row = carry(world, filled(world), State.REVIEWING)
    page = sign_in(world.reviewer)
    page.goto(f"/applications/{row.pk}/review/")
    mark(page, "整个申报", "请补充出处。")
    box = page.locator("#return")
    box.get_by_label("总的意见").fill("请补充出处。")
    box.get_by_label("补正期限").fill("2020-01-01")
    page.get_by_role("button", name="确认退回补正").click()
    expect(page.get_by_role("alert")).to_contain_text("补正期限不能早于今天")
    expect(box.get_by_label("总的意见")).to_have_value("请补充出处。")
    box.get_by_label("补正期限").fill("2099-03-05")
    page.get_by_role("button", name="确认退回补正").click()
    clerk = sign_in(world.filer)
    clerk.goto(f"/applications/{row.pk}/")
    expect(clerk.locator("main")).to_contain_text("3月5日前答复")
    expect(clerk.locator("main")).to_contain_text("请补充出处。")


def tab_to(page: Page, wanted: Locator) -> None:
    """With the Tab key alone."""
    for _ in range(150):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {wanted}")


def test_the_tab_key_reaches_everything_that_filing_needs(world: World, sign_in: SignIn) -> None:
    page = sign_in(None)
    assert world.filer.user is not None
    page.goto("/accounts/login/")
    tab_to(page, page.get_by_label("用户名"))
    page.keyboard.type(world.filer.user.username)
    tab_to(page, page.get_by_label("密码"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/workbench/")
    page.goto(f"/applications/{filled(world, commitment=False).pk}/edit/")
    tab_to(page, page.locator(OUTPUT))
    page.keyboard.press("Control+A")
    page.keyboard.type("13.5")
    tab_to(page, page.get_by_label("本单位承诺"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="保存并去提交"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="提交", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text("已提交。")).to_be_visible()
    row = Application.objects.get()
    assert (row.state, row.draft["figures"]["output_value"]) == (State.SUBMITTED, {str(LAST_YEAR): "13.5"})


def test_without_javascript_a_returned_application_is_answered(world: World, sign_in: SignIn) -> None:
    row = filing.recommend_application(actor=world.unit_admin, application=at(world, State.SUBMITTED))
    page = sign_in(world.reviewer, java_script_enabled=False)
    page.goto(f"/applications/{row.pk}/review/")
    give_back(page, "请补充出处。")
    clerk = sign_in(world.filer, java_script_enabled=False)
    clerk.goto(f"/applications/{row.pk}/")
    clerk.get_by_role("link", name="填写", exact=True).click()
    clerk.get_by_label("市场情况").fill("出处：县统计局年报。")
    clerk.get_by_role("button", name="保存市场需求").click()
    answer_everything(clerk)
    clerk.get_by_role("button", name="保存并去提交").click()
    clerk.get_by_role("button", name="重新提交").click()
    expect(clerk.get_by_text("已重新提交。")).to_be_visible()
    row.refresh_from_db()
    assert row.state == State.RECOMMENDED
