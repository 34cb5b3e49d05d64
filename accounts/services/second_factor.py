"""The second factor of office roles: one device a user, enrolled by themselves, removed by an administrator."""

import django_otp
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import rules
from accounts.actors import Actor
from accounts.models import User
from core import acts
from core.errors import Invalid

WRONG = "动态口令不对或已经用过，请等手机上显示下一个再输入。"


@transaction.atomic
def begin_totp(*, actor: Actor) -> TOTPDevice:
    """The device that waits for its first code; one that is confirmed already stays as it is."""
    user = User.objects.select_for_update().get(pk=_user(actor).pk)
    device = TOTPDevice.objects.filter(user=user).order_by("pk").first()
    return device or TOTPDevice.objects.create(user=user, name="手机", confirmed=False)


def verify_totp(*, actor: Actor, device: TOTPDevice, token: str) -> TOTPDevice:
    """Take a six-digit code, once; the first one confirms the device. Invalid: wrong, used before, or too many tries.

    No transaction of our own: a wrong code has to leave its trace in the throttle.
    """
    user = _user(actor)
    verified = django_otp.verify_token(user, device.persistent_id, token)
    if verified is None:
        device.refresh_from_db()
        sentence = _why_not(device)
        acts.record(actor=actor, verb="session.verify", target=user, outcome="refused", comment=sentence)
        raise Invalid(sentence, fields={"token": sentence})
    if verified.confirmed:
        acts.record(actor=actor, verb="session.verify", target=user)
    else:
        verified.confirmed = True
        verified.save(update_fields=["confirmed"])
        acts.record(actor=actor, verb="user.enrol_totp", target=user)
    return verified


@transaction.atomic
def remove_totp(*, actor: Actor, user: User) -> None:
    """A lost device: the user enrols a new one at the next sign-in, and every session ends."""
    user = User.objects.select_for_update().get(pk=user.pk)
    rules.can_reset_access(actor, user).demand()
    TOTPDevice.objects.filter(user=user).delete()
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    acts.record(actor=actor, verb="user.remove_totp", target=user)


def _why_not(device: TOTPDevice) -> str:
    allowed, facts = device.verify_is_allowed()
    if allowed or not facts or "locked_until" not in facts:
        return WRONG
    return f"{WRONG}为防试猜，{timezone.localtime(facts['locked_until']):%H:%M:%S} 之后才能再试。"


def _user(actor: Actor) -> User:
    assert actor.user is not None, "the view asks for a sign-in"
    return actor.user
