"""The registry as its owners see it: their towns, what is written about them, and their figures."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.requests import ActorRequest
from core.errors import Conflict, Invalid
from core.paging import keyset_page
from towns.forms import FigureForm, TownForm
from towns.models import Town
from towns.rules import can_create_town, can_edit_town, can_report_figure
from towns.selectors import figure_lines, recognitions, with_recognitions
from towns.services import create_town, report_figure, update_town


@require_safe
@login_required
def town_list(request: ActorRequest) -> HttpResponse:
    """Towns in sight of the acting unit, recognised or not."""
    actor = request.actor
    towns = with_recognitions(Town.objects.visible_to(actor)).select_related("owner", "keeper")
    page = keyset_page(request, towns, column="sort_key", newest_first=False)
    rows = [(town, recognitions(town)) for town in page.rows]
    context = {"rows": rows, "page_links": page, "create_permit": can_create_town(actor)}
    return render(request, "towns/town_list.html", context)


@require_safe
@login_required
def town_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """Everything that the registry holds of one town, unconfirmed figures too."""
    actor = request.actor
    town = _town_in_sight(actor, pk)
    context = {
        "town": town,
        "other_counties": town.other_counties.order_by("code"),
        "recognitions": recognitions(town),
        "lines": figure_lines(town.figures.all()),
        "edit_permit": can_edit_town(actor, town),
    }
    return render(request, "towns/town_detail.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def town_create(request: ActorRequest) -> HttpResponse:
    """Register a town of the acting unit."""
    actor = request.actor
    can_create_town(actor).demand()
    form = TownForm(request.POST if request.method == "POST" else None, actor=actor)
    if form.is_bound and form.is_valid():
        try:
            town = create_town(actor=actor, facts=form.facts())
        except Invalid as error:
            _show(form, error)
        else:
            messages.success(request, f"已登记{town.name}。")
            return redirect("towns:town_detail", town.pk)
    return render(request, "towns/town_create.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@login_required
def town_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Change what is written about a town; the page that was opened earlier does not overwrite a later one."""
    actor = request.actor
    town = _town_in_sight(actor, pk)
    can_edit_town(actor, town).demand()
    form = TownForm(request.POST if request.method == "POST" else None, instance=town, actor=actor)
    if form.is_bound and form.is_valid():
        try:
            update_town(actor=actor, town=town, facts=form.facts(), version=form.cleaned_data["version"] or 0)
        except Invalid as error:
            _show(form, error)
        except Conflict as error:
            return _render_stale(request, pk, error)
        else:
            messages.success(request, "已保存。")
            return redirect("towns:town_detail", pk)
    return _render_form(request, town.pk, form, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@login_required
def figure_create(request: ActorRequest, pk: int) -> HttpResponse:
    """Add a figure; it stands as 尚未确认 until somebody above has confirmed it."""
    actor = request.actor
    town = _town_in_sight(actor, pk)
    can_report_figure(actor, town).demand()
    form = FigureForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            figure = report_figure(actor=actor, town=town, **form.cleaned_data)
        except Invalid as error:
            _show(form, error)
        else:
            messages.success(request, f"已登记：{figure}。")
            return redirect("towns:town_detail", pk)
    context = {"form": form, "town": town}
    return render(request, "towns/figure_create.html", context, status=422 if form.is_bound else 200)


def _town_in_sight(actor: Actor, pk: int) -> Town:
    towns = with_recognitions(Town.objects.visible_to(actor)).select_related("owner", "keeper")
    return get_object_or_404(towns, pk=pk)


def _show(form: TownForm | FigureForm, error: Invalid) -> None:
    """A service's refusal stands under the field it speaks of."""
    for name, message in (error.fields or {"": error.message}).items():
        form.add_error(name if name in form.fields else None, message)


def _render_stale(request: ActorRequest, pk: int, conflict: Conflict) -> HttpResponse:
    """Nothing typed is lost: the form comes back with it, beside what somebody else saved meanwhile."""
    actor = request.actor
    latest = _town_in_sight(actor, pk)
    stored = TownForm(instance=latest, actor=actor)
    typed = request.POST.copy()
    typed["version"] = str(latest.version)
    form = TownForm(typed, instance=_town_in_sight(actor, pk), actor=actor)
    differing = [
        (str(field.label), _shown(stored, field.name) or "（空）")
        for field in form.visible_fields()
        if _shown(form, field.name) != _shown(stored, field.name)
    ]
    messages.warning(request, conflict.message)
    return _render_form(request, pk, form, status=409, meanwhile=conflict.detail, differing=differing)


def _shown(form: TownForm, name: str) -> str:
    """A field's content as a person reads it: the label of a choice, not its key."""
    value = form[name].value()
    field = form.fields[name]
    choices = dict(getattr(field, "choices", ()))
    return str(choices.get(value, choices.get(str(value), value)) if value not in (None, "") else "")


def _render_form(
    request: ActorRequest,
    pk: int,
    form: TownForm,
    *,
    status: int,
    meanwhile: tuple[str, ...] = (),
    differing: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    # The form writes what was typed into its own instance, so the name is read from the row.
    context = {
        "form": form,
        "town": Town.objects.get(pk=pk),
        "meanwhile": meanwhile,
        "differing": differing or [],
    }
    return render(request, "towns/town_edit.html", context, status=status)
