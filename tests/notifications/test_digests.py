"""The daily mail: what it carries, to whom, once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.conf import settings as house_settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connection
from django.utils import timezone

from accounts.models import Membership
from core.models import CalendarDay
from notifications import tasks
from notifications.liveness import register_liveness
from notifications.models import Digest, Message, Preference
from notifications.services import send_digests
from records.words import TASKS
from tests.factories import MessageFactory, OrganisationFactory
from tests.notifications.conftest import MONDAY, SATURDAY, Unit, build_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def mail_server(settings):
    settings.MAIL_IS_CONFIGURED = True
    settings.SITE_URL = "https://portal.example/"
    settings.DEFAULT_FROM_EMAIL = "portal@example.com"


@pytest.fixture
def unit(db) -> Unit:
    return with_addresses(build_unit())


def with_addresses(unit: Unit) -> Unit:
    for name in ("clerk", "head", "stranger"):
        user = getattr(unit, name).user
        user.email = f"{name}@example.com"
        user.save(update_fields=["email"])
    return unit


def message(unit: Unit, who: str = "clerk", **facts) -> Message:
    return MessageFactory(user=getattr(unit, who).user, organisation=unit.organisation, **facts)


def addresses() -> list[str]:
    return sorted(each.to[0] for each in mail.outbox)


def test_one_mail_a_person_with_what_waits_what_presses_first(unit):
    message(unit, words="第一件。", url="/applications/1/")
    message(unit, words="第二件。")
    message(unit, words="急办的事。", kind="trial_returned")
    message(unit, "head", words="别人的事。")
    assert send_digests(at=MONDAY) == 2
    found = next(each for each in mail.outbox if each.to == ["clerk@example.com"])
    assert found.subject == "专业镇平台：3 条待办消息"
    assert found.from_email == "portal@example.com"
    body = found.body
    assert body.startswith(f"{unit.clerk.user.display_name}，您好：")
    assert body.index("1. 【急】急办的事。") < body.index("2. 第一件。") < body.index("3. 第二件。")
    assert "https://portal.example/applications/1/" in body
    assert "https://portal.example/messages/settings/" in body
    assert unit.organisation.name in body
    assert "别人的事。" not in body
    assert found.content_subtype == "plain"
    assert not Message.objects.filter(digested_at__isnull=True).exists()
    assert Digest.objects.get(user=unit.clerk.user).message_count == 3


def test_what_was_mailed_is_not_mailed_again_and_nobody_gets_two_a_day(unit):
    message(unit)
    assert send_digests(at=MONDAY) == 1
    assert send_digests(at=MONDAY) == 0
    message(unit, words="下午才来的。")
    assert send_digests(at=MONDAY) == 0
    assert send_digests(at=TUESDAY) == 1
    assert send_digests(at=TUESDAY + timedelta(days=1)) == 0
    assert "下午才来的。" in mail.outbox[1].body
    assert mail.outbox[1].subject == "专业镇平台：1 条待办消息"


def test_read_and_mailed_messages_are_not_mailed(unit):
    message(unit, read=True)
    message(unit, mailed=True)
    assert send_digests(at=MONDAY) == 0


def test_only_the_kinds_that_are_wanted_and_that_a_mail_carries(unit):
    Preference.objects.create(user=unit.clerk.user, kind="trial", in_digest=False)
    Preference.objects.create(user=unit.clerk.user, kind="trial_returned", in_digest=True)
    message(unit, words="不要的。")
    message(unit, words="不进邮件的。", kind="trial_quiet")
    message(unit, words="已经没有的种类。", kind="left-the-code")
    assert send_digests(at=MONDAY) == 0
    message(unit, words="要的。", kind="trial_returned")
    message(unit, "head", words="别人照样要。")
    assert send_digests(at=MONDAY) == 2
    mine = next(each.body for each in mail.outbox if each.to == ["clerk@example.com"])
    assert "要的。" in mine
    assert not any(words in mine for words in ("不要的。", "不进邮件的。", "已经没有的种类。"))
    assert Message.objects.filter(digested_at__isnull=True).count() == 3


def test_no_address_closed_account_and_a_unit_that_was_left(unit):
    for who in ("clerk", "head", "stranger"):
        message(unit, who)
    unit.clerk.user.email = ""
    unit.clerk.user.save(update_fields=["email"])
    unit.head.user.is_active = False
    unit.head.user.save(update_fields=["is_active"])
    assert send_digests(at=MONDAY) == 0
    unit.head.user.is_active = True
    unit.head.user.save(update_fields=["is_active"])
    Membership.objects.filter(user=unit.head.user).update(until=MONDAY.date())
    assert send_digests(at=MONDAY) == 0
    assert mail.outbox == []


def test_what_is_settled_is_not_mailed_but_its_end_is(unit):
    done, going = OrganisationFactory(), OrganisationFactory()
    asked = []

    def still_open(ids):
        asked.append(set(ids))
        return {going.pk}

    register_liveness("accounts.organisation", still_open)
    about = {"target_type": "accounts.organisation"}
    message(unit, words="办完的。", target_id=str(done.pk), **about)
    message(unit, words="在办的。", target_id=str(going.pk), **about)
    message(unit, words="办结通知。", target_id=str(done.pk), kind="trial_ended", **about)
    message(unit, words="没人答复的类型。", target_type="towns.town", target_id="1")
    message(unit, words="没有对象。")
    assert send_digests(at=MONDAY) == 1
    body = mail.outbox[0].body
    assert "办完的。" not in body
    for words in ("在办的。", "办结通知。", "没人答复的类型。", "没有对象。"):
        assert words in body
    assert asked == [{str(done.pk), str(going.pk)}]


def test_nothing_is_sent_on_a_day_off_or_without_a_mail_server(unit, settings):
    message(unit)
    assert send_digests(at=SATURDAY) == 0
    holiday = CalendarDay.objects.create(day=MONDAY.date(), is_working=False, note="试验假日")
    assert send_digests(at=MONDAY) == 0
    holiday.delete()
    settings.MAIL_IS_CONFIGURED = False
    assert send_digests(at=MONDAY) == 0
    settings.MAIL_IS_CONFIGURED = True
    assert send_digests(at=MONDAY) == 1


class Choosy(EmailBackend):
    """A mail server that refuses some addresses."""

    refused = ("clerk",)

    def send_messages(self, messages):
        for each in messages:
            if each.to[0].startswith(self.refused):
                raise SMTPRecipientsRefused({each.to[0]: (550, b"no such user")})
        return super().send_messages(messages)


class Closed(Choosy):
    """A mail server that takes nothing."""

    refused = ("clerk", "head")


def test_an_address_that_does_not_work_stops_nobody_else(unit, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"
    message(unit)
    message(unit, "head")
    assert send_digests(at=MONDAY) == 1
    assert addresses() == ["head@example.com"]
    waiting = Message.objects.get(digested_at__isnull=True)
    assert waiting.user == unit.clerk.user
    assert not Digest.objects.filter(user=unit.clerk.user).exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_digests(at=MONDAY) == 1
    assert addresses() == ["clerk@example.com", "head@example.com"]


class Breaking(EmailBackend):
    """A mail server that hangs up at one address, and says nothing more on that line."""

    is_open = is_dead = False

    def open(self):
        if not self.is_open:
            self.is_open, self.is_dead = True, False
        return True

    def close(self):
        self.is_open = False

    def send_messages(self, messages):
        if self.is_dead or messages[0].to[0].startswith("clerk"):
            self.is_dead = True
            raise SMTPServerDisconnected("hung up")
        return super().send_messages(messages)


def test_a_server_that_hangs_up_is_called_again_for_the_next_one(unit, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Breaking"
    message(unit)
    message(unit, "head")
    assert send_digests(at=MONDAY) == 1
    assert addresses() == ["head@example.com"]


def test_a_mail_server_that_takes_nothing_is_a_failed_task(unit, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Closed"
    message(unit)
    message(unit, "head")
    with pytest.raises(RuntimeError, match="一封也没有收下"):
        send_digests(at=MONDAY)
    assert not Message.objects.exclude(digested_at=None).exists()


def test_a_long_mail_names_fifty_and_counts_the_rest(unit):
    for _ in range(53):
        message(unit)
    assert send_digests(at=MONDAY) == 1
    assert "另有 3 条" in mail.outbox[0].body
    assert "50. " in mail.outbox[0].body and "51. " not in mail.outbox[0].body


def test_a_person_has_one_mail_a_day_in_the_database_too(unit):
    Digest.objects.create(user=unit.clerk.user, day=MONDAY.date(), message_count=1)
    with pytest.raises(IntegrityError):
        Digest.objects.create(user=unit.clerk.user, day=MONDAY.date(), message_count=1)


def run_at_once(workers: int) -> list[int]:
    """How many mails each of them sent."""
    gate = threading.Barrier(workers)

    def run(_: int) -> int:
        try:
            connection.ensure_connection()
            gate.wait(30)
            return send_digests(at=MONDAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, range(workers)))


@pytest.mark.django_db(transaction=True)
def test_workers_that_run_at_once_send_one_mail(settings):
    """The task is delivered a second time when it takes longer than the broker's patience."""
    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    unit = with_addresses(build_unit())
    for who in ("clerk", "head"):
        message(unit, who)
    assert sum(run_at_once(4)) == 2
    assert addresses() == ["clerk@example.com", "head@example.com"]


class Slow(EmailBackend):
    """A mail server that takes its time, so that others come meanwhile."""

    def send_messages(self, messages):
        threading.Event().wait(0.3)
        return super().send_messages(messages)


def test_the_scheduler_knows_the_tasks_and_they_have_words(unit):
    timed = {entry["task"]: entry["schedule"] for entry in house_settings.CELERY_BEAT_SCHEDULE.values()}
    assert timed[tasks.send_digests.name].hour == {8}
    assert TASKS[tasks.send_digests.name] == "发送邮件汇总"
    assert tasks.sweep_messages.name in timed
    assert tasks.sweep_messages() == 0
    assert house_settings.CELERY_TIMEZONE == timezone.get_default_timezone_name() == "Asia/Shanghai"
