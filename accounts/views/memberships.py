"""The administrator's pages about who may do what in which unit."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import rules, services
from accounts.access import actor_of, administrators_only
from accounts.forms import EndForm, MembershipForm, SearchForm
from accounts.forms.trial import carry_out
from accounts.models import Membership, Organisation, User
from accounts.selectors import organisations_like


@require_safe
@administrators_only
def membership_unit(request: HttpRequest, user_pk: int) -> HttpResponse:
    """First step of a new role: find the unit by any of its names."""
    user = get_object_or_404(User.objects.visible_to(actor_of(request)), pk=user_pk)
    form = SearchForm(request.GET or None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    context = {"form": form, "holder": user, "text": text, "found": organisations_like(text)}
    return render(request, "accounts/membership_unit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def membership_create(request: HttpRequest, user_pk: int, organisation_pk: int) -> HttpResponse:
    """Second step: one of the roles that this kind of unit knows, and from when."""
    actor = actor_of(request)
    user = get_object_or_404(User.objects.visible_to(actor), pk=user_pk)
    units = Organisation.objects.visible_to(actor).select_related("division")
    organisation = get_object_or_404(units, pk=organisation_pk)
    form = MembershipForm(request.POST if request.method == "POST" else None, organisation=organisation)
    if form.is_valid():
        add = partial(
            services.add_membership, actor=actor, user=user, organisation=organisation, **form.cleaned_data
        )
        if added := carry_out(form, add):
            messages.success(request, f"已为{user}添加角色：{organisation} {added.get_role_display()}。")
            return redirect("accounts:user_detail", user_pk)
    context = {"form": form, "holder": user, "organisation": organisation}
    return render(request, "accounts/membership_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    """From which day on the role is no longer held."""
    actor = actor_of(request)
    rows = Membership.objects.filter(user__in=User.objects.visible_to(actor)).select_related(
        "user", "organisation"
    )
    membership = get_object_or_404(rows, pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.end_membership(actor=actor, membership=membership, until=form.cleaned_data["until"])
        messages.success(request, "已办理，到期后其登录中的权限随即失效。")
        return redirect("accounts:user_detail", membership.user_id)
    context = {
        "form": form,
        "membership": membership,
        "permit": rules.can_end_membership(actor, membership, timezone.localdate()),
    }
    return render(request, "accounts/membership_end.html", context, status=422 if form.is_bound else 200)
