"""The form of an application: a page of blocks, each saved by itself, by its button or while somebody types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import ActorRequest
from applications.blocks import BLOCK, BLOCKS, Block
from applications.forms import BlockForm
from applications.forms.blocks import AnswerRow
from applications.models import Application, ApplicationBlock
from applications.rules import can_copy_answers, can_edit_application, can_edit_block, is_block_open
from applications.selectors.blocks import (
    Basis,
    ShownSection,
    colleagues_in,
    earlier_sheet,
    saved_blocks,
    sections_of,
)
from applications.selectors.words import unsent_notice
from applications.services import filling
from applications.views.shared import application_in_sight
from applications.views.to_do import to_do_of
from core.errors import Conflict
from core.permits import Permit

# Sections of the registry that a standard may ask for by themselves; platforms are an answer.
LISTS = frozenset({"titles", "brands", "technical_standards"})
# What the script sends with everything it asks for itself.
SCRIPT = "XMLHttpRequest"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that reads otherwise now than what was typed: its name and values for the script, words for people."""

    name: str
    label: str
    saved: str
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block as the page shows it; `left` says how much is asked for and not answered.

    Where a return has locked it, `lock` says why, and `words` are (id, label, text) of its answers.
    """

    block: Block
    form: BlockForm
    saved: ApplicationBlock | None
    people: Sequence[str]
    sections: Sequence[ShownSection]
    left: str
    differing: Sequence[Difference]
    lock: Permit
    words: Sequence[tuple[str, str, str]]


@require_safe
@login_required
def application_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Fill in; saving is not submitting, and the page says so."""
    application = application_in_sight(request.actor, pk)
    can_edit_application(request.actor, application).demand()
    return _page(request, application)


@require_POST
@login_required
def application_block(request: ActorRequest, pk: int, key: str) -> HttpResponse:
    """Save one block: a page for the button, JSON for the script."""
    application, block = _open_for(request, pk, key)
    can_edit_block(request.actor, application, key).demand()
    form = BlockForm(request.POST, block=block, basis=Basis(application), version=0)
    if not form.is_valid():
        return _refused(request, application, form)
    try:
        saved = filling.save_block(
            actor=request.actor,
            application=application,
            key=key,
            content=form.content(),
            version=form.cleaned_data["version"],
        )
    except Conflict as conflict:
        return _stale(request, pk, block, conflict)
    at = f"{timezone.localtime(saved.saved_at):%H:%M}"
    if _is_script(request):
        return JsonResponse({"version": saved.version, "saved_at": at, "left": _left_in(form)})
    if "leave" in request.POST:
        messages.success(request, "已保存，尚未提交。请核对后提交。")
        return redirect("applications:application_detail", pk)
    messages.success(request, f"已保存 {at}，尚未提交。")
    return redirect(f"{reverse('applications:application_edit', args=[pk])}#block-{key}")


@require_POST
@login_required
def application_presence(request: ActorRequest, pk: int, key: str) -> HttpResponse:
    """The script says where somebody types, and learns where the others do."""
    application, block = _open_for(request, pk, key)
    filling.note_presence(actor=request.actor, application=application, key=block.key)
    return JsonResponse({"people": colleagues_in(application, request.actor, at=timezone.now())})


@require_POST
@login_required
def application_copy(request: ActorRequest, pk: int) -> HttpResponse:
    """Take over what was written a year ago."""
    application = application_in_sight(request.actor, pk)
    copied = filling.copy_answers(actor=request.actor, application=application)
    if copied:
        messages.success(request, f"已复制 {len(copied)} 项去年内容，请逐项核对并保存。")
    else:
        messages.info(request, "上年度申报中没有可以复制的文字。")
    return redirect("applications:application_edit", pk)


def _open_for(request: ActorRequest, pk: int, key: str) -> tuple[Application, Block]:
    """The application, if it is in sight and in this person's hands, and one of its blocks."""
    if key not in BLOCK:
        raise Http404
    rows = Application.objects.visible_to(request.actor)
    rows = rows.select_related("town__county", "applicant", "round__standard_version__standard")
    application = get_object_or_404(rows, pk=pk)
    can_edit_application(request.actor, application).demand()
    return application, BLOCK[key]


def _is_script(request: ActorRequest) -> bool:
    return request.headers.get("X-Requested-With") == SCRIPT


def _refused(request: ActorRequest, application: Application, form: BlockForm) -> HttpResponse:
    """What does not hold is named under its field, and everything typed stays."""
    if _is_script(request):
        return JsonResponse({"errors": form.errors}, status=422)
    return _page(request, application_in_sight(request.actor, application.pk), form, status=422)


