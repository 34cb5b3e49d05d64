"""The board: where every town in sight stands, and one town under one standard."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ActorRequest
from core import lists
from core.paging import keyset_page
from criteria.errors import FactsError
from portal.filters import BoardFilterForm
from portal.selectors.board import board_rows, columns_of, current_answer, towns_on_board, with_standings
from standards.selectors.board import version_for, versions_in_sight


@require_safe
@login_required
def board(request: ActorRequest) -> HttpResponse:
    """Towns × standards in force; the filter is the address."""
    actor = request.actor
    towns = towns_on_board(actor)
    versions = versions_in_sight(actor.organisation, on=timezone.localdate())
    form = BoardFilterForm(request.GET, towns=towns, versions=versions)
    found = form.narrow(towns)
    page = keyset_page(request, with_standings(found, versions), column="sort_key", newest_first=False)
    context = {
        "form": form,
        "total": found.count(),
        "columns": columns_of(versions),
        "rows": board_rows(page.rows, versions),
        "page_links": page,
        "filter_query": form.query(),
    }
    return render(request, "portal/board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def board_export(request: ActorRequest) -> HttpResponse:
    """The filtered board, all pages of it, as a file."""
    return lists.answer(request, "board")


@require_safe
@login_required
def board_detail(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """One town under one standard, found anew on the registry of this moment."""
    town = get_object_or_404(towns_on_board(request.actor).select_related("owner", "county"), pk=pk)
    now = timezone.now()
    version = version_for(town, code, on=timezone.localdate(now))
    if version is None:
        raise Http404
    year, answer, trouble = None, None, ""
    try:
        year, answer = current_answer(town, version, at=now)
    except FactsError as error:
        trouble = error.message
    context = {
        "town": town,
        "version": version,
        "year": year,
        "answer": answer,
        "trouble": trouble,
        "checked_at": now,
    }
    return render(request, "portal/board_detail.html", context)
