"""300 enterprises by Excel: twelve planted errors are told, the mended file is previewed, confirmed, seen and undone."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.exchange.sheets import code
from tests.factories import EnterpriseFactory, World
from tests.journeys.conftest import Look, SignIn
from towns.models import Enterprise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST = 5
# Row and column of the template, what is planted there, and what the page must say.
PLANTED = [
    (9, "A", None, "这一格必须填写名称"),
    (31, "A", "长" * 121, "最多 120 个字，现在是 121 个"),
    (52, "B", "公司", "没有“公司”这一项"),
    (77, "B", None, "这一格必须填写类型"),
    (98, "C", "龙头", "没有“龙头”这一项"),
    (119, "C", None, "这一格必须填写角色"),
    (140, "D", "91140121", "应为 18 位，现在是 8 位"),
    (161, "D", code(1)[:-1] + ("0" if code(1)[-1] != "0" else "1"), "校验位不对"),
    (182, "D", "I" + code(182)[1:], "不会出现在代码里"),
    (203, "D", code(6), "与第 6 行重复"),
    (224, "A", "演示企业0006", "与第 11 行重复"),
    (304, "B", "=1+1", "没有“=1+1”这一项"),
]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def filled(template: bytes, planted: bool) -> dict[str, Any]:
    """The template with 300 enterprises; every tenth without a code."""
    book = load_workbook(BytesIO(template))
    sheet = book["填写"]
    for number in range(300):
        row = FIRST + number
        sheet.cell(row, 1, f"演示企业{number:04d}")
        sheet.cell(row, 2, "企业")
        sheet.cell(row, 3, "龙头企业" if number % 30 == 0 else "配套企业")
        sheet.cell(row, 4, code(row) if number % 3 else None)
    for row, letter, value, _ in PLANTED if planted else ():
        sheet[f"{letter}{row}"] = value
        if isinstance(value, str):
            sheet[f"{letter}{row}"].data_type = "s"
    if planted:
        sheet["D224"] = None
    stream = BytesIO()
    book.save(stream)
    return {"name": "企业.xlsx", "mimeType": "application/octet-stream", "buffer": stream.getvalue()}


def upload(page: Page, file: dict[str, Any]) -> None:
    page.get_by_label("文件").set_input_files(file)
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_role("heading", name="正在核对")).to_be_visible()


@pytest.fixture
def clerk(world: World, sign_in: SignIn, scripts: bool) -> Page:
    """Whoever brings the sheet; one of the enterprises is registered already."""
    EnterpriseFactory(town=world.town, name="演示企业0003", role="leading", credit_code="")
    page = sign_in(world.filer, java_script_enabled=scripts)
    page.goto(f"/registry/{world.town.pk}/enterprises/")
    return page


@pytest.fixture
def work(clerk: Page, run_tasks: Callable[[], int], scripts: bool) -> Callable[[], None]:
    """Let the worker do its part; the page notices by itself, or by the button."""

    def act() -> None:
        run_tasks()
        if not scripts:
            clerk.get_by_role("link", name="刷新").click()

    return act


@pytest.fixture
def see(clerk: Page, look: Look, scripts: bool) -> Callable[[], None]:
    return lambda: look(clerk) if scripts else None


def demand_planted(page: Page) -> None:
    """Exactly those errors, each at its row and column, in its words."""
    expect(page.get_by_text("有 12 处错误，整个文件都没有写入。")).to_be_visible()
    rows = page.locator("table tbody tr")
    expect(rows).to_have_count(len(PLANTED))
    for place, (row, letter, _, said) in enumerate(PLANTED):
        expect(rows.nth(place)).to_contain_text(f"第 {row} 行")
        expect(rows.nth(place).locator("td").first).to_contain_text(letter)
        expect(rows.nth(place)).to_contain_text(said)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_three_hundred_enterprises(
    world: World, clerk: Page, work: Callable[[], None], see: Callable[[], None]
) -> None:
    with clerk.expect_download() as fetched:
        clerk.get_by_role("link", name="下载模板").click()
    template = Path(fetched.value.path()).read_bytes()
    clerk.get_by_role("link", name="导入", exact=True).click()
    see()
    upload(clerk, filled(template, planted=True))
    work()
    demand_planted(clerk)
    assert Enterprise.objects.count() == 1
    see()

    clerk.get_by_role("link", name="上传另一个文件").click()
    upload(clerk, filled(template, planted=False))
    work()
    expect(clerk.get_by_text("300 行全部可以导入。")).to_be_visible()
    see()
    clerk.get_by_role("link", name="变更 1").click()
    expect(clerk.locator("tbody del").first).to_have_text("龙头企业")
    see()
    clerk.get_by_role("button", name="确认导入").click()
    expect(clerk.get_by_role("heading", name="正在写入")).to_be_visible()
    work()
    expect(clerk.get_by_text("已导入。").first).to_be_visible()
    assert Enterprise.objects.filter(town=world.town).count() == 300

    clerk.get_by_role("link", name="看列表").click()
    expect(clerk.get_by_role("row").nth(1)).to_contain_text("演示企业")
    clerk.go_back()
    clerk.locator("summary", has_text="撤销导入").click()
    clerk.get_by_role("button", name="确认撤销导入").click()
    expect(clerk.get_by_text("内容恢复到导入之前").first).to_be_visible()
    assert Enterprise.objects.get().role == "leading"
    clerk.goto("/exchange/imports/")
    expect(clerk.locator("tbody tr")).to_have_count(2)
    see()
