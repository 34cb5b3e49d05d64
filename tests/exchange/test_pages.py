"""The pages of an import: from the list's button to the undoing, and who sees them."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook

from exchange.models import Import
from tests.exchange import sheets
from tests.exchange.test_rows import ROWS
from tests.factories import EnterpriseFactory, World
from tests.harness.pages import Browser
from towns.models import Enterprise

pytestmark = pytest.mark.django_db


def send(browser: Browser, world: World, file: object) -> Import:
    answer = browser.post(f"/exchange/imports/enterprises/{world.town.pk}/new/", {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.latest("pk")


def test_from_the_button_to_the_undoing(
    world: World, browser_of: Callable[..., Browser], run_tasks: Callable[[], int]
) -> None:
    browser = browser_of(world.filer)
    listed = browser.get(f"/registry/{world.town.pk}/enterprises/").content.decode()
    assert f"/exchange/imports/enterprises/{world.town.pk}/new/" in listed
    EnterpriseFactory(town=world.town, name="试验包装", role="leading", credit_code="")
    batch = send(browser, world, sheets.xlsx(sheets.FIRMS, ROWS))
    page = f"/exchange/imports/{batch.pk}/"
    assert "正在核对" in browser.get(page).content.decode()
    run_tasks()
    shown = browser.get(page).content.decode()
    assert "3 行全部可以导入" in shown and "试验醋业" in shown
    assert "龙头企业" in browser.get(f"{page}?kind=changed").content.decode()
    batch.refresh_from_db()
    assert browser.post(f"{page}confirm/", {"version": batch.version}).status_code == 302
    assert browser.post(f"{page}confirm/", {"version": batch.version}).status_code == 409
    run_tasks()
    assert "已导入" in browser.get(page).content.decode() and Enterprise.objects.count() == 3
    batch.refresh_from_db()
    browser.post(f"{page}undo/", {"version": batch.version})
    assert Enterprise.objects.count() == 1
    assert "已撤销" in browser.get("/exchange/imports/").content.decode()


def test_errors_on_the_page_and_as_a_workbook_beside_the_cells(
    world: World, browser_of: Callable[..., Browser], run_tasks: Callable[[], int]
) -> None:
    browser = browser_of(world.filer)
    batch = send(browser, world, sheets.xlsx(sheets.FIRMS, [("=1+1", "公司", "龙头企业", "")]))
    run_tasks()
    page = f"/exchange/imports/{batch.pk}/"
    shown = browser.get(page).content.decode()
    assert "有 1 处错误" in shown and "第 2 行" in shown and "公司" in shown
    book = load_workbook(BytesIO(browser.get(f"{page}problems/").content))
    assert [cell.value for cell in book["问题清单"][2]][:5] == ["错误", 2, "B", "类型", "公司"]
    row = book["有问题的行"][2]
    assert [cell.value for cell in row][2:4] == ["=1+1", "公司"] and row[2].data_type == "s"


def test_the_template_comes_back_through_the_reader(
    world: World, browser_of: Callable[..., Browser], run_tasks: Callable[[], int]
) -> None:
    browser = browser_of(world.filer)
    content = browser.get(f"/exchange/imports/enterprises/{world.town.pk}/template/").content
    book = load_workbook(BytesIO(content))
    sheet = book["填写"]
    assert [cell.value for cell in sheet[4]] == list(sheets.FIRMS)
    assert sheet.protection.sheet and sheet["A4"].protection.locked
    assert not sheet.column_dimensions["A"].protection.locked
    for row in ROWS:
        sheet.append(list(row))
    stream = BytesIO()
    book.save(stream)
    batch = send(browser, world, sheets.SimpleUploadedFile("填好.xlsx", stream.getvalue()))
    run_tasks()
    batch.refresh_from_db()
    assert batch.counts["new"] == 3, batch.notes


def test_an_old_template_and_another_one_are_named(
    world: World, browser_of: Callable[..., Browser], run_tasks: Callable[[], int]
) -> None:
    browser = browser_of(world.filer)
    for key, revision, said in (("brands", 1, "不是“企业”的导入模板"), ("enterprises", 0, "模板是第 0 版")):
        content = browser.get(f"/exchange/imports/enterprises/{world.town.pk}/template/").content
        book = load_workbook(BytesIO(content))
        book["模板信息"]["A1"], book["模板信息"]["B1"] = key, revision
        stream = BytesIO()
        book.save(stream)
        batch = send(browser, world, sheets.SimpleUploadedFile("旧模板.xlsx", stream.getvalue()))
        run_tasks()
        assert said in browser.get(f"/exchange/imports/{batch.pk}/").content.decode()


def test_other_counties_and_roles(world: World, browser_of: Callable[..., Browser]) -> None:
    batch = send(browser_of(world.filer), world, sheets.xlsx(sheets.FIRMS, ROWS))
    upload = f"/exchange/imports/enterprises/{world.town.pk}/new/"
    page = f"/exchange/imports/{batch.pk}/"
    for who, opens, sees in (
        (world.unit_admin, 200, 200),
        (world.reviewer, 403, 404),
        (world.neighbour_filer, 404, 404),
        (world.system_admin, 403, 404),
    ):
        browser = browser_of(who)
        assert (browser.get(upload).status_code, browser.get(page).status_code) == (opens, sees)
        assert browser.post(f"{page}discard/", {"version": 1}).status_code == (409 if sees == 200 else 404)
