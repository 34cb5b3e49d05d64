"""Read and unread, what one wants mailed, and what is taken away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import ANONYMOUS
from notifications.models import Digest, Message, Preference
from notifications.selectors import unread_words
from notifications.services import mark_read, save_settings, settle, sweep_messages
from records.models import Act
from tests.factories import MessageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_one_reads_ones_own_messages_and_the_first_time_counts(unit):
    mine, other = MessageFactory(user=unit.clerk.user), MessageFactory(user=unit.head.user)
    assert mark_read(actor=unit.clerk, messages=Message.objects.all()) == 1
    mine.refresh_from_db()
    other.refresh_from_db()
    first = mine.read_at
    assert first is not None and other.read_at is None
    assert mark_read(actor=unit.clerk, messages=Message.objects.all()) == 0
    mine.refresh_from_db()
    assert mine.read_at == first
    assert mark_read(actor=ANONYMOUS, messages=Message.objects.all()) == 0


def test_whoever_has_dealt_with_something_has_read_about_it(unit):
    about = {"target_type": "accounts.organisation", "target_id": str(unit.organisation.pk)}
    MessageFactory(user=unit.clerk.user, **about)
    MessageFactory(user=unit.clerk.user)
    assert mark_read(actor=unit.clerk, messages=Message.objects.about(unit.organisation)) == 1
    assert Message.objects.unread().count() == 1


def test_what_is_settled_is_read_for_everybody_in_the_named_kinds(unit):
    about = {"target_type": "accounts.organisation", "target_id": str(unit.organisation.pk)}
    MessageFactory(user=unit.clerk.user, **about)
    MessageFactory(user=unit.head.user, **about)
    told = MessageFactory(user=unit.head.user, kind="trial_ended", **about)
    other = MessageFactory(user=unit.head.user)
    assert settle(target=unit.organisation, named=["trial"]) == 2
    assert settle(target=unit.organisation, named=["trial"]) == 0
    assert set(Message.objects.unread().order_by("pk")) == {told, other}


def test_the_number_of_unread_messages_stops_at_ninety_nine(unit):
    assert unread_words(unit.clerk) == unread_words(ANONYMOUS) == ""
    MessageFactory(user=unit.clerk.user, read=True)
    MessageFactory(user=unit.head.user)
    assert unread_words(unit.clerk) == ""
    MessageFactory.create_batch(99, user=unit.clerk.user)
    assert unread_words(unit.clerk) == "99"
    MessageFactory(user=unit.clerk.user)
    assert unread_words(unit.clerk) == "99+"


def test_settings_are_kept_and_the_log_says_what_changed(unit):
    user = unit.clerk.user
    save_settings(actor=unit.clerk, email="zhang.san@example.com", wanted=["trial_returned"])
    user.refresh_from_db()
    assert user.email == "zhang.san@example.com"
    wanted = dict(Preference.objects.filter(user=user).values_list("kind", "in_digest"))
    assert wanted == {"trial": False, "trial_returned": True, "trial_ended": False}
    address, chosen = Act.objects.filter(user=user).order_by("pk")
    assert (address.verb, chosen.verb) == ("user.change_email", "user.set_messages")
    assert address.details["changes"] == [{"field": "电子邮箱", "old": "", "new": "z*******n@example.com"}]
    assert chosen.details["changes"][0] == {"field": "邮件汇总：试验送达", "old": "发送", "new": "不发送"}
    assert len(chosen.details["changes"]) == 2
    save_settings(actor=unit.clerk, email="zhang.san@example.com", wanted=["trial_returned"])
    assert Act.objects.filter(user=user).count() == 2
    save_settings(actor=unit.clerk, email="", wanted=["trial", "trial_returned", "trial_ended"])
    user.refresh_from_db()
    assert user.email == ""
    assert not Preference.objects.filter(user=user, in_digest=False).exists()


def test_a_corrected_address_is_recorded_even_where_it_looks_the_same(unit):
    for email in ("zhang.san@example.com", "zhang.sin@example.com"):
        save_settings(actor=unit.clerk, email=email, wanted=[])
    assert Act.objects.filter(verb="user.change_email").count() == 2


def test_old_messages_go_when_they_were_read(unit, settings):
    settings.MESSAGE_KEEP_DAYS = 30
    long_ago = timezone.now() - timedelta(days=31)
    MessageFactory(words="旧的已读", read=True, created_at=long_ago)
    MessageFactory(words="旧的未读", created_at=long_ago)
    MessageFactory(words="新的已读", read=True)
    for days, user in ((32, unit.clerk.user), (1, unit.head.user)):
        day = timezone.localdate() - timedelta(days=days)
        Digest.objects.create(user=user, day=day, message_count=1)
    assert sweep_messages() == 1
    assert sweep_messages() == 0
    assert set(Message.objects.values_list("words", flat=True)) == {"旧的未读", "新的已读"}
    assert Digest.objects.get().user == unit.head.user
