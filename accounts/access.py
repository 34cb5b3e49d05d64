"""The doors of the administrator's pages and of a unit's own, for this app and those above."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from accounts import rules
from accounts.actors import Actor
from accounts.models import User
from core.permits import Permit

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request, as `accounts.middleware` found out."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def user_of(request: HttpRequest) -> User:
    """The signed-in user; for views behind `login_required`."""
    user = request.user
    assert isinstance(user, User), "the view asks for a sign-in"
    return user


def administrators_only(view: View[P]) -> View[P]:
    """Strangers sign in first; whoever is no system administrator is told why not (403)."""
    return _behind(rules.can_administer, view)


def heads_only(view: View[P]) -> View[P]:
    """Strangers sign in first; whoever gives no roles in the acting unit is told why not (403)."""
    return _behind(rules.can_manage_unit, view)


def _behind(rule: Callable[[Actor], Permit], view: View[P]) -> View[P]:
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        rule(actor_of(request)).demand()
        return view(request, *args, **kwargs)

    return guarded
