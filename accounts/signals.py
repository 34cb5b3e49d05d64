"""Signals of Django's sign-in and of axes (no model signals here): each attempt leaves an act."""

from collections.abc import Mapping
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from accounts.actors import actor_for
from accounts.middleware import ACTING_FOR, LAST_SEEN_AT, SIGNED_IN_AT
from accounts.models import User
from core import acts


def listen() -> None:
    """Connect once; the receivers are module functions because signals keep weak references."""
    user_logged_in.connect(note_sign_in, dispatch_uid="accounts.note_sign_in")
    user_logged_out.connect(note_sign_out, dispatch_uid="accounts.note_sign_out")
    user_login_failed.connect(note_failed_sign_in, dispatch_uid="accounts.note_failed_sign_in")
    user_locked_out.connect(note_lock_out, dispatch_uid="accounts.note_lock_out")


def note_sign_in(sender: Any, request: HttpRequest, user: User, **rest: Any) -> None:
    """Both limits of the session begin now, also when somebody signs in a second time."""
    now = int(timezone.now().timestamp())
    request.session[SIGNED_IN_AT] = request.session[LAST_SEEN_AT] = now
    request.session.pop(ACTING_FOR, None)
    acts.record(actor=actor_for(user), verb="session.sign_in", target=user)


def note_sign_out(sender: Any, request: HttpRequest, user: User | None, **rest: Any) -> None:
    """By the person's own hand, or by the limits, which act before any view is chosen."""
    if user is None:
        return
    verb = "session.sign_out" if request.resolver_match else "session.expire"
    acts.record(
        actor=actor_for(user, organisation_id=request.session.get(ACTING_FOR)), verb=verb, target=user
    )


def note_failed_sign_in(
    sender: Any, credentials: Mapping[str, Any], request: HttpRequest | None = None, **rest: Any
) -> None:
    """The name as it was typed, which need not be anybody's."""
    # Locked out: `note_lock_out` writes the act of this attempt.
    if not getattr(request, "axes_locked_out", False):
        acts.record(actor=None, verb="session.sign_in", outcome="refused", user_name=_typed(credentials))


def note_lock_out(sender: Any, username: str | None = None, **rest: Any) -> None:
    """The attempt that brought the lock about, and every one while it lasts."""
    acts.record(actor=None, verb="session.lock_out", outcome="refused", user_name=username or "")


def _typed(credentials: Mapping[str, Any]) -> str:
    return str(credentials.get("username") or "")
