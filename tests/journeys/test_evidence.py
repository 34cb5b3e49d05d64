"""Evidence in a browser: dropped, resumed after a broken line, looked at by keyboard, packed; and all without scripts."""

import hashlib
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, Route, expect

from applications.models import Application, Evidence, EvidencePackage
from applications.services import packing
from files.models import Upload
from tests.applications.thread import filled
from tests.factories import World, pdf_bytes, png_bytes
from tests.journeys.conftest import Look, SignIn
from tests.journeys.test_papers import at_criterion, pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLACE = "4 产业集聚"
LARGE = 21 * 1024 * 1024
DROP = """([section, files]) => {
    const transfer = new DataTransfer();
    for (const [name, type, codes] of files) {
        transfer.items.add(new File([new Uint8Array(codes)], name, { type }));
    }
    for (const kind of ["dragover", "drop"]) {
        const event = new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true });
        document.querySelector(section).dispatchEvent(event);
    }
}"""


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> None:
    settings.INCOMING_ROOT, settings.PACKAGES_ROOT = tmp_path / "incoming", tmp_path / "packages"


def open_evidence(page: Page, row: Application) -> Page:
    page.goto(f"/applications/{row.pk}/evidence/")
    return page


def unfold(page: Page) -> Any:
    """The form at criterion 4."""
    place = at_criterion(page, PLACE)
    place.locator("summary", has_text="添加材料").click()
    return place


def drop(page: Page, *files: tuple[str, str, bytes]) -> None:
    codes = [[name, kind, list(content)] for name, kind, content in files]
    page.evaluate(DROP, ["#criterion-4", codes])


def test_dropped_files_go_up_one_by_one_and_each_says_what_became_of_it(
    world: World, sign_in: SignIn, look: Look
) -> None:
    page = open_evidence(sign_in(world.filer), filled(world))
    drop(
        page,
        ("产值.pdf", "application/pdf", pdf_bytes("a")),
        ("坏.pdf", "application/pdf", b"<html>"),
        ("牌匾.png", "image/png", png_bytes(20, 20)),
    )
    place = at_criterion(page, PLACE)
    rows = place.locator(".upload-list li")
    expect(rows).to_have_count(3)
    look(page)
    place.get_by_label("有效期至").fill("2020-03-01")
    place.get_by_role("checkbox", name="1 历史传承").check()
    place.get_by_role("button", name="添加", exact=True).click()
    expect(rows.nth(0)).to_contain_text("已添加“产值”")
    expect(rows.nth(1).get_by_role("alert")).to_contain_text("不符")
    expect(rows.nth(2)).to_contain_text("已添加“牌匾”")
    for title in (PLACE, "1 历史传承"):
        listed = at_criterion(page, title)
        expect(listed.get_by_role("link", name="下载：产值.pdf，第 1 版")).to_be_visible()
        expect(listed.get_by_text("已于 2020年3月1日 到期").first).to_be_visible()
    look(page)
    # The same bytes once more.
    drop(page, ("换了名.pdf", "application/pdf", pdf_bytes("a")))
    place.get_by_role("button", name="添加", exact=True).click()
    expect(rows.last).to_contain_text("与已有的“产值”是同样的内容")
    assert Evidence.objects.count() == 2


def test_an_interrupted_upload_goes_on_another_day_to_the_same_sum(
    world: World, sign_in: SignIn, look: Look, tmp_path: Path
) -> None:
    large = tmp_path / "县志全本.pdf"
    large.write_bytes(pdf_bytes("x" * LARGE))
    row = filled(world)
    page = open_evidence(sign_in(world.filer), row)
    pieces = "**/files/uploads/**"
    passed: list[str] = []

    def breaks(route: Route) -> None:
        """Two pieces get through; then the line is dead."""
        passed.append(route.request.url)
        if len(passed) <= 2:
            route.continue_()
        else:
            route.abort()

    page.route(pieces, breaks)
    place = unfold(page)
    place.get_by_label("文件").set_input_files(large)
    place.get_by_role("button", name="添加", exact=True).click()
    line = place.locator(".upload-list li")
    expect(line).to_contain_text("网络断开，没有传完。", timeout=60_000)
    expect(line.get_by_role("button", name="重试")).to_be_visible()
    upload = Upload.objects.get()
    assert 0 < upload.received < upload.size and not Evidence.objects.exists()
    # Another day: the page is opened anew and says what is unfinished.
    page.on("dialog", lambda dialog: dialog.accept())
    open_evidence(page, row)
    expect(page.locator("#unfinished-uploads")).to_contain_text(f"已传 {upload.percent}%")
    look(page)
    page.unroute(pieces, breaks)
    sent: list[int] = []
    page.on("request", lambda each: sent.extend(map(int, re.findall(r"offset=(\d+)", each.url))))
    place = unfold(page)
    place.get_by_label("文件").set_input_files(large)
    place.get_by_role("button", name="添加", exact=True).click()
    expect(place.locator(".upload-list li")).to_contain_text("已添加“县志全本”", timeout=60_000)
    # Nothing that was there already was sent again.
    assert min(sent) == upload.received
    version = Evidence.objects.get().stored_file.versions.get()
    assert version.blob.sha256 == hashlib.sha256(large.read_bytes()).hexdigest()
    expect(page.locator("#unfinished-uploads")).to_have_count(0)


