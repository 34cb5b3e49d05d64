"""The rows of a section: listed, exported, added, changed, removed; one set of pages for every section."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actors import Actor
from accounts.requests import ActorRequest
from core import lists
from core.errors import Conflict, Invalid
from core.paging import keyset_page
from towns.filters import RowFilterForm
from towns.forms import DeclareForm, RemoveForm, RowForm
from towns.models import RegistryRow, Town
from towns.rules import can_edit_town
from towns.sections import SECTIONS, Section
from towns.selectors.rows import row_lines
from towns.services import add_row, declare_complete, remove_row, update_row
from towns.views.shared import ALONE, frame, meanwhile, show, town_in_sight


@require_safe
@login_required
def row_list(request: ActorRequest, pk: int, section: str) -> HttpResponse:
    """The rows of a section; the filter is the address."""
    town, found = _place(request.actor, pk, section)
    form = RowFilterForm(request.GET, section=found)
    page = keyset_page(request, form.narrow(found.rows_of(town)), column="pk", newest_first=False)
    context = frame(request.actor, town, found.key) | {
        "section": found,
        "is_complete": found.declares is not None and found.declares in town.complete_sections,
        "form": form,
        "query": form.query(),
        "lines": row_lines(found, page.rows),
        "page_links": page,
    }
    return render(request, "towns/row_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def row_export(request: ActorRequest, pk: int, section: str) -> HttpResponse:
    """The filtered rows, all pages of them, as a file."""
    return lists.answer(request, "town_rows", pk=pk, section=section)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def row_create(request: ActorRequest, pk: int, section: str) -> HttpResponse:
    """Register a row."""
    town, found = _place_to_edit(request.actor, pk, section)
    form = RowForm(request.POST if request.method == "POST" else None, section=found, town=town)
    if form.is_bound and form.is_valid():
        try:
            row = add_row(actor=request.actor, town=town, section=found, values=form.values())
        except Invalid as error:
            show(form, error)
        else:
            messages.success(request, f"已登记{found.noun}：{row}。")
            return redirect("towns:row_list", pk, section)
    context = {"form": form, "town": town, "section": found, "row": None, **ALONE}
    return render(request, "towns/row_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def row_edit(request: ActorRequest, pk: int, section: str, row: int) -> HttpResponse:
    """Change a row; the page that was opened earlier does not overwrite a later one."""
    town, found = _place_to_edit(request.actor, pk, section)
    stored = _row(town, found, row)
    form = RowForm(request.POST if request.method == "POST" else None, section=found, town=town, row=stored)
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            update_row(actor=request.actor, section=found, row=stored, values=form.values(), version=version)
        except Invalid as error:
            show(form, error)
        except Conflict as error:
            return _overtaken(request, town, found, row, error)
        else:
            messages.success(request, "已保存。")
            return redirect("towns:row_list", pk, section)
    context = {"form": form, "town": town, "section": found, "row": stored, **ALONE}
    return render(request, "towns/row_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def row_remove(request: ActorRequest, pk: int, section: str, row: int) -> HttpResponse:
    """Ask once more, then take the row out; the act keeps what it said."""
    town, found = _place_to_edit(request.actor, pk, section)
    stored = _row(town, found, row)
    form = RemoveForm(request.POST if request.method == "POST" else None, initial={"version": stored.version})
    if form.is_bound and form.is_valid():
        remove_row(actor=request.actor, section=found, row=stored, version=form.cleaned_data["version"] or 0)
        messages.success(request, f"已删除{found.noun}：{stored}。")
        return redirect("towns:row_list", pk, section)
    context = {"form": form, "town": town, "section": found, "row": stored, "cells": found.cells(stored)}
    return render(request, "towns/row_remove.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def section_declare(request: ActorRequest, pk: int, section: str) -> HttpResponse:
    """Declare a section complete, or take that back."""
    town, found = _place_to_edit(request.actor, pk, section)
    form = DeclareForm(request.POST)
    if found.declares is None or not form.is_valid():
        raise Invalid("请回到栏目页面，再按一次按钮。")
    complete = form.cleaned_data["complete"]
    declare_complete(actor=request.actor, town=town, section=found.declares, complete=complete)
    said = "已声明登记齐全" if complete else "已撤回登记齐全的声明"
    messages.success(request, f"{found.declares.label}：{said}。")
    return redirect("towns:row_list", pk, section)


def _place(actor: Actor, pk: int, section: str) -> tuple[Town, Section]:
    if section not in SECTIONS:
        raise Http404
    return town_in_sight(actor, pk), SECTIONS[section]


def _place_to_edit(actor: Actor, pk: int, section: str) -> tuple[Town, Section]:
    town, found = _place(actor, pk, section)
    can_edit_town(actor, town).demand()
    return town, found


def _row(town: Town, section: Section, pk: int) -> Any:
    return get_object_or_404(section.rows_of(town), pk=pk)


def _overtaken(
    request: ActorRequest, town: Town, section: Section, pk: int, conflict: Conflict
) -> HttpResponse:
    """The form comes back with what was typed, beside what somebody else saved meanwhile."""
    latest: RegistryRow = _row(town, section, pk)
    typed = request.POST.copy()
    typed["version"] = str(latest.version)
    form = RowForm(typed, section=section, town=town, row=latest)
    beside = meanwhile(form, RowForm(section=section, town=town, row=latest), conflict)
    messages.warning(request, conflict.message)
    context = {"form": form, "town": town, "section": section, "row": latest, **beside}
    return render(request, "towns/row_form.html", context, status=409)
