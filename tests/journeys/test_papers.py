"""Papers on their way: evidence into the application, the scan into the decision, an erratum before everybody's eyes."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from applications.enums import State
from applications.models import Application, Decision
from tests.applications.thread import at, filled, prepare
from tests.factories import TownFactory, World, pdf_bytes
from tests.journeys.conftest import Look, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pdf(name: str, text: str = "page") -> Any:
    return {"name": name, "mimeType": "application/pdf", "buffer": pdf_bytes(text)}


def at_criterion(page: Page, title: str) -> Any:
    return page.locator("section.card").filter(has=page.get_by_role("heading", name=title, exact=True))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_evidence_is_put_together_and_read_by_the_office(
    world: World, sign_in: SignIn, look: Look, scripts: bool
) -> None:
    draft = filled(world)
    clerk, office = (sign_in(who, java_script_enabled=scripts) for who in (world.filer, world.reviewer))
    clerk.goto(f"/applications/{draft.pk}/edit/")
    clerk.get_by_role("link", name="佐证材料").click()
    place = at_criterion(clerk, "4 产业集聚")
    place.locator("summary", has_text="添加材料").click()
    expect(place.get_by_text("每个不超过")).to_be_visible()
    place.get_by_label("材料名称").fill("产值证明")
    place.get_by_label("文件").set_input_files(
        {"name": "产值.pdf", "mimeType": "application/pdf", "buffer": b"<html></html>"}
    )
    place.get_by_role("button", name="添加", exact=True).click()
    expect(clerk.get_by_role("alert")).to_contain_text("内容与扩展名“.pdf”不符")
    expect(place.get_by_label("材料名称")).to_have_value("产值证明")
    if scripts:
        look(clerk)
    place.get_by_label("文件").set_input_files(pdf("产值.pdf"))
    place.get_by_role("button", name="添加", exact=True).click()
    expect(place.get_by_role("link", name="下载：产值.pdf，第 1 版")).to_be_visible()
    if scripts:
        look(clerk)
    clerk.get_by_role("link", name="核对并提交").click()
    clerk.get_by_role("button", name="提交", exact=True).click()
    expect(clerk.locator("h1 + .tag")).to_have_text("待推荐")
    assert len(Application.objects.get(pk=draft.pk).fact_sheets.get().data["files"]) == 1

    office.goto(f"/applications/{draft.pk}/")
    with office.expect_download() as download:
        office.get_by_role("link", name="下载：产值.pdf，第 1 版").click()
    assert download.value.suggested_filename == "产值.pdf"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_decision_is_corrected_published_and_put_right(
    world: World, sign_in: SignIn, look: Look, scripts: bool
) -> None:
    second = TownFactory(name="试验铸造专业镇", owner=world.county)
    rows = [at(world, State.SHORTLISTED), at(world, State.SHORTLISTED, town=second)]
    decision = prepare(world, *rows)
    head, clerk, reader = (
        sign_in(who, java_script_enabled=scripts) for who in (world.director, world.registrar, None)
    )
    head.goto(f"/applications/decisions/{decision.pk}/")
    if scripts:
        look(head)
    head.get_by_role("link", name="修改").click()
    head.get_by_label("文号").fill("试政发〔2026〕1号")
    head.get_by_role("checkbox", name="试验铸造专业镇").uncheck()
    if scripts:
        look(head)
    head.get_by_role("button", name="保存").click()
    expect(head.locator("main")).to_contain_text("1 个专业镇")
    expect(head.locator("main")).to_contain_text("未上传扫描件")
    expect(head.locator("main")).to_contain_text("还不能公布")

    clerk.goto(head.url)
    clerk.get_by_label("认定日期").fill(timezone.localdate().isoformat())
    if scripts:
        look(clerk)
    clerk.get_by_role("button", name="公布").click()
    expect(clerk.locator("h1 + .tag")).to_have_text("已公布")
    clerk.locator("summary", has_text="上传扫描件").click()
    clerk.get_by_label("扫描件").set_input_files(pdf("决定.pdf"))
    clerk.get_by_role("button", name="上传").click()
    clerk.locator("summary", has_text="发布更正说明").click()
    clerk.get_by_label("文号").fill("试政发〔2026〕11号")
    clerk.get_by_label("更正理由").fill("原文号录入有误。")
    clerk.get_by_role("button", name="发布更正").click()
    expect(clerk.locator("main")).to_contain_text("由“试政发〔2026〕1号”更正为“试政发〔2026〕11号”")
    if scripts:
        look(clerk)
    assert Decision.objects.get().document_number == "试政发〔2026〕11号"

    reader.goto(f"/towns/{world.town.pk}/")
    expect(reader.locator("main")).to_contain_text("原文号录入有误。")
    with reader.expect_download() as download:
        reader.get_by_role("link", name="下载认定文件").click()
    assert download.value.suggested_filename == "决定.pdf"
    if scripts:
        look(reader)
    # What was taken off the list is declined beside the decision, with its reason.
    clerk.goto(f"/applications/{rows[1].pk}/")
    clerk.locator("summary", has_text="不予认定").click()
    clerk.get_by_label("意见").fill("规模不足。")
    clerk.get_by_role("button", name="确认不予认定").click()
    expect(clerk.locator("h1 + .tag")).to_have_text("不予认定")
