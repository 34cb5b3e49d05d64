"""Messages as a browser shows them: on a phone, on a desk, in large letters, without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.factories import MessageFactory, OrganisationFactory
from tests.harness.pages import browser_of
from tests.journeys.conftest import Look, SignIn, complaints, look, sign_in
from tests.notifications.conftest import Unit, build_unit

__all__ = ["browser_of", "complaints", "look", "sign_in"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def unit(transactional_db: None) -> Unit:
    return build_unit()


def test_without_javascript_a_message_is_opened_and_the_rest_marked(unit: Unit, sign_in: SignIn) -> None:
    for words in ("第一件试验消息。", "第二件试验消息。", "第三件试验消息。"):
        MessageFactory(user=unit.clerk.user, organisation=unit.organisation, words=words, url="/registry/")
    page = sign_in(unit.clerk, java_script_enabled=False)
    page.goto("/workbench/")
    page.get_by_role("link", name="消息 3 条未读").click()
    page.get_by_role("button", name="第二件试验消息。").click()
    assert page.url.endswith("/registry/")
    page.get_by_role("link", name="消息 2 条未读").click()
    expect(page.get_by_role("button", name="第二件试验消息。")).to_have_count(0)
    page.get_by_role("button", name="全部标为已读").click()
    expect(page.get_by_text("已将 2 条消息标为已读。")).to_be_visible()
    expect(page.get_by_text("没有未读消息")).to_be_visible()


@pytest.mark.parametrize("is_large", [False, True], ids=["plain", "large"])
def test_the_pages_have_no_fault_and_fit(unit: Unit, sign_in: SignIn, look: Look, is_large: bool) -> None:
    longest = OrganisationFactory(short_name="试验" * 20, name="试验名称很长的单位" * 5)
    for kind in ("trial", "trial_returned"):
        for read in (False, True):
            MessageFactory(user=unit.clerk.user, organisation=longest, kind=kind, words="长" * 300, read=read)
    page = sign_in(unit.clerk)
    page.goto("/workbench/")
    if is_large:
        page.context.add_cookies([{"name": "large_text", "value": "1", "url": page.url}])
    for path in ("/messages/", "/messages/?show=all", "/messages/settings/"):
        page.goto(path)
        look(page)
    page.get_by_label("电子邮箱").fill("zhang.san")
    page.get_by_label("发送“试验退回”").uncheck()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_attribute("href", "#id_email")
    expect(page.get_by_label("发送“试验退回”")).not_to_be_checked()
    look(page)
