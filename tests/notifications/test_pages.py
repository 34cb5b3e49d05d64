"""The pages of messages, as one person finds them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from notifications.models import Message, Preference
from tests.factories import MembershipFactory, MessageFactory, OrganisationFactory, actor
from tests.notifications.conftest import Unit, browser_of

pytestmark = pytest.mark.django_db
LIST = reverse("notifications:message_list")
READ_ALL = reverse("notifications:message_read_all")
SETTINGS = reverse("notifications:settings")


def message(unit: Unit, who: str = "clerk", **facts) -> Message:
    return MessageFactory(user=getattr(unit, who).user, organisation=unit.organisation, **facts)


def opened(message: Message) -> str:
    return reverse("notifications:message_open", args=[message.pk])


def page(browser: Client, address: str = LIST) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_strangers_sign_in_first(client):
    for address in (LIST, SETTINGS):
        assert client.get(address).headers["Location"].startswith("/accounts/login/")


def test_unread_messages_come_first_and_all_can_be_asked_for(unit):
    message(unit, words="看过的消息", read=True)
    message(unit, words="新来的消息", kind="trial_returned")
    message(unit, "head", words="别人的消息")
    browser = browser_of(unit.clerk)
    text = page(browser)
    assert "新来的消息" in text and "看过的消息" not in text and "别人的消息" not in text
    assert "未读 1" in text and "全部 2" in text
    assert "试验退回" in text and ">急<" in text and ">未读<" in text
    everything = page(browser, f"{LIST}?show=all")
    assert everything.index("新来的消息") < everything.index("看过的消息")
    assert ">已读<" in everything and "别人的消息" not in everything


def test_an_empty_list_says_so(unit):
    browser = browser_of(unit.clerk)
    assert "没有未读消息" in page(browser)
    assert "还没有消息" in page(browser, f"{LIST}?show=all")
    assert "全部标为已读" not in page(browser)


def test_looking_at_the_list_reads_nothing(unit):
    row = message(unit)
    browser = browser_of(unit.clerk)
    page(browser)
    assert browser.get(opened(row)).status_code == 405
    row.refresh_from_db()
    assert row.read_at is None


def test_opening_reads_it_and_goes_there(unit):
    row = message(unit, url="/registry/")
    browser = browser_of(unit.clerk)
    response = browser.post(opened(row))
    assert (response.status_code, response.headers["Location"]) == (302, "/registry/")
    row.refresh_from_db()
    assert row.read_at is not None
    assert browser.post(opened(row)).status_code == 302


def test_other_peoples_messages_are_not_there(unit):
    row = message(unit)
    for who in (unit.head, unit.stranger):
        assert browser_of(who).post(opened(row)).status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


def test_opening_acts_for_the_unit_that_it_came_for(unit):
    """Otherwise the page behind it would not be in sight."""
    second = OrganisationFactory()
    MembershipFactory(user=unit.clerk.user, organisation=second, role=Role.FILER)
    browser = browser_of(unit.clerk)
    assert browser.get("/workbench/").context["page"].actor.organisation == unit.organisation
    row = MessageFactory(user=unit.clerk.user, organisation=second)
    landed = browser.post(opened(row), follow=True)
    assert landed.context["page"].actor.organisation == second
    assert f"现在代表{second.name}办理" in landed.content.decode()


def test_a_unit_that_was_left_is_not_acted_for(unit):
    row = MessageFactory(user=unit.clerk.user, organisation=OrganisationFactory())
    landed = browser_of(unit.clerk).post(opened(row), follow=True)
    assert landed.context["page"].actor.organisation == unit.organisation


def test_reading_all_leaves_what_came_after_the_page(unit):
    message(unit)
    newest = message(unit)
    browser = browser_of(unit.clerk)
    assert f'name="up_to" value="{newest.pk}"' in page(browser)
    late, other = message(unit), message(unit, "head")
    response = browser.post(READ_ALL, {"up_to": newest.pk}, follow=True)
    assert "已将 2 条消息标为已读。" in response.content.decode()
    assert list(Message.objects.unread().order_by("pk")) == [late, other]


@pytest.mark.parametrize("up_to", ["", "x", "0", "9" * 40, "１"])
def test_what_is_no_number_reads_nothing(unit, up_to):
    message(unit)
    response = browser_of(unit.stranger).post(READ_ALL, {"up_to": up_to})
    assert response.status_code == 302
    assert Message.objects.unread().count() == 1


def test_every_page_tells_how_many_are_unread(unit):
    browser = browser_of(unit.clerk)
    assert "条未读" not in page(browser, "/towns/")
    message(unit)
    assert "<b>1<span" in page(browser, "/towns/")
    assert "条未读" not in page(Client(), "/towns/")
    assert "条未读" not in page(browser_of(unit.head), "/towns/")


def test_the_words_of_a_message_are_text(unit):
    message(unit, words="<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in page(browser_of(unit.clerk))


def test_the_list_costs_the_same_however_long_it_is(unit):
    browser = browser_of(unit.clerk)
    page(browser)
    counts = []
    for number in (1, 29):
        for _ in range(number):
            MessageFactory(user=unit.clerk.user)
        with CaptureQueriesContext(connection) as caught:
            page(browser)
        counts.append(len(caught))
    assert counts[0] == counts[1]
    assert "下一页" in page(browser)


def test_the_table_of_kinds_says_who_is_told_and_how(unit, settings):
    settings.MAIL_IS_CONFIGURED = False
    text = page(browser_of(unit.clerk), SETTINGS)
    for words in ("试验送达", "复核员", "试验退回", "试验提示", "未配置邮件"):
        assert words in text
    assert 'value="trial_returned"' in text and 'value="trial_quiet"' not in text
    settings.MAIL_IS_CONFIGURED = True
    assert "未配置邮件" not in page(browser_of(unit.clerk), SETTINGS)


def test_settings_come_back_as_they_were_saved(unit):
    browser = browser_of(unit.clerk)
    assert page(browser, SETTINGS).count("checked") == 3
    typed = {"email": " zhang.san＠example.com ", "kinds": ["trial_returned"]}
    assert browser.post(SETTINGS, typed).status_code == 302
    unit.clerk.user.refresh_from_db()
    assert unit.clerk.user.email == "zhang.san@example.com"
    text = page(browser, SETTINGS)
    assert text.count("checked") == 1 and 'value="zhang.san@example.com"' in text
    assert not Preference.objects.filter(user=unit.head.user).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "zhang.san"},
        {"email": "a@b\nBcc: c@example.com"},
        {"email": "a\0@example.com"},
        {"email": "a" * 300 + "@example.com"},
        {"kinds": ["trial_quiet"]},
        {"kinds": ["nothing"]},
    ],
)
def test_what_does_not_hold_is_named_and_changes_nothing(unit, wrong):
    response = browser_of(unit.clerk).post(
        SETTINGS, {"email": "zhang.san@example.com", "kinds": ["trial"], **wrong}
    )
    assert response.status_code == 422
    assert f'href="#id_{next(iter(wrong))}"' in response.content.decode()
    unit.clerk.user.refresh_from_db()
    assert unit.clerk.user.email == "" and not Preference.objects.exists()


def test_an_administrator_sets_the_address_as_well(unit):
    office = OrganisationFactory(office=True)
    admin = browser_of(actor(Role.SYSTEM_ADMIN, organisation=office))
    user = unit.clerk.user
    address = reverse("accounts:user_edit", args=[user.pk])
    typed = {"display_name": user.display_name, "telephone": "", "email": "li.si@example.com"}
    assert admin.post(address, typed).status_code == 302
    user.refresh_from_db()
    assert user.email == "li.si@example.com"
    assert 'value="li.si@example.com"' in page(admin, address)
