"""Lists as files: handed out at once when short, made in the background when long, fetched from 我的导出."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.requests import ActorRequest
from core.lists import AT_ONCE, Listing, Opened
from core.paging import keyset_page
from core.sheets import CSV_TYPE, XLSX_TYPE
from exchange.enums import SheetFormat
from exchange.models import Export
from exchange.selectors.exports import Asked, exports_for_list, opened_for
from exchange.services import exports as services
from exchange.services.making import chunks_of, lines_of
from files.views.download import SHUT_OFF

TYPES = {SheetFormat.XLSX: XLSX_TYPE, SheetFormat.CSV: CSV_TYPE}


def answer(request: ActorRequest, listing: Listing, place: dict[str, Any]) -> HttpResponseBase:
    """A list's own address: the file of a short list; of a long one the question whether to make it, and POST does."""
    actor = request.actor
    asked = Asked.of(listing.key, place, request.path, request.GET)
    if request.method == "POST" and not actor.is_anonymous:
        export = services.request_export(actor=actor, asked=asked)
        return redirect("exchange:export_detail", export.pk)
    opened = asked.open(actor)
    rows = opened.first(AT_ONCE + 1)
    if len(rows) > AT_ONCE:
        return _streamed(opened, asked) if actor.is_anonymous else _question(request, opened, asked)
    lines = list(opened.lines(rows, 1))
    services.note_taken(actor=actor, asked=asked, title=opened.title, rows=len(lines))
    author = actor.organisation.name if actor.organisation else ""
    content = b"".join(chunks_of(opened, asked.file_format, iter(lines), author=author))
    return _as_attachment(HttpResponse(content, content_type=TYPES[asked.file_format]), opened.title, asked)


@require_safe
@login_required
def export_list(request: ActorRequest) -> HttpResponse:
    """我的导出, the newest first."""
    page = keyset_page(request, exports_for_list(request.actor), newest_first=True, column="pk")
    return render(request, "exchange/export_list.html", {"page_links": page})


@require_safe
@login_required
def export_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """How far it is, and the way to the file; asked again every second by the page itself."""
    export = _in_sight(request, pk)
    template = "exchange/_export.html" if request.headers.get("HX-Request") else "exchange/export_detail.html"
    return render(request, template, {"export": export})


@require_safe
@login_required
def export_download(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The file; the list must still be in sight, as its page would be."""
    export = _in_sight(request, pk)
    if opened_for(request.actor, export) is None:
        raise Http404
    file = services.fetch_export(actor=request.actor, export=export)
    response = FileResponse(file, content_type=TYPES[SheetFormat(export.file_format)])
    made = timezone.localtime(export.finished_at)
    return _named(response, f"{export.title}{made:%Y%m%d}.{export.file_format}")


def _in_sight(request: ActorRequest, pk: int) -> Export:
    return get_object_or_404(Export.objects.visible_to(request.actor), pk=pk)


def _question(request: ActorRequest, opened: Opened, asked: Asked) -> HttpResponse:
    context = {"title": opened.title, "rows": opened.count(), "asked": asked, "at_once": AT_ONCE}
    return render(request, "exchange/export_ask.html", context)


def _streamed(opened: Opened, asked: Asked) -> HttpResponseBase:
    """A long public list, while it is written: visitors have no 我的导出."""
    chunks = chunks_of(opened, asked.file_format, lines_of(opened), author="")
    response = StreamingHttpResponse(chunks, content_type=TYPES[asked.file_format])
    return _as_attachment(response, opened.title, asked)


def _as_attachment(response: HttpResponseBase, title: str, asked: Asked) -> HttpResponseBase:
    return _named(response, f"{title}{timezone.localdate():%Y%m%d}.{asked.file_format}")


def _named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    # Whatever a browser makes of the bytes, it runs nothing; and nobody keeps them on the way.
    response.headers["Content-Security-Policy"] = SHUT_OFF
    response.headers["Cache-Control"] = "private, no-store"
    return response
