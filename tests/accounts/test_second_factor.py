"""The second factor: enrolling, asking, refusing what was used before, and a lost telephone."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.enums import Role
from records.models import Act
from tests.factories import PASSWORD, actor

PAGE = reverse("accounts:totp")
WORKBENCH = reverse("portal:workbench")
NOON = datetime.datetime(2026, 11, 22, 4, 0, tzinfo=datetime.UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked_for(settings):
    settings.TOTP_FOR_OFFICES = True


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def code_of(device, clock):
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = datetime.datetime.now(datetime.UTC).timestamp()
    return f"{totp.token():06d}"


def enrolled(user):
    return TOTPDevice.objects.create(user=user, name="手机", confirmed=True)


def signed_in(user):
    client = Client()
    client.post(reverse("accounts:login"), {"username": user.username, "password": PASSWORD})
    return client


def test_an_office_role_enrols_once_and_then_may_work(clock):
    user = actor(Role.REVIEWER).user
    client = signed_in(user)
    assert client.get(WORKBENCH).url == PAGE
    assert "开始绑定" in client.get(PAGE).content.decode()
    assert client.post(PAGE).url == PAGE
    device = TOTPDevice.objects.get(user=user)
    page = client.get(PAGE)
    groups = page.context["enrolment"].groups
    assert [len(group) for group in groups] == [4] * 8
    assert page.content.decode().count("<svg") == 3  # the mark of the house, the bell and the square
    assert client.get(WORKBENCH).url == PAGE
    before = client.session.session_key
    assert client.post(PAGE, {"token": code_of(device, clock)}).url == WORKBENCH
    assert client.session.session_key != before
    assert client.get(WORKBENCH).status_code == 200
    assert client.get(PAGE).context["enrolment"] is None
    assert Act.objects.filter(verb="user.enrol_totp", user=user).count() == 1


def test_a_code_is_taken_once_and_each_session_shows_its_own(clock):
    user = actor(Role.OFFICE_DIRECTOR).user
    device = enrolled(user)
    code = code_of(device, clock)
    first, second = signed_in(user), signed_in(user)
    assert "密钥" not in first.get(PAGE).content.decode()
    assert first.post(PAGE, {"token": code}).status_code == 302
    replayed = second.post(PAGE, {"token": code})
    assert replayed.status_code == 422
    assert "已经用过" in replayed.content.decode()
    assert second.get(WORKBENCH).url == PAGE
    clock.shift(datetime.timedelta(seconds=60))
    assert (
        second.post(PAGE, {"token": f" {code_of(device, clock)[:3]} {code_of(device, clock)[3:]}"}).url
        == WORKBENCH
    )


def test_wrong_codes_are_slowed_down(clock):
    user = actor(Role.REVIEWER).user
    device = enrolled(user)
    right = code_of(device, clock)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    client = signed_in(user)
    assert "之后才能再试" in client.post(PAGE, {"token": wrong}).content.decode()
    assert client.post(PAGE, {"token": right}).status_code == 422
    assert Act.objects.filter(verb="session.verify", outcome="refused").count() == 2
    clock.shift(datetime.timedelta(seconds=30))
    assert client.post(PAGE, {"token": code_of(device, clock)}).status_code == 302


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "12\x003456", "１２３４５", "9" * 5000])
def test_what_is_no_code_is_told_so(typed):
    user = actor(Role.REVIEWER).user
    enrolled(user)
    response = signed_in(user).post(PAGE, {"token": typed})
    assert response.status_code == 422
    assert "动态口令" in response.context["form"].fields["token"].label
    assert response.context["form"].errors["token"]


def test_other_roles_are_not_asked(clock):
    user = actor(Role.FILER).user
    client = signed_in(user)
    assert client.get(WORKBENCH).status_code == 200
    assert "不需要动态口令" in client.get(PAGE).content.decode()
    client.post(PAGE)
    assert not TOTPDevice.objects.exists()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.OFFICE_DIRECTOR, Role.REGISTRAR, Role.SYSTEM_ADMIN])
def test_whoever_examines_decides_or_administers_is_asked(clock, role):
    assert signed_in(actor(role).user).get(WORKBENCH).url == PAGE


def test_a_lost_telephone_is_removed_by_an_administrator(clock):
    administrator = actor(Role.SYSTEM_ADMIN).user
    own_device = enrolled(administrator)
    desk = signed_in(administrator)
    desk.post(PAGE, {"token": code_of(own_device, clock)})
    user = actor(Role.REVIEWER).user
    device = enrolled(user)
    client = signed_in(user)
    client.post(PAGE, {"token": code_of(device, clock)})
    assert client.get(WORKBENCH).status_code == 200
    desk.post(reverse("accounts:user_remove_totp", args=[user.pk]))
    assert not TOTPDevice.objects.filter(user=user).exists()
    assert client.get(WORKBENCH).url.startswith(reverse("accounts:login"))
    assert "开始绑定" in signed_in(user).get(PAGE).content.decode()
