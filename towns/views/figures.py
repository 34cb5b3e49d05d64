"""The figures of a town, its enterprises and its products: listed, exported, reported."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ActorRequest
from core import lists
from core.errors import Invalid
from core.paging import keyset_page
from towns.filters import FigureFilterForm
from towns.forms import FigureForm
from towns.models import Enterprise, Product, Town
from towns.rules import can_import_figures, can_report_figure
from towns.sections import SECTIONS
from towns.selectors import figures_of, lines_of_page
from towns.services import report_figure
from towns.views.shared import frame, show, town_in_sight


@require_safe
@login_required
def figure_list(request: ActorRequest, pk: int) -> HttpResponse:
    """Everything reported of a town, the latest first; the filter is the address."""
    town = town_in_sight(request.actor, pk)
    form = FigureFilterForm(request.GET, figures=figures_of(town))
    page = keyset_page(request, form.narrow(figures_of(town)), column="pk", newest_first=True)
    context = frame(request.actor, town, "figures") | {
        "form": form,
        "import_permit": can_import_figures(request.actor, town),
        "query": form.query(),
        "lines": lines_of_page(town, page.rows),
        "page_links": page,
    }
    return render(request, "towns/figure_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def figure_export(request: ActorRequest, pk: int) -> HttpResponse:
    """The filtered figures, all pages of them, as a file."""
    return lists.answer(request, "town_figures", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def figure_create(
    request: ActorRequest, pk: int, section: str | None = None, row: int | None = None
) -> HttpResponse:
    """Add a figure; it stands as 尚未确认 until the statistics unit has confirmed it."""
    actor = request.actor
    town = town_in_sight(actor, pk)
    can_report_figure(actor, town).demand()
    subject = None if section is None else _subject(town, section, row)
    form = FigureForm(request.POST if request.method == "POST" else None, subject=subject)
    if form.is_bound and form.is_valid():
        try:
            figure = report_figure(actor=actor, town=town, subject=subject, **form.cleaned_data)
        except Invalid as error:
            show(form, error)
        else:
            messages.success(request, f"已登记：{figure}。")
            return redirect("towns:figure_list", pk)
    context = {"form": form, "town": town, "subject": subject}
    return render(request, "towns/figure_create.html", context, status=422 if form.is_bound else 200)


def _subject(town: Town, section: str, row: int | None) -> Enterprise | Product:
    """The enterprise or product that the figure speaks of; sections without figures are not found."""
    if section not in SECTIONS or SECTIONS[section].subject is None:
        raise Http404
    found: Enterprise | Product = get_object_or_404(SECTIONS[section].rows_of(town), pk=row)
    return found
