"""What one person has read and wants mailed, and what is taken away afterwards."""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.actors import Actor
from accounts.services import change_email
from accounts.services.changes import changes
from core import acts
from notifications.kinds import kinds
from notifications.models import Digest, Message, MessageQuerySet, Preference
from notifications.selectors import unwanted_kinds


def mark_read(*, actor: Actor, messages: MessageQuerySet) -> int:
    """Note that the actor has read these, as far as they are theirs; returns how many were unread until now.

    The apps above say so too, of what somebody has dealt with: `messages=Message.objects.about(application)`.
    """
    # No act in the log: what a person has read is nobody's business but theirs.
    return messages.visible_to(actor).unread().update(read_at=timezone.now())


def settle(*, target: Model, named: Collection[str]) -> int:
    """What was asked about a row has been dealt with: unread messages of these kinds about it are read, for everybody.

    Returns how many. Called by the apps above in the transaction of whatever settled it.
    """
    settled = Message.objects.about(target).unread().filter(kind__in=named)
    return settled.update(read_at=timezone.now())


@transaction.atomic
def save_settings(*, actor: Actor, email: str, wanted: Collection[str]) -> None:
    """The actor's own address for mail, and the names of the kinds that they want mailed."""
    assert actor.user is not None, "settings are behind the sign-in"
    # Locks the user, so that two tabs of one person come one after the other.
    change_email(actor=actor, email=email)
    mailable = [kind for kind in kinds() if kind.in_digest]
    off = unwanted_kinds(actor.user)
    Preference.objects.bulk_create(
        [Preference(user=actor.user, kind=kind.name, in_digest=kind.name in wanted) for kind in mailable],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["in_digest"],
    )
    difference = changes(
        {f"邮件汇总：{kind.title}": _word(kind.name not in off) for kind in mailable},
        {f"邮件汇总：{kind.title}": _word(kind.name in wanted) for kind in mailable},
    )
    if difference:
        acts.record(actor=actor, verb="user.set_messages", target=actor.user, details={"changes": difference})


def sweep_messages() -> int:
    """Delete what was read and is older than MESSAGE_KEEP_DAYS, and the mails of those days; safe to run again."""
    begin = timezone.now() - timedelta(days=settings.MESSAGE_KEEP_DAYS)
    Digest.objects.filter(day__lt=timezone.localdate(begin)).delete()
    gone, _ = Message.objects.filter(read_at__isnull=False, created_at__lt=begin).delete()
    return gone


def _word(is_wanted: bool) -> str:
    return "发送" if is_wanted else "不发送"
