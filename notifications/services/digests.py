"""The daily mail: one a person, with what waits for them."""

from datetime import date, datetime
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from core.calendar import is_working_day
from notifications.models import Digest, Message
from notifications.selectors import mail_for, people_to_mail

logger = structlog.get_logger(__name__)

# A mail names this many; the rest is a number.
MOST_LINES = 50
# One address that does not work, or one locked row, is no reason to leave the others without mail.
TROUBLE = (SMTPException, OSError, ValueError, DatabaseError)


def send_digests(*, at: datetime | None = None) -> int:
    """Mail everybody what waits for them, on working days and where a mail server is configured; returns how many.

    Safe to run twice and at once: the row of the day is written first, and whoever comes second waits for it.
    Raises RuntimeError when not a single mail was taken, so that the administrator finds a failed task.
    """
    day = timezone.localdate(at)
    if not settings.MAIL_IS_CONFIGURED or not is_working_day(day):
        return 0
    sent, failed = 0, 0
    connection = get_connection()
    for user in people_to_mail(at=day):
        try:
            sent += _send_digest(user, day, connection)
        except TROUBLE:
            failed += 1
            # The number and not the address: logs travel.
            logger.exception("digest_not_sent", user=user.pk)
            connection.close()
    connection.close()
    if failed and not sent:
        raise RuntimeError("邮件服务器一封也没有收下，请检查 EMAIL_URL")
    return sent


@transaction.atomic
def _send_digest(user: User, day: date, connection: BaseEmailBackend) -> bool:
    """One mail, all or nothing; False when there is nothing to tell or another worker has told it."""
    messages = mail_for(user, at=day)
    if not messages:
        return False
    _, is_ours = Digest.objects.get_or_create(user=user, day=day, defaults={"message_count": len(messages)})
    if not is_ours:
        return False
    # Kept open for the next one; after a failure it is made anew.
    connection.open()
    connection.send_messages([compose(user, messages)])
    Message.objects.filter(pk__in=[each.pk for each in messages]).update(digested_at=timezone.now())
    return True


def compose(user: User, messages: list[Message]) -> EmailMessage:
    """The mail as it is sent: plain text, links in full."""
    context = {
        "name": user.display_name,
        "total": len(messages),
        "messages": messages[:MOST_LINES],
        "rest": len(messages) - MOST_LINES,
        "site": settings.SITE_URL.rstrip("/"),
    }
    return EmailMessage(
        subject=f"专业镇平台：{len(messages)} 条待办消息",
        body=render_to_string("notifications/digest.txt", context),
        to=[user.email],
        # Answering machines leave it alone.
        headers={"Auto-Submitted": "auto-generated"},
    )