def _stale(request: ActorRequest, pk: int, block: Block, conflict: Conflict) -> HttpResponse:
    """Nothing typed is lost: it comes back beside what a colleague saved meanwhile, and the person chooses."""
    latest = application_in_sight(request.actor, pk)
    held = saved_blocks(latest).get(block.key)
    version = held.version if held else 0
    basis = Basis(latest)
    stored = BlockForm(block=block, basis=basis, version=version)
    typed = request.POST.copy()
    typed["version"] = str(version)
    form = BlockForm(typed, block=block, basis=basis, version=version)
    differing = _differences(form, stored)
    if _is_script(request):
        fields = [
            {"name": each.name, "label": each.label, "saved": each.saved, "values": each.values}
            for each in differing
        ]
        return JsonResponse({"message": conflict.message, "version": version, "fields": fields}, status=409)
    messages.warning(request, conflict.message)
    return _page(request, latest, form, differing, status=409)


def _differences(typed: BlockForm, stored: BlockForm) -> list[Difference]:
    found = []
    for field in typed:
        values = _values(stored[field.name].value())
        if field.name != "version" and _values(field.value()) != values:
            found.append(Difference(field.name, str(field.label), _said(stored, field.name, values), values))
    return found


def _values(value: object) -> list[str]:
    """What stands in a field as the browser has it; a box is "on" or nothing."""
    if isinstance(value, list):
        return sorted(map(str, value))
    if isinstance(value, bool):
        return ["on"] if value else []
    return [] if value in (None, "") else [str(value).replace("\r\n", "\n")]


def _said(form: BlockForm, name: str, values: Sequence[str]) -> str:
    """Saved values in words."""
    choices = dict(getattr(form.fields[name], "choices", ()))
    if not values:
        return "（空）"
    return "已勾选" if values == ["on"] else "、".join(str(choices.get(each, each)) for each in values)


def _in_words(form: BlockForm) -> list[tuple[str, str, str]]:
    """The answers in a block that cannot be changed now: (id of the field, label, text)."""
    return [
        (
            field.id_for_label or field.auto_id,
            str(field.label),
            _said(form, field.name, _values(field.value())),
        )
        for field in (row.field for row in form.answer_rows())
    ]


def _left_in(form: BlockForm) -> str:
    """How much of what is asked for has no answer yet: 缺 2 项, ✓, or 选填 where nothing is asked."""
    asked = [not _values(row.cells[0].field.value()) for row in form.figure_rows() if row.asks]
    asked += [not _is_answered(row) for row in form.answer_rows() if row.is_asked]
    lists = [section.replace("-", "_") for section in form.block.sections]
    asked += [not form.basis.lists[key] for key in lists if key in LISTS and form.basis.is_asked(key)]
    if not asked:
        return "选填"
    return f"缺 {sum(asked)} 项" if any(asked) else "✓"


def _is_answered(row: AnswerRow) -> bool:
    return bool(_values(row.field.value()) or (row.none is not None and _values(row.none.value())))


def _page(
    request: ActorRequest,
    application: Application,
    bound: BlockForm | None = None,
    differing: Sequence[Difference] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    """The whole form; a bound block stands in it with what was typed."""
    blocks = _shown_blocks(request, application, bound, differing)
    can_copy = bool(can_copy_answers(request.actor, application))
    context = {
        "application": application,
        "blocks": blocks,
        "bound": bound,
        "differing": differing,
        "unsent": unsent_notice(application),
        "to_do": to_do_of(application, where="edit"),
        "earlier": earlier_sheet(application) if can_copy else None,
    }
    return render(request, "applications/application_edit.html", context, status=status)


def _shown_blocks(
    request: ActorRequest, application: Application, bound: BlockForm | None, differing: Sequence[Difference]
) -> list[ShownBlock]:
    basis, saved = Basis(application), saved_blocks(application)
    people: Mapping[str, Sequence[str]] = colleagues_in(application, request.actor, at=timezone.now())
    shown = []
    for block in BLOCKS:
        is_bound = bound is not None and bound.block == block
        held, lock = saved.get(block.key), is_block_open(application, block.key)
        form: Any = (
            bound if is_bound else BlockForm(block=block, basis=basis, version=held.version if held else 0)
        )
        shown.append(
            ShownBlock(
                block=block,
                form=form,
                saved=held,
                people=people.get(block.key, ()),
                sections=sections_of(application, block),
                left=_left_in(form) if lock else "已锁定",
                differing=differing if is_bound else (),
                lock=lock,
                words=() if lock else _in_words(form),
            )
        )
    return shown
