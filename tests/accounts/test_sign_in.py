"""Signing in and out: equal answers, lock-out, sessions that end when they should."""

import datetime

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from records.models import Act
from tests.factories import PASSWORD, MembershipFactory, OrganisationFactory, UserFactory, actor

LOGIN = reverse("accounts:login")
WORKBENCH = reverse("portal:workbench")
NOON = datetime.datetime(2026, 11, 22, 4, 0, tzinfo=datetime.UTC)
pytestmark = pytest.mark.django_db


def sign_in(client, username, password=PASSWORD, **more):
    return client.post(LOGIN, {"username": username, "password": password, **more})


def test_right_password_leads_to_the_workbench_and_is_recorded(client):
    user = UserFactory()
    response = sign_in(client, user.username)
    assert (response.status_code, response.url) == (302, WORKBENCH)
    act = Act.objects.filter(verb="session.sign_in").get()
    assert (act.user, act.outcome, act.address) == (user, "done", "127.0.0.1")


def test_unknown_wrong_and_disabled_get_the_same_words(client):
    known, disabled = UserFactory(), UserFactory(is_active=False)
    answers = [
        sign_in(client, known.username, "wrong"),
        sign_in(client, "nobody-here", "wrong"),
        sign_in(client, disabled.username),
    ]
    summaries = [answer.context["form"].non_field_errors() for answer in answers]
    assert summaries[0] == summaries[1] == summaries[2]
    assert "请找本单位管理员重置" in summaries[0][0]
    assert {answer.status_code for answer in answers} == {422}
    refused = Act.objects.filter(verb="session.sign_in", outcome="refused")
    assert set(refused.values_list("user_name", flat=True)) == {
        known.username,
        "nobody-here",
        disabled.username,
    }
    assert not refused.filter(user__isnull=False).exists()


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/towns/?q=1", "/towns/?q=1"),
        ("https://elsewhere.example/", WORKBENCH),
        ("//elsewhere.example/", WORKBENCH),
        ("javascript:alert(1)", WORKBENCH),
        ("/\\elsewhere.example", WORKBENCH),
        (LOGIN, WORKBENCH),
    ],
)
def test_next_stays_on_this_host(client, wanted, reached):
    assert sign_in(client, UserFactory().username, next=wanted).url == reached


def test_strangers_are_sent_to_sign_in_and_come_back(client):
    user = UserFactory()
    asked = client.get(reverse("accounts:password_change"))
    assert asked.status_code == 302
    page = client.get(asked.url)
    assert sign_in(client, user.username, next=page.context["next"]).url == reverse(
        "accounts:password_change"
    )


def test_the_session_key_changes_at_sign_in(client):
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    sign_in(client, UserFactory().username)
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "typed", [{}, {"username": "a\0b"}, {"username": "x" * 500}, {"username": "a", "password": "p" * 9000}]
)
def test_bad_input_is_a_sentence(client, typed):
    response = client.post(LOGIN, typed)
    assert response.status_code == 422
    assert response.context["form"].errors
    assert 'class="wrong"' in response.content.decode() or "is-error" in response.content.decode()


def test_five_failures_lock_the_pair_of_name_and_address_for_a_quarter_of_an_hour():
    user, other = UserFactory(), UserFactory()
    with time_machine.travel(NOON, tick=False) as clock:
        client = Client()
        answers = [sign_in(client, user.username, "wrong").status_code for _ in range(5)]
        assert answers == [422, 422, 422, 422, 429]
        clock.shift(datetime.timedelta(minutes=10))
        locked = sign_in(client, user.username)
        assert locked.status_code == 429
        assert "5 分钟" in locked.content.decode()
        assert Act.objects.filter(verb="session.lock_out", user_name=user.username).count() == 2
        assert sign_in(client, other.username).status_code == 302
        assert sign_in(Client(REMOTE_ADDR="10.0.0.9"), user.username).status_code == 302
        # Trying during the lock does not prolong it.
        clock.shift(datetime.timedelta(minutes=5, seconds=1))
        assert sign_in(Client(), user.username).status_code == 302


def test_an_unknown_name_is_locked_just_the_same(client):
    answers = [sign_in(client, "nobody-here", "wrong").status_code for _ in range(6)]
    assert answers[4:] == [429, 429]


def test_signing_out_ends_the_session_for_good(client):
    user = UserFactory()
    sign_in(client, user.username)
    stolen = client.cookies["sessionid"].value
    assert client.get(reverse("accounts:logout")).status_code == 405
    assert client.post(reverse("accounts:logout")).status_code == 302
    client.cookies["sessionid"] = stolen
    assert client.get(WORKBENCH).url.startswith(LOGIN)
    assert Act.objects.filter(verb="session.sign_out", user=user).count() == 1
    assert client.post(reverse("accounts:logout")).status_code == 302


