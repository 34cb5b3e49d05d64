"""Signing in and out, the second factor, one's own password, and for whom one acts."""

from datetime import timedelta
from math import ceil
from typing import Any

import django_otp
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import services
from accounts.access import actor_of, user_of
from accounts.forms import NewPasswordForm, SignInForm
from accounts.middleware import ACTING_FOR
from accounts.selectors import lock_out_ends

NEXT = "next"


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; afterwards to the page that asked for the sign-in, if it is ours."""
    target = _safe_next(request)
    if request.method != "POST" and request.user.is_authenticated:
        return redirect(target)
    form = SignInForm(request, request.POST if request.method == "POST" else None)
    if form.is_valid():
        login(request, form.get_user())
        return redirect(target)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/sign_in.html", {"form": form, "next": target}, status=status)


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """Called by axes in place of any answer to a sign-in while this name is locked out from this address."""
    ends_at = lock_out_ends(
        username=str((credentials or {}).get("username", "")),
        address=request.META.get("REMOTE_ADDR", ""),
        at=timezone.now(),
    )
    minutes = max(1, ceil((ends_at - timezone.now()) / timedelta(minutes=1)))
    page = render(request, "accounts/locked_out.html", {"minutes": minutes, "ends_at": ends_at}, status=429)
    page.headers["Cache-Control"] = "no-store, private"
    page.headers["Retry-After"] = str(minutes * 60)
    return page


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; pressing it twice does no harm."""
    logout(request)
    messages.success(request, "已退出登录。")
    return redirect(settings.LOGOUT_REDIRECT_URL)


@require_POST
@login_required
def organisation_switch(request: HttpRequest) -> HttpResponse:
    """Act for another of one's own units from now on."""
    wanted = request.POST.get("organisation", "")
    for standing in actor_of(request).memberships:
        if str(standing.organisation.pk) == wanted:
            request.session[ACTING_FOR] = standing.organisation.pk
            messages.success(request, f"现在代表{standing.organisation.name}办理。")
            break
    else:
        messages.error(request, "您在这个单位没有角色，或角色已经结束。")
    return redirect(settings.LOGIN_REDIRECT_URL)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def password_change(request: HttpRequest) -> HttpResponse:
    """A new password: this session goes on, every other one of the user ends."""
    user = user_of(request)
    form = NewPasswordForm(user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        changed = services.change_password(
            actor=actor_of(request), user=user, password=form.cleaned_data["new_password1"]
        )
        update_session_auth_hash(request, changed)
        messages.success(request, "密码已修改，其他地方的登录已全部退出。")
        return redirect(settings.LOGIN_REDIRECT_URL)
    status = 422 if form.is_bound else 200
    context = {"form": form, "is_forced": user.must_change_password}
    return render(request, "accounts/password_change.html", context, status=status)


def remember_device(request: HttpRequest, device: Any) -> None:
    """This session has shown its second factor; it gets a new key because it may do more now."""
    request.session.cycle_key()
    django_otp.login(request, device)


def _safe_next(request: HttpRequest) -> str:
    """The address asked for, only on this host and never the sign-in page itself; else the workbench."""
    wanted = request.POST.get(NEXT) or request.GET.get(NEXT) or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    home = reverse(settings.LOGIN_REDIRECT_URL)
    return wanted if is_ours and not wanted.startswith(reverse("accounts:login")) else home
