"""The workbench as each role finds it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actors import Actor
from applications.enums import State
from records.services import record
from tests.factories import ApplicationFactory, DecisionFactory, TownFactory, UserFactory, World
from tests.harness.pages import Browser

pytestmark = pytest.mark.django_db


def page(browser: Client, query: str = "") -> str:
    response = browser.get(f"/workbench/{query}")
    assert response.status_code == 200
    return response.content.decode()


def file(world: World, state: State, name: str) -> int:
    town = TownFactory(name=name, owner=world.county)
    application = ApplicationFactory(round=world.round, applicant=world.county, town=town, state=state)
    return application.pk


def test_it_wants_to_know_who_comes(client: Client) -> None:
    assert client.get("/workbench/").headers["Location"].startswith("/accounts/login/")


def test_a_clerk_finds_drafts_and_returns_with_what_to_do(world: World, browser_of: Browser) -> None:
    draft = file(world, State.DRAFT, "待填专业镇")
    file(world, State.REVIEWING, "在途专业镇")

    text = page(browser_of(world.filer))

    assert "待填专业镇" in text
    assert f"/applications/{draft}/" in text
    assert "填写并提交" in text
    assert "在途专业镇" not in text
    assert "在途专业镇" in page(browser_of(world.filer), "?list=begun")


def test_the_office_finds_what_was_sent_up_with_county_and_due_day(world: World, browser_of: Browser) -> None:
    file(world, State.RECOMMENDED, "送来专业镇")
    file(world, State.DRAFT, "草稿专业镇")

    text = page(browser_of(world.reviewer))

    assert "送来专业镇" in text
    assert world.county.division.full_name in text
    assert "受理" in text
    assert "还有" in text
    assert "草稿专业镇" not in text


def test_the_registrar_finds_the_prepared_decision(world: World, browser_of: Browser) -> None:
    decision = DecisionFactory(round=world.round, title="试验认定决定")

    text = page(browser_of(world.registrar))

    assert "试验认定决定" in text
    assert f"/applications/decisions/{decision.pk}/" in text


def test_the_system_administrator_finds_the_house(world: World, browser_of: Browser) -> None:
    text = page(browser_of(world.system_admin))

    for address in ("/accounts/users/", "/records/acts/", "/manage/health/"):
        assert address in text
    assert "/accounts/users/" not in page(browser_of(world.filer))


def test_an_empty_desk_says_what_to_do(world: World, browser_of: Browser) -> None:
    assert "没有等您办理的事项" in page(browser_of(world.filer))
    assert "还没有申报" in page(browser_of(world.filer), "?list=begun")
    assert "还没有办理记录" in page(browser_of(world.filer), "?list=done")


def test_somebody_without_a_role_is_told_whom_to_ask(world: World, browser_of: Browser) -> None:
    text = page(browser_of(Actor(user=UserFactory())))

    assert "系统管理员" in text


def test_done_tells_what_and_when(world: World, browser_of: Browser) -> None:
    pk = file(world, State.SUBMITTED, "交了的专业镇")
    application = ApplicationFactory._meta.model.objects.get(pk=pk)
    record(actor=world.filer, verb="application.submit", target=application)

    text = page(browser_of(world.filer), "?list=done")

    assert "交了的专业镇" in text
    assert "提交" in text


@pytest.mark.parametrize(
    "query", ["?list=x", "?list=%00", "?after=abc", "?list=done&after=9~9", "?list=begun&before=1~1"]
)
def test_spoilt_addresses_are_answered(world: World, browser_of: Browser, query: str) -> None:
    assert page(browser_of(world.filer), query)


def test_the_desk_costs_the_same_with_one_application_and_with_thirty(
    world: World, browser_of: Browser
) -> None:
    def cost(who: Actor, query: str) -> int:
        browser = browser_of(who)
        browser.get("/workbench/")
        with CaptureQueriesContext(connection) as caught:
            page(browser, query)
        return len(caught)

    def costs() -> list[int]:
        return [
            cost(world.director, "?list=pending"),
            cost(world.filer, "?list=begun"),
            cost(world.filer, "?list=done"),
            cost(world.registrar, "?list=pending"),
        ]

    def add(count: int) -> None:
        for number in range(count):
            pk = file(world, State.RECOMMENDED, f"专业镇{count}-{number}")
            application = ApplicationFactory._meta.model.objects.get(pk=pk)
            record(actor=world.filer, verb="application.submit", target=application)
            DecisionFactory(round=world.round)

    add(1)
    before = costs()
    add(9)
    assert costs() == before


def test_the_list_of_pending_work_turns_its_pages_oldest_first(world: World, browser_of: Browser) -> None:
    made = [file(world, State.DRAFT, f"专业镇{number}") for number in range(22)]
    browser = browser_of(world.filer)

    first = browser.get("/workbench/")
    second = browser.get(f"/workbench/{first.context['page_links'].next_query}")

    shown = [item.application.pk for answer in (first, second) for item in answer.context["items"]]
    assert shown == made