def visit_after(client, clock, seconds):
    clock.shift(datetime.timedelta(seconds=seconds))
    return client.get(reverse("accounts:password_change")).status_code


def test_an_idle_session_ends_and_a_busy_one_goes_on():
    user = UserFactory()
    with time_machine.travel(NOON, tick=False) as clock:
        client = Client()
        sign_in(client, user.username)
        assert [visit_after(client, clock, 20 * 60) for _ in range(3)] == [200, 200, 200]
        assert visit_after(client, clock, settings.SESSION_IDLE_SECONDS) == 302
        act = Act.objects.filter(verb="session.expire", user=user).get()
        assert act.address == "127.0.0.1"


def test_a_session_ends_after_twelve_hours_however_busy():
    user = UserFactory()
    with time_machine.travel(NOON, tick=False) as clock:
        client = Client()
        sign_in(client, user.username)
        steps = settings.SESSION_ABSOLUTE_SECONDS // (20 * 60)
        answers = [visit_after(client, clock, 20 * 60) for _ in range(steps)]
        assert answers == [200] * (steps - 1) + [302]


def test_last_seen_is_written_once_a_minute_only():
    user = UserFactory()
    with time_machine.travel(NOON, tick=False) as clock:
        client = Client()
        sign_in(client, user.username)
        first = client.session["last_seen_at"]
        visit_after(client, clock, 30)
        assert client.session["last_seen_at"] == first
        visit_after(client, clock, 31)
        assert client.session["last_seen_at"] == first + 61


def test_a_disabled_user_is_out_at_the_next_request(client):
    user = UserFactory()
    sign_in(client, user.username)
    assert client.get(reverse("accounts:password_change")).status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(reverse("accounts:password_change")).status_code == 302


def test_a_role_that_ended_is_gone_at_the_next_request(client):
    admin = actor(Role.SYSTEM_ADMIN, organisation=OrganisationFactory(office=True))
    client.force_login(admin.user)
    assert client.get(reverse("accounts:user_list")).status_code == 200
    admin.user.memberships.all().delete()
    response = client.get(reverse("accounts:user_list"))
    assert response.status_code == 403
    assert "只有系统管理员可以办理" in response.content.decode()


def test_the_first_password_has_to_be_changed_before_anything_else(client):
    user = UserFactory(must_change_password=True)
    other_place = Client()
    sign_in(client, user.username)
    sign_in(other_place, user.username)
    assert client.get(WORKBENCH).url == reverse("accounts:password_change")
    new = "an-altogether-new-2026"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(reverse("accounts:password_change"), typed).url == WORKBENCH
    assert client.get(WORKBENCH).status_code == 200
    assert other_place.get(WORKBENCH).url.startswith(LOGIN)
    assert sign_in(Client(), user.username, new).status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"new_password1": PASSWORD, "new_password2": PASSWORD}, "新密码不能与原密码相同"),
        ({"old_password": "wrong"}, "原密码不对"),
        ({"new_password2": "something-else-2026"}, "两次填写的新密码不一样"),
        ({"new_password1": "short", "new_password2": "short"}, "12"),
    ],
)
def test_a_new_password_that_does_not_hold(client, typed, sentence):
    user = UserFactory()
    client.force_login(user)
    good = {
        "old_password": PASSWORD,
        "new_password1": "brand-new-2026-x",
        "new_password2": "brand-new-2026-x",
    }
    response = client.post(reverse("accounts:password_change"), {**good, **typed})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert sign_in(Client(), user.username).status_code == 302


def test_switching_between_ones_own_units_only(client):
    user = UserFactory()
    first = MembershipFactory(user=user, organisation=OrganisationFactory(key="a-1")).organisation
    second = MembershipFactory(user=user, organisation=OrganisationFactory(key="a-2")).organisation
    stranger = OrganisationFactory()
    client.force_login(user)

    def acting_for():
        return client.get(reverse("accounts:password_change")).wsgi_request.actor.organisation

    assert acting_for() == first
    switch = reverse("accounts:switch")
    assert client.post(switch, {"organisation": second.pk}).url == WORKBENCH
    assert acting_for() == second
    for wrong in (stranger.pk, "", "x", "9" * 40, "\0"):
        client.post(switch, {"organisation": wrong})
        assert acting_for() == second
    assert client.get(switch).status_code == 405
