"""One application from the clerk's browser to the public page, with a real worker; and who must not see it."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import World
from tests.harness.queue import Worker
from tests.journeys.conftest import SignIn
from tests.journeys.returns import answer_everything, give_back

pytestmark = [
    pytest.mark.browser,
    pytest.mark.broker,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


def said(page: Page, words: str) -> None:
    """The page says it in its messages."""
    expect(page.locator(".messages")).to_contain_text(words)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def fill_in(page: Page, world: World) -> str:
    """File for the town, wrong at first; returns the application's address."""
    year = world.round.year - 1
    page.goto("/applications/")
    page.get_by_role("link", name="新建申报").click()
    page.get_by_label("专业镇").select_option(label=world.town.name)
    press(page, "建立草稿")
    expect(page.get_by_text("尚未提交")).to_be_visible()

    output = page.get_by_label(f"{year} 年主导产业产值（亿元）")
    page.get_by_role("textbox", name="历史传承").fill("试验文字，三百年。")
    press(page, "保存历史与传承")
    said(page, "已保存")
    output.fill("十二亿")
    press(page, "保存产业规模")
    expect(page.get_by_role("alert")).to_contain_text("请填数字，例如 12.5")
    expect(output).to_have_value("十二亿")
    expect(page.get_by_role("textbox", name="历史传承")).to_have_value("试验文字，三百年。")

    output.fill("１２．５")
    press(page, "保存产业规模")
    # The page comes back at the block: what is ticked before that belongs to the page that goes.
    page.wait_for_url("**/edit/#block-scale")
    page.get_by_label("本单位承诺").check()
    press(page, "保存并去提交")
    said(page, "已保存，尚未提交")
    return page.url


def test_an_application_goes_from_the_clerk_to_the_public_page(
    world: World, sign_in: SignIn, celery_worker_process: Worker
) -> None:
    clerk = sign_in(world.filer)
    address = fill_in(clerk, world)
    press(clerk, "提交")
    said(clerk, "已提交")
    # No reload: the page asks for itself until the worker is done.
    expect(clerk.locator("[data-check=done]")).to_be_visible()
    expect(clerk.locator("#check")).to_contain_text("主导产业产值 12.5 亿元")

    head = sign_in(world.unit_admin)
    head.goto(address)
    press(head, "推荐上报")
    said(head, "已推荐上报")

    reviewer = sign_in(world.reviewer)
    reviewer.goto("/applications/queue/")
    reviewer.get_by_role("link", name=world.town.name).click()
    press(reviewer, "受理")
    said(reviewer, "已受理")
    return_it(reviewer)
    answer_it(clerk, world, address)
    conclude_it(reviewer, address)

    decision = put_to_the_authority(sign_in, world, address)
    visitor = sign_in(None)
    visitor.goto("/towns/")
    expect(visitor.locator("main")).not_to_contain_text(world.town.name)
    expect_the_clerk_reads_no_shortlist(clerk, address)

    publish(sign_in, world, decision)
    visitor.goto("/towns/")
    visitor.get_by_role("link", name=world.town.name).click()
    expect(visitor.locator("main")).to_contain_text("试政发〔2026〕1号")
    expect(visitor.locator("main")).to_contain_text(world.city.name)
    answer = sign_in(world.neighbour_filer).goto(address)
    assert answer is not None and answer.status == 404


def return_it(reviewer: Page) -> None:
    """Without words it does not go; with them it does."""
    press(reviewer, "确认退回补正")
    expect(reviewer.get_by_role("alert")).to_contain_text("请写明退回补正的理由")
    give_back(reviewer, "请核对产值来源。")
    said(reviewer, "已退回补正")


def answer_it(clerk: Page, world: World, address: str) -> None:
    """The reason stands on the page; the answer is checked anew."""
    clerk.goto(address)
    expect(clerk.get_by_text("请核对产值来源。").first).to_be_visible()
    clerk.get_by_role("link", name="填写", exact=True).click()
    clerk.get_by_label(f"{world.round.year - 1} 年主导产业产值（亿元）").fill("12.6")
    answer_everything(clerk)
    press(clerk, "保存并去提交")
    press(clerk, "重新提交")
    said(clerk, "已重新提交")
    expect(clerk.locator("#check")).to_contain_text("12.6 亿元")


def conclude_it(reviewer: Page, address: str) -> None:
    """The review page says what changed; every question gets its answer, and each step its conclusion."""
    reviewer.goto(f"{address}review/")
    expect(reviewer.get_by_text("与前一次相比，改了 1 处")).to_be_visible()
    reviewer.get_by_role("textbox", name="复核意见").fill("材料齐全。")
    press(reviewer, "办结复核")
    said(reviewer, "已办结")
    waiting = reviewer.locator("details[open] form[action*='/review/judge/']")
    for left in range(waiting.count(), 0, -1):
        expect(waiting).to_have_count(left)
        waiting.first.get_by_label("满足", exact=True).check()
        waiting.first.get_by_label("理由").fill("材料充分。")
        waiting.first.get_by_role("button", name="保存研判").click()
        said(reviewer, "研判已保存")
    reviewer.get_by_role("textbox", name="研判意见").fill("同意列入。")
    press(reviewer, "办结研判")
    said(reviewer, "已办结")


def expect_the_clerk_reads_no_shortlist(clerk: Page, address: str) -> None:
    """Before it is published the outside reads that the review goes on."""
    clerk.goto(address)
    expect(clerk.locator("h1 + .tag")).to_have_text("复核中")
    expect(clerk.locator("main")).not_to_contain_text("拟重点培育")


def put_to_the_authority(sign_in: SignIn, world: World, address: str) -> str:
    director = sign_in(world.director)
    director.goto(f"{address}review/")
    press(director, "列入拟认定名单")
    said(director, "已列入拟认定名单")
    director.goto("/applications/decisions/")
    director.get_by_role("link", name="报请认定").click()
    director.get_by_label(world.town.name).check()
    press(director, "报请认定")
    said(director, "已报请")
    expect(director.get_by_text("还不能公布")).to_be_visible()
    return director.url


def publish(sign_in: SignIn, world: World, decision: str) -> None:
    registrar = sign_in(world.registrar)
    registrar.goto(decision)
    registrar.get_by_label("文号").fill("试政发〔2026〕1号")
    registrar.get_by_label("认定日期").fill("2026-01-05")
    press(registrar, "公布")
    said(registrar, "已公布")


def test_the_same_without_javascript_up_to_the_submission(world: World, sign_in: SignIn) -> None:
    clerk = sign_in(world.filer, java_script_enabled=False)
    fill_in(clerk, world)
    press(clerk, "提交")
    said(clerk, "已提交")
    expect(clerk.locator("#check")).to_contain_text("也可以稍后刷新页面")
