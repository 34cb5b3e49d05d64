"""Never lose a word: saving while somebody types, a session that ends, a line that breaks, two people in one form."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from applications.models import Application
from tests.applications.thread import LAST_YEAR, filled
from tests.factories import World
from tests.factories.people import PASSWORD
from tests.journeys.conftest import Look, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HISTORY = "#history_history_text"
ENVIRONMENT = "#environment_environment_text"


def open_form(page: Page, row: Application) -> Page:
    page.goto(f"/applications/{row.pk}/edit/")
    return page


def state(page: Page, key: str) -> str:
    return f"#block-{key} [data-state]"


def answers(row: Application) -> dict[str, str]:
    found: dict[str, str] = Application.objects.get(pk=row.pk).draft["answers"]
    return found


def test_a_moment_after_the_last_key_it_is_saved_and_says_so(
    world: World, sign_in: SignIn, look: Look
) -> None:
    row = filled(world)
    page = open_form(sign_in(world.filer), row)
    look(page)
    page.locator(HISTORY).press_sequentially("始于明代。")
    expect(page.locator(state(page, "history"))).to_contain_text("已保存")
    assert answers(row)["history_text"] == "始于明代。"
    output = page.get_by_label(f"{LAST_YEAR} 年主导产业产值（亿元）")
    output.fill("125000万元")
    expect(page.locator(state(page, "scale"))).to_contain_text("没有保存：有 1 处需要修改")
    expect(page.get_by_text("这里的单位是亿元")).to_be_visible()
    look(page)
    output.fill("12.5")
    expect(page.locator(state(page, "scale"))).to_contain_text("已保存")


def test_a_session_killed_in_mid_typing_loses_nothing(world: World, sign_in: SignIn) -> None:
    row = filled(world)
    page = open_form(sign_in(world.filer), row)
    page.locator(HISTORY).press_sequentially("始于明代，")
    Session.objects.all().delete()
    page.locator(HISTORY).press_sequentially("传承至今。")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("用户名").fill(world.filer.user.username)
    dialog.get_by_label("密码").fill("wrong-password-0")
    dialog.get_by_role("button", name="登录").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("用户名").fill(world.filer.user.username)
    dialog.get_by_label("密码").fill(PASSWORD)
    dialog.get_by_role("button", name="登录").click()
    expect(dialog).to_have_count(0)
    expect(page.locator(state(page, "history"))).to_contain_text("已保存")
    assert answers(row)["history_text"] == "始于明代，传承至今。"
    # The page goes on with the new session as if nothing had been.
    page.locator(ENVIRONMENT).fill("县里有专班。")
    expect(page.locator(state(page, "environment"))).to_contain_text("已保存")
    page.get_by_role("button", name="保存并去提交").click()
    expect(page.locator(".messages")).to_contain_text("已保存，尚未提交")


def test_what_was_typed_on_a_broken_line_is_tried_again_and_offered_back_another_day(
    world: World, sign_in: SignIn
) -> None:
    row = filled(world)
    page = open_form(sign_in(world.filer), row)

    def broken(route: Route) -> None:
        route.abort()

    page.route("**/blocks/**", broken)
    page.locator(HISTORY).fill("断网时写的话。")
    expect(page.locator(state(page, "history"))).to_contain_text("没有保存，正在重试")
    # The page is left without saving; the browser keeps what the office never got.
    page.on("dialog", lambda dialog: dialog.accept())
    open_form(page, row)
    expect(page.locator(HISTORY)).to_have_value("")
    page.unroute("**/blocks/**", broken)
    page.get_by_role("button", name="恢复并保存").click()
    expect(page.locator(state(page, "history"))).to_contain_text("已保存")
    assert answers(row)["history_text"] == "断网时写的话。"
    expect(open_form(page, row).get_by_role("button", name="恢复并保存")).to_have_count(0)


def test_two_people_in_one_form(world: World, sign_in: SignIn, look: Look) -> None:
    row = filled(world)
    clerk, head = (open_form(sign_in(who), row) for who in (world.filer, world.unit_admin))
    # In different blocks nobody disturbs anybody, and each sees where the other is.
    clerk.locator(HISTORY).fill("甲写的历史。")
    expect(clerk.locator(state(clerk, "history"))).to_contain_text("已保存")
    head.locator(ENVIRONMENT).fill("乙写的环境。")
    expect(head.locator(state(head, "environment"))).to_contain_text("已保存")
    expect(head.locator("#block-history [data-people]")).to_contain_text(
        f"{world.filer.user.display_name} 正在填写"
    )
    assert (answers(row)["history_text"], answers(row)["environment_text"]) == (
        "甲写的历史。",
        "乙写的环境。",
    )
    # In one block the second sees both texts and chooses.
    head.locator(HISTORY).fill("乙写的历史。")
    versions = head.locator("#block-history .versions")
    expect(versions).to_contain_text("甲写的历史。")
    expect(versions).to_contain_text("乙写的历史。")
    expect(versions).to_contain_text(f"{world.filer.user.display_name}在")
    look(head)
    assert answers(row)["history_text"] == "甲写的历史。"
    head.get_by_role("button", name="历史传承：用我的").click()
    expect(head.locator(state(head, "history"))).to_contain_text("已保存")
    assert answers(row)["history_text"] == "乙写的历史。"
    clerk.locator(HISTORY).fill("甲又写的历史。")
    clerk.get_by_role("button", name="历史传承：用已保存的").click()
    expect(clerk.locator(HISTORY)).to_have_value("乙写的历史。")
    expect(clerk.locator(state(clerk, "history"))).to_contain_text("已保存")


def test_a_row_out_of_a_spreadsheet_fills_the_years(world: World, sign_in: SignIn) -> None:
    row = filled(world)
    page = open_form(sign_in(world.filer), row)
    first = page.locator(f"#scale_revenue_{LAST_YEAR}")
    first.focus()
    first.evaluate(
        """(field) => {
            const data = new DataTransfer();
            data.setData("text/plain", "1,234.5\\t11\\t１０\\n");
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator(state(page, "scale"))).to_contain_text("已保存")
    revenue = Application.objects.get(pk=row.pk).draft["figures"]["revenue"]
    assert revenue == {str(LAST_YEAR): "1234.5", str(LAST_YEAR - 1): "11", str(LAST_YEAR - 2): "10"}
