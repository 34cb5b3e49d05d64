"""What every request knows: who acts, for whom, and whether the session is still good."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.access import actor_of
from accounts.actors import ANONYMOUS, Actor, actor_for

SIGNED_IN_AT = "signed_in_at"
LAST_SEEN_AT = "last_seen_at"
ACTING_FOR = "acting_for"

# Writing the session at every request would cost a query each; a minute is exact enough.
SEEN_STEP_SECONDS = 60

Handler = Callable[[HttpRequest], HttpResponse]


class SessionLimitMiddleware:
    """Ends a session after `SESSION_IDLE_SECONDS` without a request and after `SESSION_ABSOLUTE_SECONDS` in all."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            if self._has_ended(request, now):
                logout(request)
                messages.info(request, "登录已过期，请重新登录。")
            elif now - request.session.get(LAST_SEEN_AT, 0) >= SEEN_STEP_SECONDS:
                request.session[LAST_SEEN_AT] = now
        return self.get_response(request)

    @staticmethod
    def _has_ended(request: HttpRequest, now: int) -> bool:
        began = request.session.setdefault(SIGNED_IN_AT, now)
        seen = request.session.get(LAST_SEEN_AT, began)
        return now - seen >= settings.SESSION_IDLE_SECONDS or now - began >= settings.SESSION_ABSOLUTE_SECONDS


class ActorMiddleware:
    """Puts `request.actor`; memberships are read anew each time, so a removed role is gone at the next request."""

    open_while_restricted = ("accounts:password_change", "accounts:totp", "accounts:logout")

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: self._actor(request))  # type: ignore[attr-defined]
        return self._required_step(request) or self.get_response(request)

    @staticmethod
    def _actor(request: HttpRequest) -> Actor:
        if not request.user.is_authenticated:
            return ANONYMOUS
        return actor_for(request.user, organisation_id=request.session.get(ACTING_FOR))

    def _required_step(self, request: HttpRequest) -> HttpResponse | None:
        """A first password has to be changed, and an office role may need its second factor, before anything else."""
        user: Any = request.user
        if not user.is_authenticated or request.path in map(reverse, self.open_while_restricted):
            return None
        if user.must_change_password:
            return redirect("accounts:password_change")
        if actor_of(request).needs_second_factor and not user.is_verified():
            return redirect("accounts:totp")
        return None
