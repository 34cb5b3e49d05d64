"""A list taken home: opened again, the file equals the page; a long one comes by itself and is found again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from tests.factories import TownFactory, World
from tests.harness.books import lines_of, values_of
from tests.journeys.conftest import Look, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = ("演示甲", "=1+1演示乙", "＝演示丙", "演示 丁", "另一个戊")


def on_page(page: Page) -> list[str]:
    """The names of the table, top to bottom, through all its pages."""
    found: list[str] = []
    while True:
        found += page.locator("tbody tr th a").all_inner_texts()
        following = page.get_by_role("link", name="下一页")
        if not following.count():
            return found
        following.click()
        page.wait_for_load_state()


def saved(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


@pytest.fixture
def towns(world: World) -> None:
    for name in NAMES:
        TownFactory(owner=world.county, name=name)
    for number in range(20):
        TownFactory(owner=world.county, name=f"演示{number:02d}")


def test_a_short_list_is_saved_and_equals_the_page(
    world: World, towns: None, sign_in: SignIn, look: Look
) -> None:
    page = sign_in(world.filer, accept_downloads=True)
    page.goto("/registry/")
    page.get_by_label("关键词").fill("演示")
    page.get_by_role("button", name="查询").click()
    with page.expect_download() as book:
        page.get_by_role("link", name="导出 Excel").click()
    with page.expect_download() as plain:
        page.get_by_role("link", name="导出 CSV").click()
    shown = on_page(page)

    assert len(shown) == 24
    assert [row[0] for row in values_of(saved(book.value))[1:]] == shown
    assert [row[0].removeprefix("'") for row in lines_of(saved(plain.value))[1:]] == shown
    assert book.value.suggested_filename.startswith("登记的专业镇")
    look(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_long_list_is_made_while_one_waits_and_equals_the_page(
    world: World,
    towns: None,
    sign_in: SignIn,
    look: Look,
    scripts: bool,
    monkeypatch: pytest.MonkeyPatch,
    run_tasks: Callable[[], int],
) -> None:
    monkeypatch.setattr("exchange.views.exports.AT_ONCE", 5)
    page = sign_in(world.filer, accept_downloads=True, java_script_enabled=scripts)
    page.goto("/registry/")
    shown = on_page(page)
    page.get_by_role("link", name="导出 Excel").click()
    expect(page.get_by_role("heading", name=f"共 {len(shown)} 行，需要在后台生成")).to_be_visible()
    if scripts:
        look(page)
    page.get_by_role("button", name="开始生成").click()
    expect(page.get_by_role("heading", name="等待生成")).to_be_visible()
    if scripts:
        look(page)

    run_tasks()

    if not scripts:
        page.get_by_role("link", name="刷新进度").click()
    expect(page.get_by_role("heading", name="可下载")).to_be_visible()
    with page.expect_download() as book:
        page.get_by_role("link", name="下载").click()
    assert [row[0] for row in values_of(saved(book.value))[1:]] == shown

    page.goto("/messages/")
    page.get_by_role("button", name="“登记的专业镇”已生成").click()
    expect(page.get_by_role("heading", name="可下载")).to_be_visible()
    page.get_by_role("link", name="我的导出").first.click() if not scripts else page.goto(
        "/exchange/exports/"
    )
    expect(page.get_by_role("link", name="登记的专业镇").first).to_be_visible()
    if scripts:
        look(page)
