"""The self-check and the standards as a browser shows them, with and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import DivisionFactory
from tests.standards.conftest import P, T, Y

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def faults_of(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


def test_a_visitor_without_javascript_checks_switches_and_reads_the_clause(
    browser: Browser, live_server: LiveServer, versions: object
) -> None:
    DivisionFactory(code="140121", name="清徐县", full_name="太原市清徐县")
    with browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/")
        page.get_by_role("link", name="对照条件自测").click()
        page.get_by_role("link", name="山西省省级").click()
        page.get_by_label("产业类别").select_option("制造业")
        page.get_by_label("主导产业所在县").select_option("太原市清徐县")
        page.get_by_label("主导产业年产值").fill("12")
        page.get_by_label("历史发源地").check()
        page.get_by_role("button", name="对照这份标准").click()

        expect(page.get_by_role("heading", name="自测结果")).to_be_visible()
        finding = page.locator(".finding", has_text="主导产业产值还差 8 亿元")
        expect(finding).to_contain_text("可申请放宽")

        page.get_by_role("button", name="太原市市级专业镇认定标准").click()
        finding = page.locator(".finding", has_text="主导产业产值")
        expect(finding).to_contain_text("满足")
        expect(page.get_by_label("主导产业年产值")).to_have_value("12")

        finding.get_by_role("link").click()
        expect(page).to_have_url(f"{live_server.url}/standards/{T}/1/#criterion-4")
        expect(page.locator("#criterion-4")).to_be_in_viewport()


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["desk", "phone"])
def test_the_pages_have_no_fault_and_fit(
    page: Page, live_server: LiveServer, versions: object, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for path in ("", "compare/", "self-check/", f"{Y}/", f"{P}/1/", f"self-check/{P}/"):
        page.goto(f"{live_server.url}/standards/{path}")
        assert faults_of(page) == [], path
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), path

    for output in ("12", "很多"):
        page.get_by_label("主导产业年产值").fill(output)
        page.get_by_role("button", name="对照这份标准").click()
        expect(page.get_by_text("12 亿元").or_(page.get_by_role("alert")).first).to_be_visible()
        assert faults_of(page) == [], output


def test_on_a_phone_the_columns_stand_below_one_another_under_their_names(
    page: Page, live_server: LiveServer, versions: object
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/standards/compare/")
    cells = page.locator("tr", has_text="主导产业产值").locator("td")
    boxes = [cells.nth(column).bounding_box() for column in range(3)]

    assert boxes[0]["x"] == boxes[1]["x"] == boxes[2]["x"]
    assert boxes[0]["y"] < boxes[1]["y"] < boxes[2]["y"]
    expect(cells.nth(2)).to_contain_text("县级 · 永济市人民政府（征求意见稿）")
    expect(cells.nth(2).get_by_text("县级 · 永济市人民政府")).to_be_visible()


def test_paper_carries_the_criteria_without_menus_and_buttons(
    page: Page, live_server: LiveServer, versions: object
) -> None:
    page.goto(f"{live_server.url}/standards/{P}/")
    page.emulate_media(media="print")

    expect(page.get_by_role("navigation", name="各项条件")).to_be_hidden()
    expect(page.get_by_role("link", name="对照条件自测")).to_be_hidden()
    expect(page.get_by_text("制造业 20 亿元以上，特优农业")).to_be_visible()
