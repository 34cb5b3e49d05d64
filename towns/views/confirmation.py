"""The desk of the statistics unit: figures that wait for its word."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import ActorRequest
from core import lists
from core.errors import Invalid
from core.paging import keyset_page
from towns.forms import ConfirmForm, RejectForm
from towns.rules import can_confirm_figure, can_confirm_figures
from towns.selectors import figures_of_unit, figures_to_confirm
from towns.services import confirm_figures, reject_figure
from towns.views.shared import show


@require_safe
@login_required
def figure_waiting(request: ActorRequest) -> HttpResponse:
    """Unconfirmed figures of the unit's towns, the oldest first."""
    actor = request.actor
    can_confirm_figures(actor).demand()
    page = keyset_page(request, figures_to_confirm(actor), column="reported_at", newest_first=False)
    context = {
        "lines": [(figure, can_confirm_figure(actor, figure)) for figure in page.rows],
        "page_links": page,
    }
    return render(request, "towns/figure_waiting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def figure_waiting_export(request: ActorRequest) -> HttpResponse:
    """What waits, all pages of it, as a file."""
    return lists.answer(request, "figures_waiting")


@require_POST
@login_required
def figure_confirm(request: ActorRequest) -> HttpResponse:
    """Confirm the chosen figures, all or none."""
    actor = request.actor
    can_confirm_figures(actor).demand()
    form = ConfirmForm(request.POST, figures=figures_of_unit(actor))
    if not form.is_valid():
        raise Invalid(str(form.errors["figures"][0]))
    done = confirm_figures(actor=actor, figures=form.cleaned_data["figures"])
    messages.success(request, f"已确认 {len(done)} 项数据。")
    return redirect("towns:figure_waiting")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def figure_reject(request: ActorRequest, pk: int) -> HttpResponse:
    """Send a figure back with a reason."""
    actor = request.actor
    can_confirm_figures(actor).demand()
    figure = get_object_or_404(figures_of_unit(actor), pk=pk)
    can_confirm_figure(actor, figure).demand()
    form = RejectForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            reject_figure(actor=actor, figure=figure, reason=form.cleaned_data["reason"])
        except Invalid as error:
            show(form, error)
        else:
            messages.success(request, f"已退回：{figure}。")
            return redirect("towns:figure_waiting")
    context = {"form": form, "figure": figure}
    return render(request, "towns/figure_reject.html", context, status=422 if form.is_bound else 200)
