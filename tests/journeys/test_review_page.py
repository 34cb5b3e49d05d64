"""The reviewer's page in the browser: no fault by axe at both sizes, by keyboard alone, and in place without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from applications.enums import State
from applications.models import Application
from applications.services import drafting, filing, judging, reviewing
from tests.applications.thread import answer_everything, at, check, content, sent_back_for_correction
from tests.factories import TownFactory, World, province_cast
from tests.journeys.conftest import Look, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RELAXED = {"traits": ["geographical_indication"], "relaxation_reason": "产品知名。"}


def checked(world: World, **typed: object) -> Application:
    row = at(world, State.REVIEWING, town=TownFactory(owner=world.county), **typed)
    check(row)
    return row


def resubmitted(world: World) -> Application:
    """Judged, noted upon, returned, mended, handed in again."""
    row = checked(world, history_text="始于明代，有史料。", output="3", **RELAXED)
    answer_everything(world, row)
    judging.write_note(actor=world.reviewer, application=row, text="请与统计局核对。")
    row = Application.objects.get(pk=sent_back_for_correction(world, row).pk)
    draft = content(output="4", history_text="始于清代，有史料。", **RELAXED)
    drafting.save_draft(actor=world.filer, application=row, draft=draft, version=row.version)
    row = filing.resubmit_application(actor=world.filer, application=Application.objects.get(pk=row.pk))
    check(row)
    return row


def address(row: Application) -> str:
    return f"/applications/{row.pk}/review/"


def unfold(page: Page) -> None:
    for details in page.locator("main details").all():
        details.evaluate("one => { one.open = true }")


def test_the_page_has_no_fault_in_any_stage(world: World, sign_in: SignIn, look: Look) -> None:
    declined = checked(world)
    reviewing.decline_application(actor=world.director, application=declined, comment="规模不足。")
    scene = province_cast(world)
    relayed = at(scene, State.REVIEWING, output="0.9", **RELAXED)
    check(relayed)
    rows = (checked(world), resubmitted(world), declined, relayed)
    for person in (world.reviewer, world.director):
        page = sign_in(person)
        for row in rows:
            answer = page.goto(address(row))
            assert answer is not None and answer.status == 200
            unfold(page)
            look(page)


def test_a_judgement_by_keyboard_alone(world: World, sign_in: SignIn) -> None:
    row = checked(world)
    page = sign_in(world.reviewer)
    page.goto(address(row))
    page.get_by_role("link", name="1 历史传承").focus()
    page.keyboard.press("Enter")
    form = page.locator("#criterion-1 form")
    form.get_by_label("满足", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("史料齐全。")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#criterion-1")).to_contain_text("基本满足")
    expect(page.locator("#criterion-1")).to_contain_text("史料齐全。")
    assert page.url.endswith("#criterion-1")


def test_without_javascript_what_was_refused_comes_back_in_its_place(world: World, sign_in: SignIn) -> None:
    row = checked(world)
    page = sign_in(world.reviewer, java_script_enabled=False)
    page.goto(address(row))
    form = page.locator("#criterion-8 form")
    form.get_by_label("不满足").check()
    form.get_by_label("理由").fill("   ")
    form.get_by_role("button", name="保存研判").click()
    assert page.url.endswith("#criterion-8")
    expect(form.get_by_role("alert")).to_contain_text("请写明研判理由")
    expect(form.get_by_label("不满足")).to_be_checked()
    expect(page.locator("#criterion-8")).to_be_in_viewport()
