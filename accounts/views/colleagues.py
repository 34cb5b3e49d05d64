"""One person of the unit: roles, deputies, hand-over, a forgotten password."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import rules, services, workload
from accounts.access import actor_of, heads_only
from accounts.forms import ColleagueRoleForm, DeputyForm, EndRolesForm, HandOverForm
from accounts.forms.trial import carry_out
from accounts.models import User
from accounts.selectors import colleague_memberships, locked_usernames, receivers, roles_to_hand_over
from accounts.views.unit import show_password
from core.templatetags.formats import day


@require_safe
@heads_only
def colleague_detail(request: HttpRequest, user_pk: int) -> HttpResponse:
    """Who it is, what they may do here, and what can be done about it."""
    return _show(request, _colleague(request, user_pk), telephone="")


@require_http_methods(["GET", "HEAD", "POST"])
@heads_only
def colleague_role(request: HttpRequest, user_pk: int) -> HttpResponse:
    """A further role in this unit."""
    return _give(request, user_pk, is_deputy=False)


@require_http_methods(["GET", "HEAD", "POST"])
@heads_only
def colleague_deputy(request: HttpRequest, user_pk: int) -> HttpResponse:
    """A role in this unit for a while; it begins and ends by itself."""
    return _give(request, user_pk, is_deputy=True)


@require_http_methods(["GET", "HEAD", "POST"])
@heads_only
def colleague_end(request: HttpRequest, user_pk: int) -> HttpResponse:
    """End roles in this unit today; the account and what it is elsewhere stay."""
    actor, user = actor_of(request), _colleague(request, user_pk)
    today = timezone.localdate()
    held = [row for row in colleague_memberships(actor, user) if row.until is None or row.until > today]
    permits = [(row, rules.can_end_membership(actor, row, today)) for row in held]
    form = EndRolesForm(
        request.POST if request.method == "POST" else None, rows=[row for row, permit in permits if permit]
    )
    if form.is_valid():
        ended = services.end_roles(actor=actor, user=user, **form.cleaned_data)
        messages.success(request, f"已结束{user}在本单位的角色：{'、'.join(ended)}。")
        return _back(request, user)
    context = {
        "form": form,
        "colleague": user,
        "refused": [(row, permit) for row, permit in permits if not permit],
        "is_self": user == actor.user,
    }
    return render(request, "accounts/colleague_end.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@heads_only
def colleague_hand_over(request: HttpRequest, user_pk: int) -> HttpResponse:
    """All roles and all open work to another colleague; the page says first what goes."""
    actor, user = actor_of(request), _colleague(request, user_pk)
    assert actor.organisation is not None, "behind the door of heads of units"
    today = timezone.localdate()
    rows = roles_to_hand_over(actor, user, at=today)
    possible = receivers(actor, user, at=today)
    form = HandOverForm(request.POST if request.method == "POST" else None, receivers=possible, rows=rows)
    if form.is_valid():
        hand_over = partial(services.hand_over, actor=actor, user=user, **form.cleaned_data)
        if done := carry_out(form, hand_over):
            work = f"，转交工作 {done.work} 件" if done.work else ""
            messages.success(
                request, f"已将{user}的{'、'.join(done.roles)}移交给{form.cleaned_data['to_user']}{work}。"
            )
            return _back(request, user)
    context = {
        "form": form,
        "colleague": user,
        "rows": rows,
        "items": workload.workload_of(actor.organisation).get(user.pk, ()),
        "shows_work": workload.is_known(),
        "permit": rules.can_hand_over(actor, user),
        "has_receivers": possible.exists(),
        "is_self": user == actor.user,
    }
    return render(request, "accounts/colleague_hand_over.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_POST
@heads_only
def colleague_reset_password(request: HttpRequest, user_pk: int) -> HttpResponse:
    """A new one-time password for a colleague who forgot theirs, shown in this answer alone."""
    issued = services.reset_password(actor=actor_of(request), user=_colleague(request, user_pk))
    return show_password(request, issued, title="密码已重置")


@never_cache
@require_POST
@heads_only
def colleague_reveal_telephone(request: HttpRequest, user_pk: int) -> HttpResponse:
    """The page of the colleague with the full number; that it was asked for is recorded."""
    user = _colleague(request, user_pk)
    return _show(request, user, telephone=services.reveal_telephone(actor=actor_of(request), user=user))


def _colleague(request: HttpRequest, user_pk: int) -> User:
    rows = User.objects.visible_to(actor_of(request)).select_related("person")
    user: User = get_object_or_404(rows, pk=user_pk)
    return user


def _show(request: HttpRequest, user: User, *, telephone: str) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    assert actor.organisation is not None, "behind the door of heads of units"
    rows = colleague_memberships(actor, user)
    held = [row for row in rows if row.until is None or row.until > today]
    context = {
        "colleague": user,
        "telephone": telephone,
        "held": held,
        "over": [row for row in rows if row not in held],
        "today": today,
        "is_locked": bool(locked_usernames([user.username], at=timezone.now())),
        "items": workload.workload_of(actor.organisation).get(user.pk, ()),
        "shows_work": workload.is_known(),
        "reset": rules.can_reset_password(actor, user),
        "hand_over": rules.can_hand_over(actor, user),
        "is_self": user == actor.user,
    }
    return render(request, "accounts/colleague_detail.html", context)


def _give(request: HttpRequest, user_pk: int, *, is_deputy: bool) -> HttpResponse:
    actor, user = actor_of(request), _colleague(request, user_pk)
    assert actor.organisation is not None, "behind the door of heads of units"
    form_class = DeputyForm if is_deputy else ColleagueRoleForm
    form = form_class(request.POST if request.method == "POST" else None, actor=actor)
    if form.is_valid():
        add = partial(
            services.add_membership,
            actor=actor,
            user=user,
            organisation=actor.organisation,
            is_deputy=is_deputy,
            **form.cleaned_data,
        )
        if added := carry_out(form, add):
            ends = f"，{day(added.until)}自动结束" if added.until else ""
            messages.success(request, f"已为{user}安排{added.role_words}，{day(added.since)}开始{ends}。")
            return redirect("accounts:colleague_detail", user_pk)
    context = {"form": form, "colleague": user, "is_deputy": is_deputy}
    return render(request, "accounts/colleague_role.html", context, status=422 if form.is_bound else 200)


def _back(request: HttpRequest, user: User) -> HttpResponse:
    """To the colleague's page; whoever gave up roles of their own may not see it any more."""
    if user == actor_of(request).user:
        return redirect("portal:workbench")
    return redirect("accounts:colleague_detail", user.pk)
