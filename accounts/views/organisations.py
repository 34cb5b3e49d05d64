"""The administrator's pages about organisations."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import rules, services
from accounts.access import actor_of, administrators_only
from accounts.filters import OrganisationFilter
from accounts.forms import AliasForm, OrganisationForm, SearchForm
from accounts.forms.trial import carry_out
from accounts.models import Organisation, OrganisationAlias
from accounts.selectors import organisation_page, organisations_for_list, organisations_like
from core import lists
from core.paging import keyset_page


@require_safe
@administrators_only
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Every unit, governments before offices, in the order of the divisions."""
    rows = organisations_for_list(actor_of(request))
    found = OrganisationFilter(request.GET, queryset=rows, request=request)
    page = keyset_page(request, found.qs, newest_first=False, column="key", size=30)
    return render(request, "accounts/organisation_list.html", {"filter": found, "page_of_units": page})


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def organisation_export(request: HttpRequest) -> HttpResponse:
    """The filtered list, all pages of it, as a file."""
    return lists.answer(request, "organisations")


@require_safe
@administrators_only
def organisation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: who is above it, its other names, posts and members."""
    return _show(request, _unit(request, pk), AliasForm())


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def organisation_create(request: HttpRequest, superior_pk: int) -> HttpResponse:
    """A new unit directly below another."""
    superior = _unit(request, superior_pk)
    form = OrganisationForm(request.POST if request.method == "POST" else None, superior=superior)
    if form.is_valid():
        create = partial(
            services.create_organisation,
            actor=actor_of(request),
            particulars=form.particulars(),
            superior=superior,
        )
        if created := carry_out(form, create):
            messages.success(request, f"已新建{created}。")
            return redirect("accounts:organisation_detail", created.pk)
    context = {"form": form, "superior": superior}
    return render(request, "accounts/organisation_create.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def organisation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said about a unit."""
    unit = _unit(request, pk)
    data = request.POST if request.method == "POST" else None
    form = OrganisationForm(data, superior=unit.superior, organisation=unit)
    if form.is_valid():
        update = partial(
            services.update_organisation,
            actor=actor_of(request),
            organisation=unit,
            particulars=form.particulars(),
            seen=form.cleaned_data["seen"],
        )
        if carry_out(form, update):
            messages.success(request, "已保存。")
            return redirect("accounts:organisation_detail", pk)
    context = {"form": form, "unit": unit}
    return render(request, "accounts/organisation_edit.html", context, status=422 if form.is_bound else 200)


@require_safe
@administrators_only
def organisation_superior(request: HttpRequest, pk: int) -> HttpResponse:
    """First step of a move: find the new superior by any of its names."""
    unit = _unit(request, pk)
    form = SearchForm(request.GET or None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    context = {"form": form, "unit": unit, "text": text, "found": organisations_like(text)}
    return render(request, "accounts/organisation_superior.html", context)


@require_POST
@administrators_only
def organisation_move(request: HttpRequest, pk: int, superior_pk: int) -> HttpResponse:
    """Second step: below that superior, with everything below the unit."""
    unit, superior = _unit(request, pk), _unit(request, superior_pk)
    services.move_organisation(actor=actor_of(request), organisation=unit, superior=superior)
    messages.success(request, f"{unit}的直接上级已调整为{superior}。")
    return redirect("accounts:organisation_detail", pk)


@require_POST
@administrators_only
def organisation_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of use."""
    unit = services.deactivate_organisation(actor=actor_of(request), organisation=_unit(request, pk))
    messages.success(request, f"已停用{unit}。")
    return redirect("accounts:organisation_detail", pk)


@require_POST
@administrators_only
def organisation_activate(request: HttpRequest, pk: int) -> HttpResponse:
    """In use again."""
    unit = services.activate_organisation(actor=actor_of(request), organisation=_unit(request, pk))
    messages.success(request, f"已恢复{unit}。")
    return redirect("accounts:organisation_detail", pk)


@require_POST
@administrators_only
def alias_create(request: HttpRequest, organisation_pk: int) -> HttpResponse:
    """One more name of a unit."""
    unit = _unit(request, organisation_pk)
    form = AliasForm(request.POST)
    if form.is_valid():
        add = partial(
            services.add_alias, actor=actor_of(request), organisation=unit, name=form.cleaned_data["name"]
        )
        if carry_out(form, add):
            messages.success(request, "已添加别名。")
            return redirect("accounts:organisation_detail", organisation_pk)
    return _show(request, unit, form)


@require_POST
@administrators_only
def alias_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """One name less."""
    rows = OrganisationAlias.objects.filter(
        organisation__in=Organisation.objects.visible_to(actor_of(request))
    ).select_related("organisation")
    alias = get_object_or_404(rows, pk=pk)
    services.remove_alias(actor=actor_of(request), alias=alias)
    messages.success(request, f"已删除别名“{alias}”。")
    return redirect("accounts:organisation_detail", alias.organisation_id)


def _unit(request: HttpRequest, pk: int) -> Organisation:
    return get_object_or_404(organisations_for_list(actor_of(request)), pk=pk)


def _show(request: HttpRequest, unit: Organisation, form: AliasForm) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "unit_page": organisation_page(unit, at=timezone.localdate()),
        "unit": unit,
        "form": form,
        "deactivate": rules.can_deactivate_organisation(actor, unit),
        "activate": rules.can_activate_organisation(actor, unit),
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/organisation_detail.html", context, status=status)