def test_an_upload_is_cancelled_and_leaves_nothing(world: World, sign_in: SignIn, tmp_path: Path) -> None:
    large = tmp_path / "错的.pdf"
    large.write_bytes(pdf_bytes("x" * LARGE))
    page = open_evidence(sign_in(world.filer), filled(world))
    page.route("**/files/uploads/**", lambda route: None)
    place = unfold(page)
    place.get_by_label("文件").set_input_files(large)
    place.get_by_role("button", name="添加", exact=True).click()
    place.get_by_role("button", name="取消：错的.pdf").click()
    expect(place.locator(".upload-list li")).to_contain_text("已取消")
    expect(page.locator("#unfinished-uploads")).to_have_count(0)
    assert not Upload.objects.exists()


def test_a_file_is_looked_at_beside_its_criterion_by_keyboard(
    world: World, sign_in: SignIn, look: Look
) -> None:
    row = filled(world)
    page = open_evidence(sign_in(world.filer), row)
    drop(page, ("产值.pdf", "application/pdf", pdf_bytes("a")), ("牌匾.png", "image/png", png_bytes(60, 40)))
    place = at_criterion(page, PLACE)
    place.get_by_role("button", name="添加", exact=True).click()
    opener = place.get_by_role("link", name="预览：产值，第 1 版")
    opener.press("Enter")
    expect(place.locator(".preview iframe")).to_be_visible()
    expect(page.get_by_role("button", name="关闭预览")).to_be_focused()
    page.keyboard.press("Escape")
    expect(place.locator(".preview")).to_have_count(0)
    expect(opener).to_be_focused()
    place.get_by_role("link", name="预览：牌匾，第 1 版").press("Enter")
    picture = place.locator(".preview img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 60
    look(page)
    page.keyboard.press("Escape")
    place.get_by_role("link", name="用途和版本：产值").click()
    expect(page.get_by_role("heading", name="版本")).to_be_visible()
    look(page)
    page.get_by_role("checkbox", name="1 历史传承（整条）").check()
    page.get_by_role("button", name="保存").click()
    expect(at_criterion(page, "1 历史传承").get_by_text("也用于第 4 条")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_all_files_are_packed_and_compared(world: World, sign_in: SignIn, look: Look, scripts: bool) -> None:
    row = filled(world)
    page = open_evidence(sign_in(world.filer, java_script_enabled=scripts), row)
    place = unfold(page)
    files = [pdf("产值.pdf", "a"), pdf("名录.pdf", "b")]
    place.get_by_label("文件").set_input_files(files)
    place.get_by_role("button", name="添加", exact=True).click()
    expect(place.get_by_role("link", name="下载：名录.pdf，第 1 版")).to_be_visible()
    page.goto(f"/applications/{row.pk}/")
    page.get_by_role("button", name="打包下载").click()
    expect(page.get_by_role("heading", name="等待打包")).to_be_visible()
    if scripts:
        look(page)
    assert packing.make_package(package_id=EvidencePackage.objects.get().pk)
    if not scripts:
        page.reload()
    link = page.get_by_role("link", name=re.compile("下载（"))
    expect(link).to_be_visible()
    if scripts:
        look(page)
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "试验食醋专业镇_佐证材料.zip"
    archive = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert archive.namelist() == ["04_产业集聚_产值_v1.pdf", "04_产业集聚_名录_v1.pdf", "00_目录.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(archive.read("00_目录.xlsx")))
    listed = {line[3]: line[11] for line in book.active.iter_rows(min_row=2, values_only=True)}
    sums = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()[:2]}
    assert listed == sums and sums["04_产业集聚_产值_v1.pdf"] == hashlib.sha256(pdf_bytes("a")).hexdigest()


def test_without_scripts_a_file_opens_in_a_window_of_its_own(world: World, sign_in: SignIn) -> None:
    page = open_evidence(sign_in(world.filer, java_script_enabled=False), filled(world))
    place = unfold(page)
    picture = {"name": "牌匾.png", "mimeType": "image/png", "buffer": png_bytes(60, 40)}
    place.get_by_label("文件").set_input_files(picture)
    place.get_by_role("button", name="添加", exact=True).click()
    with page.expect_popup() as popup:
        place.get_by_role("link", name="预览：牌匾，第 1 版").click()
    popup.value.wait_for_load_state()
    assert "/preview/" in popup.value.url
