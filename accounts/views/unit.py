"""本单位人员: who works here, and how somebody new comes in."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import services, workload
from accounts.access import actor_of, heads_only
from accounts.forms import InviteForm, TakeInForm
from accounts.forms.trial import carry_out
from accounts.selectors import colleague_rows, colleagues_for_list, earlier_colleagues, free_username
from core import lists
from core.paging import keyset_page


@require_safe
@heads_only
def unit_people(request: HttpRequest) -> HttpResponse:
    """Everybody with a role in the acting unit, by username, and below who had one."""
    actor = actor_of(request)
    page = keyset_page(request, colleagues_for_list(actor), newest_first=False, column="username")
    context = {
        "unit": actor.organisation,
        "page_of_people": page,
        "rows": colleague_rows(actor, page.rows),
        "earlier": earlier_colleagues(actor),
        "today": timezone.localdate(),
        "shows_work": workload.is_known(),
    }
    return render(request, "accounts/unit_people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@heads_only
def unit_export(request: HttpRequest) -> HttpResponse:
    """Who works here, as a file."""
    return lists.answer(request, "unit_people")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@heads_only
def unit_invite(request: HttpRequest) -> HttpResponse:
    """A new account for a colleague; the one-time password is shown in this answer alone."""
    actor = actor_of(request)
    form = InviteForm(request.POST if request.method == "POST" else None, actor=actor)
    is_proposed = False
    if form.is_valid():
        typed = form.cleaned_data
        if not typed["username"]:
            # Not made up in silence: the head reads it once, and a second click cannot make a second account.
            typed = {**typed, "username": free_username(typed["display_name"])}
            form, is_proposed = InviteForm(actor=actor, initial=typed), True
        elif issued := carry_out(form, partial(services.invite_colleague, actor=actor, **typed)):
            return show_password(request, issued, title="账户已创建")
    context = {"form": form, "unit": actor.organisation, "is_proposed": is_proposed}
    return render(request, "accounts/unit_invite.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@heads_only
def unit_take_in(request: HttpRequest) -> HttpResponse:
    """A role here for somebody who has an account already."""
    actor = actor_of(request)
    form = TakeInForm(request.POST if request.method == "POST" else None, actor=actor)
    if form.is_valid():
        user = carry_out(form, partial(services.take_in, actor=actor, **form.cleaned_data))
        if user:
            messages.success(request, f"已为{user}添加本单位的角色；本人可在右上角的菜单里切换单位。")
            return redirect("accounts:colleague_detail", user.pk)
    context = {"form": form, "unit": actor.organisation}
    return render(request, "accounts/unit_take_in.html", context, status=422 if form.is_bound else 200)


def show_password(request: HttpRequest, issued: services.Issued, *, title: str) -> HttpResponse:
    """The one-time password of a colleague, with the way back to the people of the unit."""
    context = {"issued_to": issued.user, "password": issued.password, "title": title}
    return render(request, "accounts/colleague_password.html", context)
