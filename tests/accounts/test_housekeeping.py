"""What runs at night, and the command that makes the first administrator."""

from datetime import timedelta
from io import StringIO

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.tasks import clear_sessions
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_ended_sessions_and_old_failures_go_and_others_stay():
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(minutes=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(minutes=1))
    for name, minutes in (("old", 16), ("new", 14)):
        row = AccessAttempt.objects.create(username=name, ip_address="10.0.0.1", failures_since_start=1)
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=now - timedelta(minutes=minutes))
    for _ in range(2):
        clear_sessions()
        assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
        assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["new"]


def create(*arguments):
    out = StringIO()
    call_command("create_administrator", *arguments, stdout=out)
    return out.getvalue()


def test_the_first_administrator_of_a_new_installation():
    office = OrganisationFactory(office=True)
    printed = create("li.si", "试验李四")
    user = User.objects.get(username="li.si")
    assert user.must_change_password
    assert [(row.organisation, row.role) for row in user.memberships.all()] == [(office, Role.SYSTEM_ADMIN)]
    password = printed.split("一次性密码 ")[1].split("（")[0]
    assert user.check_password(password)
    with pytest.raises(CommandError, match="已有人使用"):
        create("li.si", "试验李四")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("Z", "试验"), "用户名由"),
        (("li.si", "试验"), "load_reference"),
        (("li.si", "试验", "--office", "没有"), "没有找到"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        create(*arguments)
    assert not User.objects.exists()
