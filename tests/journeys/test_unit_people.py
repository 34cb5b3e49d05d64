"""The head of a unit at the desk and on a telephone: no page with a fault, and a colleague helped in a minute."""

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts import workload
from accounts.enums import Role
from accounts.models import User
from tests.factories import MembershipFactory, World
from tests.journeys.conftest import Look, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def in_hand(world: World) -> Iterator[None]:
    """The clerk has something in hand, as an app above would tell."""
    before = workload._workloads[:]
    items = {world.filer.user.pk: [("试验申报", "/applications/")]}
    workload.register_workload(lambda organisation: items)
    yield
    workload._workloads[:] = before


def test_no_page_about_the_people_of_a_unit_has_a_fault(
    world: World, sign_in: SignIn, look: Look, in_hand: None
) -> None:
    MembershipFactory(organisation=world.county, until=timezone.localdate())
    clerk, head = world.filer.user, world.unit_admin.user
    page = sign_in(world.unit_admin)
    for path in ("", "invite/", "take-in/", f"{clerk.pk}/", f"{head.pk}/"):
        page.goto(f"/accounts/unit/{path}")
        for details in page.locator("section.actions details").all():
            details.evaluate("one => { one.open = true }")
        look(page)
    for path in ("role/", "deputy/", "end/", "hand-over/"):
        page.goto(f"/accounts/unit/{clerk.pk}/{path}")
        look(page)
    # Somebody to hand over to: until now the page said that there is nobody.
    MembershipFactory(organisation=world.county, role=Role.STATISTICIAN)
    for path in ("role/", "deputy/", "hand-over/"):
        page.goto(f"/accounts/unit/{clerk.pk}/{path}")
        page.locator("main form button").last.click()
        expect(page.get_by_role("alert").or_(page.locator(".bar")).first).to_be_visible()
        look(page)
    page.goto(f"/accounts/unit/{head.pk}/end/")
    expect(page.locator("main")).to_contain_text("最后一名长期任职的单位管理员")
    look(page)


def one_time_password(page: Page) -> str:
    password = page.locator("code b").inner_text()
    assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", password)
    return password


def sign_in_by_hand(page: Page, username: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


@pytest.mark.parametrize("has_script", [True, False])
def test_a_colleague_is_invited_and_let_in_again(
    world: World, sign_in: SignIn, look: Look, has_script: bool
) -> None:
    """The first password is told, changed, forgotten, and told anew; without JavaScript just the same."""
    head = sign_in(world.unit_admin, java_script_enabled=has_script)
    head.goto("/accounts/unit/invite/")
    head.get_by_label("姓名").fill("张三")
    head.get_by_label("角色").select_option("filer")
    head.get_by_role("button", name="下一步").click()
    expect(head.get_by_label("用户名")).to_have_value("zhang.san")
    if has_script:
        look(head)
    head.get_by_role("button", name="创建账户").click()
    first = one_time_password(head)
    if has_script:
        look(head)
    clerk = sign_in(None, java_script_enabled=has_script)
    sign_in_by_hand(clerk, "zhang.san", first)
    expect(clerk).to_have_url(re.compile("/accounts/password/$"))
    head.get_by_role("link", name="查看该用户").click()
    head.locator("summary", has_text="重置密码").click()
    head.get_by_role("button", name="确认重置").click()
    second = one_time_password(head)
    sign_in_by_hand(clerk, "zhang.san", first)
    expect(clerk.get_by_role("alert")).to_contain_text("忘记密码请找本单位管理员重置")
    sign_in_by_hand(clerk, "zhang.san", second)
    expect(clerk).to_have_url(re.compile("/accounts/password/$"))
    assert User.objects.get(username="zhang.san").memberships.get().role == Role.FILER
