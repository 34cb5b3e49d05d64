"""The control of the race in test_digests: without the row of the day two workers mail the same person."""

import pytest
from django.core import mail
from django.db import connection

from notifications.models import Digest
from tests.notifications.conftest import Unit, build_unit
from tests.notifications.test_digests import mail_server, message, run_at_once, with_addresses

__all__ = ["mail_server"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_without_the_row_of_the_day_somebody_gets_the_same_mail_twice(settings, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite one transaction at a time is protection enough")
    settings.EMAIL_BACKEND = "tests.notifications.test_digests.Slow"
    monkeypatch.setattr(Digest.objects, "get_or_create", lambda **facts: (Digest(), True))
    unit: Unit = with_addresses(build_unit())
    message(unit)
    assert sum(run_at_once(4)) == len(mail.outbox) > 1
