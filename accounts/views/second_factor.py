"""The second factor of office roles: one page that enrols a telephone or asks for its code."""

from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import qr, services
from accounts.access import actor_of, user_of
from accounts.forms import TokenForm
from accounts.forms.trial import carry_out
from accounts.selectors import device_of
from accounts.views.session import remember_device


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a telephone needs once: a square to scan, or the same secret in groups of four to type."""

    square: qr.Square
    groups: Sequence[str]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def totp(request: HttpRequest) -> HttpResponse:
    """Show what comes next: set up a device, give the first code, give a code, or nothing more to do."""
    actor = actor_of(request)
    is_asked_for = actor.needs_second_factor
    if request.method == "POST" and is_asked_for:
        return _answer(request)
    return _page(request, TokenForm(), is_asked_for=is_asked_for)


def _answer(request: HttpRequest) -> HttpResponse:
    device = device_of(user_of(request))
    if device is None:
        services.begin_totp(actor=actor_of(request))
        return redirect("accounts:totp")
    form = TokenForm(request.POST)
    if form.is_valid():
        token = form.cleaned_data["token"]
        verify = partial(services.verify_totp, actor=actor_of(request), device=device, token=token)
        if verified := carry_out(form, verify):
            remember_device(request, verified)
            messages.success(request, "动态口令验证通过。")
            return redirect(settings.LOGIN_REDIRECT_URL)
    return _page(request, form, is_asked_for=True)


def _page(request: HttpRequest, form: TokenForm, *, is_asked_for: bool) -> HttpResponse:
    device = device_of(user_of(request))
    context = {
        "form": form,
        "is_asked_for": is_asked_for,
        "is_verified": request.user.is_verified(),  # type: ignore[union-attr]
        "has_device": device is not None,
        "enrolment": _enrolment(device),
    }
    return render(request, "accounts/totp.html", context, status=422 if form.is_bound else 200)


def _enrolment(device: TOTPDevice | None) -> Enrolment | None:
    """Shown until the first code was right, and never again."""
    if device is None or device.confirmed:
        return None
    secret = b32encode(device.bin_key).decode().rstrip("=")
    groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
    return Enrolment(qr.square(device.config_url), groups)
