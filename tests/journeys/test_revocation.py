"""A recognition ends before the eyes of everybody: the office proposes, the authority confirms, the public reads so."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories import DesignationFactory, World
from tests.journeys.conftest import Look, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_proposed_confirmed_and_read_by_everybody(
    world: World, sign_in: SignIn, look: Look, scripts: bool
) -> None:
    DesignationFactory(town=world.town, authority=world.city)
    head, clerk, reader = (
        sign_in(who, java_script_enabled=scripts) for who in (world.director, world.registrar, None)
    )
    head.goto(f"/registry/{world.town.pk}/")
    head.get_by_role("link", name="办理这项认定").click()
    head.get_by_label("撤销理由").fill("连续两年不符合条件。")
    head.get_by_role("button", name="提请撤销").click()
    expect(head.get_by_role("button", name="撤回提请")).to_be_visible()
    reader.goto(f"/towns/{world.town.pk}/")
    expect(reader.locator("main")).not_to_contain_text("撤销")

    clerk.goto(head.url)
    clerk.get_by_label("文号").fill("试政撤〔2026〕1号")
    clerk.get_by_label("撤销日期").fill("2099-01-01")
    clerk.get_by_role("button", name="确认撤销").click()
    expect(clerk.get_by_role("alert")).to_contain_text("撤销日期不能晚于今天")
    if scripts:
        look(clerk)
        look(head)
    clerk.get_by_label("撤销日期").fill(timezone.localdate().isoformat())
    clerk.get_by_role("button", name="确认撤销").click()
    expect(clerk.locator("h1 + .tag")).to_have_text("已撤销")

    reader.reload()
    expect(reader.locator("main")).to_contain_text("试政撤〔2026〕1号")
    reader.get_by_role("link", name="专业镇名录").first.click()
    expect(reader.locator("main")).not_to_contain_text(world.town.name)
    if scripts:
        reader.goto(f"/towns/{world.town.pk}/")
        for page in (clerk, reader):
            look(page)
