"""Bringing a workbook in: template, upload, progress, what was found, confirming, taking back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.requests import ActorRequest
from core.errors import Invalid
from core.paging import keyset_page
from core.resources import SheetResource, find, registered
from core.sheets.answers import workbook_answer
from exchange.enums import PageKind
from exchange.forms import UploadForm, VersionForm
from exchange.models import Import
from exchange.rules.imports import can_read_import
from exchange.selectors.imports import problem_lines, shown_lines, tabs
from exchange.selectors.words import TAGS, bars, result_words
from exchange.services import imports as services
from exchange.sheets.mending import mending_book
from exchange.sheets.reading import read
from exchange.sheets.template import template
from files.storage import opened
from records.workflow import available_actions

Step = Callable[..., Import]


@require_safe
@login_required
def import_list(request: ActorRequest) -> HttpResponse:
    """What the unit brought in, the newest first."""
    rows = Import.objects.visible_to(request.actor).select_related("file", "user")
    page = keyset_page(request, rows, newest_first=True, column="pk")
    lines = [(row, find(row.resource).noun, TAGS.get(row.state, ""), result_words(row)) for row in page.rows]
    return render(request, "exchange/import_list.html", {"lines": lines, "page_links": page})


@require_safe
@login_required
def import_template(request: ActorRequest, key: str, place: int) -> HttpResponse:
    """The workbook to fill in."""
    resource, found = _resource(request, key, place)
    lookups = resource.lookups(request.actor, found)
    name = _name(found)
    content = template(resource, name, lookups, resource.columns(found))
    return workbook_answer(content, f"{name}{resource.noun}导入表")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def import_create(request: ActorRequest, key: str, place: int) -> HttpResponse:
    """Upload a file; it is read in the background."""
    resource, found = _resource(request, key, place)
    form = (
        UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    )
    if form.is_bound and form.is_valid():
        try:
            batch = services.begin_import(
                actor=request.actor, key=key, number=place or None, upload=form.cleaned_data["file"]
            )
        except Invalid as error:
            form.add_error("file", error.message)
        else:
            return redirect("exchange:import_detail", batch.pk)
    context = {
        "form": form,
        "resource": resource,
        "columns": resource.columns(found),
        "place": place,
        "place_name": _name(found),
        "list_url": resource.address(found),
    }
    return render(request, "exchange/import_create.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
def import_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """How far it is; then what was found, page by page, and what can be done about it."""
    batch = _in_sight(request, pk)
    if request.headers.get("HX-Request"):
        return (
            render(request, "exchange/_import_running.html", {"batch": batch})
            if batch.is_open
            else HttpResponseClientRefresh()
        )
    resource = find(batch.resource)
    kinds = tabs(batch, request.GET.get("kind", ""))
    current = next((tab.kind for tab in kinds if tab.current), None)
    pages = batch.pages.filter(kind=current) if current else batch.pages.none()
    page = keyset_page(request, pages, newest_first=False, column="number", size=1)
    is_problem = current in {PageKind.ERROR, PageKind.WARNING}
    context = {
        "batch": batch,
        "resource": resource,
        "bars": bars(batch),
        "offers": available_actions(batch, request.actor),
        **_ways(request, resource, batch),
        "tabs": kinds,
        "kind": current,
        "problems": page.rows[0].lines if page.rows and is_problem else [],
        "lines": shown_lines(batch, page.rows[0]) if page.rows and not is_problem else [],
        "page_links": page,
        "form": VersionForm(initial={"version": batch.version}),
    }
    return render(request, "exchange/import_detail.html", context)


@require_safe
@login_required
def import_problems(request: ActorRequest, pk: int) -> HttpResponse:
    """What is wrong, as a workbook, beside the original cells."""
    batch = _in_sight(request, pk)
    errors, warnings = (problem_lines(batch, kind) for kind in (PageKind.ERROR, PageKind.WARNING))
    if not errors and not warnings:
        raise Http404
    with opened(batch.file.blob) as file:
        rows = read(file, batch.file.blob.kind).rows
    return workbook_answer(mending_book(rows, errors, warnings), f"{find(batch.resource).noun}导入问题")


@require_POST
@login_required
def import_confirm(request: ActorRequest, pk: int) -> HttpResponse:
    """Write it."""
    return _do(request, pk, services.confirm_import, "已确认，正在写入。")


@require_POST
@login_required
def import_read_again(request: ActorRequest, pk: int) -> HttpResponse:
    """Read it again."""
    return _do(request, pk, services.read_again, "正在重新核对。")


@require_POST
@login_required
def import_discard(request: ActorRequest, pk: int) -> HttpResponse:
    """Give it up."""
    return _do(request, pk, services.discard_import, "已放弃这次导入，什么也没有写入。")


@require_POST
@login_required
def import_undo(request: ActorRequest, pk: int) -> HttpResponse:
    """Take it back."""
    return _do(request, pk, services.undo_import, "已撤销这次导入，内容恢复到导入之前。")


def _do(request: ActorRequest, pk: int, step: Step, said: str) -> HttpResponse:
    batch = _in_sight(request, pk)
    step(actor=request.actor, batch=batch, version=VersionForm(request.POST).seen())
    messages.success(request, said)
    return redirect("exchange:import_detail", pk)


def _resource(request: ActorRequest, key: str, number: int) -> tuple[SheetResource, Any]:
    """The resource and its place in sight; in sight and not theirs to fill is 403."""
    if key not in registered():
        raise Http404
    resource = find(key)
    try:
        found = resource.place(request.actor, number or None)
    except LookupError as error:
        raise Http404 from error
    resource.permit(request.actor, found).demand()
    return resource, found


def _in_sight(request: ActorRequest, pk: int) -> Import:
    rows = Import.objects.visible_to(request.actor).select_related(
        "file__blob", "user", "confirmed_by", "organisation"
    )
    batch: Import = get_object_or_404(rows, pk=pk)
    can_read_import(request.actor, batch).demand()
    return batch


def _ways(request: ActorRequest, resource: SheetResource, batch: Import) -> dict[str, str]:
    """To the list of the rows and to another upload, as far as this person may go there."""
    try:
        place = resource.place(request.actor, batch.place)
    except LookupError:
        return {"list_url": "", "upload_url": ""}
    upload = reverse("exchange:import_create", args=[resource.key, batch.place or 0])
    may_upload = resource.permit(request.actor, place).allowed
    return {"list_url": resource.address(place), "upload_url": upload if may_upload else ""}


def _name(place: Any) -> str:
    return str(place) if place is not None else ""
