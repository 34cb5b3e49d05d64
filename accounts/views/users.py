"""The administrator's pages about users."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import rules, services
from accounts.access import actor_of, administrators_only
from accounts.filters import UserFilter
from accounts.forms import UserCreateForm, UserForm
from accounts.forms.trial import carry_out
from accounts.models import User
from accounts.selectors import current_memberships, device_of, locked_usernames, user_rows, users_for_list
from core import lists
from core.paging import keyset_page


@require_safe
@administrators_only
def user_list(request: HttpRequest) -> HttpResponse:
    """Every user by name, with their units and roles."""
    rows = users_for_list(actor_of(request), at=timezone.localdate())
    found = UserFilter(request.GET, queryset=rows, request=request)
    page = keyset_page(request, found.qs, newest_first=False, column="username")
    context = {"filter": found, "page_of_users": page, "rows": user_rows(page.rows)}
    return render(request, "accounts/user_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def user_export(request: HttpRequest) -> HttpResponse:
    """The filtered list, all pages of it, as a file."""
    return lists.answer(request, "users")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def user_create(request: HttpRequest) -> HttpResponse:
    """A new account. The one-time password is shown in this answer alone, so there is no redirect to lose it on."""
    form = UserCreateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        create = partial(services.create_user, actor=actor_of(request), **form.cleaned_data)
        if issued := carry_out(form, create):
            return _show_password(request, issued, title="用户已创建")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/user_create.html", {"form": form}, status=status)


@require_safe
@administrators_only
def user_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One user: what is known, what they may do where, and what can be done about them."""
    return _show_user(request, _user(request, pk), telephone="")


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def user_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, telephone and the person behind the account."""
    user = _user(request, pk)
    form = UserForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("display_name", "email", "person", "seen")}
        services.update_user(actor=actor_of(request), user=user, telephone=form.telephone_to_keep(), **values)
        messages.success(request, "已保存。")
        return redirect("accounts:user_detail", pk)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/user_edit.html", {"form": form, "edited": user}, status=status)


@require_POST
@administrators_only
def user_disable(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the account."""
    user = services.disable_user(actor=actor_of(request), user=_user(request, pk))
    messages.success(request, f"已停用{user}的账户，其登录已全部退出。")
    return redirect("accounts:user_detail", pk)


@require_POST
@administrators_only
def user_enable(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the account again."""
    user = services.enable_user(actor=actor_of(request), user=_user(request, pk))
    messages.success(request, f"已启用{user}的账户。")
    return redirect("accounts:user_detail", pk)


@require_POST
@administrators_only
def user_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody try again who mistyped the password too often."""
    user = _user(request, pk)
    services.unlock_user(actor=actor_of(request), user=user)
    messages.success(request, f"已解除{user}的登录锁定，现在可以重新登录。")
    return redirect("accounts:user_detail", pk)


@never_cache
@require_POST
@administrators_only
def user_reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one-time password, shown in this answer alone."""
    issued = services.reset_password(actor=actor_of(request), user=_user(request, pk))
    return _show_password(request, issued, title="密码已重置")


@require_POST
@administrators_only
def user_remove_totp(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a lost telephone."""
    user = _user(request, pk)
    services.remove_totp(actor=actor_of(request), user=user)
    messages.success(request, f"已解除{user}的动态口令设备，下次登录时重新绑定。")
    return redirect("accounts:user_detail", pk)


@never_cache
@require_POST
@administrators_only
def user_reveal_telephone(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of the user with the full number; that it was asked for is recorded."""
    user = _user(request, pk)
    telephone = services.reveal_telephone(actor=actor_of(request), user=user)
    return _show_user(request, user, telephone=telephone)


def _user(request: HttpRequest, pk: int) -> User:
    rows = User.objects.visible_to(actor_of(request)).select_related("person")
    user: User = get_object_or_404(rows, pk=pk)
    return user


def _show_user(request: HttpRequest, user: User, *, telephone: str) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "shown": user,
        "telephone": telephone,
        "memberships": current_memberships(user, at=timezone.localdate()),
        "today": timezone.localdate(),
        "device": device_of(user),
        "is_locked": bool(locked_usernames([user.username], at=timezone.now())),
        "disable": rules.can_disable_user(actor, user),
        "reset": rules.can_reset_access(actor, user),
        "is_self": user == actor.user,
    }
    return render(request, "accounts/user_detail.html", context)


def _show_password(request: HttpRequest, issued: services.Issued, *, title: str) -> HttpResponse:
    context = {"issued_to": issued.user, "password": issued.password, "title": title}
    return render(request, "accounts/password_issued.html", context)
