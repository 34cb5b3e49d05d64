"""The search: open to everybody, its words stand in the address."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import ActorRequest
from core.paging import keyset_page
from policies.grams import words_of
from policies.models import SearchRow
from policies.selectors.search import found_rows, hits

LONGEST = 120


@require_safe
def search(request: ActorRequest) -> HttpResponse:
    """Clauses that hold all the words; without words the page says how to ask."""
    q = request.GET.get("q", "").replace("\0", "")[:LONGEST]
    words = words_of(q)
    rows = found_rows(words) if words else SearchRow.objects.none()
    page = keyset_page(request, rows, column="dated_on", newest_first=True)
    context = {"q": q.strip(), "rows": hits(page.rows, words), "page_links": page}
    return render(request, "policies/search.html", context)
