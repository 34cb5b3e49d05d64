"""Paper from end to end: keyed in by the office and seen by the unit; printed, stamped, scanned and seen by the office."""

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.enums import Role
from applications.enums import State
from applications.models import Application
from applications.selectors.papers import print_code
from tests.applications.thread import at, sent_back_for_correction
from tests.factories import World, actor, pdf_bytes
from tests.journeys.conftest import Look, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MARK = "纸质件录入"


def pdf(name: str, text: str = "page") -> Any:
    return {"name": name, "mimeType": "application/pdf", "buffer": pdf_bytes(text)}


def marked(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("main .tag", has_text=MARK).first).to_be_visible()


def register(page: Page, world: World) -> None:
    """From the queue to the form; what was forgotten is said first."""
    page.goto("/applications/queue/")
    page.get_by_role("link", name=MARK).click()
    page.get_by_role("link", name="登记纸质件").first.click()
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("请填写收到日期。")
    page.get_by_label("专业镇和申报单位").select_option(label=world.town.name)
    for label in ("申报单位签章日期", "推荐盖章日期", "收到日期"):
        page.get_by_label(label).fill(timezone.localdate().isoformat())
    page.get_by_label("纸质件扫描件").set_input_files(pdf("纸质申报书.pdf", "paper"))
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url("**/edit/")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_paper_is_keyed_in_by_the_office_and_seen_by_the_unit(
    world: World, sign_in: SignIn, look: Look, scripts: bool
) -> None:
    typist, clerk, reader = (
        sign_in(who, java_script_enabled=scripts) for who in (world.reviewer, world.filer, None)
    )
    colleague = sign_in(actor(Role.REVIEWER, organisation=world.office), java_script_enabled=scripts)
    register(typist, world)
    row = Application.objects.get()
    typist.get_by_role("textbox", name="历史传承").fill("始于明代。")
    typist.get_by_role("button", name="保存历史与传承", exact=True).click()
    typist.wait_for_url("**/edit/#block-history")
    typist.get_by_label("本单位承诺").check()
    typist.get_by_role("button", name="保存并去提交", exact=True).click()
    typist.wait_for_url(f"**/applications/{row.pk}/")

    marked(clerk, f"/applications/{row.pk}/")
    expect(clerk.get_by_role("link", name="填写", exact=True)).to_have_count(0)
    if scripts:
        for page in (typist, clerk):
            look(page)
    typist.get_by_role("button", name="录入完成", exact=True).click()
    expect(typist.locator(".messages")).to_contain_text("已录入完成")

    for page, address in (
        (clerk, "/applications/"),
        (clerk, f"/applications/{row.pk}/"),
        (colleague, "/applications/queue/"),
        (colleague, f"/applications/{row.pk}/review/"),
    ):
        marked(page, address)
    with clerk.expect_download() as download:
        clerk.get_by_role("link", name=re.compile("下载：纸质申报书.pdf")).click()
    assert download.value.suggested_filename == "纸质申报书.pdf"
    # Whoever keyed it in keeps away; a colleague accepts it.
    typist.goto(f"/applications/{row.pk}/review/")
    expect(typist.locator("body")).to_contain_text("您录入过这件纸质申报，须回避")
    if scripts:
        look(colleague)
    colleague.get_by_role("button", name="受理", exact=True).click()
    expect(colleague.locator("h1 + .tag")).to_have_text("复核中")

    reader.goto(f"/verify/{print_code(row.fact_sheets.get())}/")
    expect(reader.locator("main")).to_contain_text(world.town.name)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_print_comes_back_stamped_and_the_office_reads_it(
    world: World, sign_in: SignIn, look: Look, scripts: bool
) -> None:
    world.round.stamped_scan_required = True
    world.round.save(update_fields=["stamped_scan_required"])
    row = at(world, State.SUBMITTED)
    clerk, head, office, reader = (
        sign_in(who, java_script_enabled=scripts)
        for who in (world.filer, world.unit_admin, world.reviewer, None)
    )
    head.goto(f"/applications/{row.pk}/")
    expect(head.locator("main")).to_contain_text("要求先上传第 1 次提交的盖章申报书扫描件")
    clerk.goto(f"/applications/{row.pk}/")
    clerk.get_by_role("link", name="上传盖章扫描件").click()
    clerk.get_by_label("盖章扫描件", exact=True).set_input_files(pdf("盖章.pdf", "stamped"))
    if scripts:
        look(clerk)
    clerk.get_by_role("button", name="上传", exact=True).click()
    expect(clerk.get_by_text("盖章申报书，第 1 次提交")).to_be_visible()
    head.goto(f"/applications/{row.pk}/")
    head.get_by_role("button", name="推荐上报", exact=True).click()
    expect(head.locator("h1 + .tag")).to_have_text("已推荐")

    office.goto(f"/applications/{row.pk}/review/")
    with office.expect_download() as download:
        office.get_by_role("link", name=re.compile("下载：盖章.pdf")).click()
    assert download.value.suggested_filename == "盖章.pdf"
    code = print_code(row.fact_sheets.get())
    reader.goto(f"/verify/{code}/")
    expect(reader.locator("main")).to_contain_text("现行")
    # Returned and submitted anew, the scan belongs to an earlier print, and the page of the code says so too.
    row.refresh_from_db()
    sent_back_for_correction(world, row)
    clerk.goto(f"/applications/{row.pk}/")
    clerk.get_by_role("button", name="重新提交", exact=True).click()
    expect(clerk.get_by_text("对应第 1 次提交，现为第 2 次")).to_be_visible()
    office.goto(f"/applications/{row.pk}/review/")
    expect(office.get_by_text("对应第 1 次提交，现为第 2 次")).to_be_visible()
    reader.goto(f"/verify/{code}/")
    expect(reader.locator("main")).to_contain_text("第 2 次")
    if scripts:
        for page in (clerk, office):
            look(page)
