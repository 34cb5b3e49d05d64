"""What counties, zones and townships do: file, fill in, answer."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import ActorRequest
from applications.forms import ApplicationDraftForm, NewApplicationForm
from applications.models import Application, Round
from applications.rules import can_create_application, can_edit_application
from applications.selectors.lists import open_rounds_for, own_applications, towns_to_file
from applications.selectors.rounds import place_of
from applications.selectors.words import state_for, unsent_notice
from applications.services import drafting
from applications.views.shared import application_in_sight
from core.errors import Conflict
from core.paging import keyset_page


@require_safe
@login_required
def application_list(request: ActorRequest) -> HttpResponse:
    """The unit's applications, and the rounds in which it may file now."""
    actor = request.actor
    page = keyset_page(request, own_applications(actor), newest_first=True)
    rows = [(each, state_for(actor, each), unsent_notice(each)) for each in page.rows]
    rounds = open_rounds_for(actor, at=timezone.now())
    return render(
        request,
        "applications/application_list.html",
        {"rows": rows, "page_links": page, "rounds": rounds, "can_create": actor.is_applicant},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def application_create(request: ActorRequest, round_pk: int) -> HttpResponse:
    """Choose the town that is put forward in a round."""
    actor = request.actor
    round_ = get_object_or_404(Round.objects.visible_to(actor).select_related("office"), pk=round_pk)
    can_create_application(actor, round_).demand()
    form = NewApplicationForm(request.POST or None, towns=towns_to_file(actor, round_))
    if request.method == "POST" and form.is_valid():
        application = drafting.create_application(actor=actor, round_=round_, town=form.cleaned_data["town"])
        messages.success(request, "已建立申报，请填写内容。填好后记得提交。")
        return redirect("applications:application_edit", application.pk)
    status = 422 if form.is_bound else 200
    assert actor.organisation is not None
    context = {"form": form, "round": round_, "place": place_of(actor.organisation, round_)}
    return render(request, "applications/application_create.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def application_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Fill in; saving is not submitting, and the page says so."""
    actor = request.actor
    application = application_in_sight(actor, pk)
    can_edit_application(actor, application).demand()
    form = ApplicationDraftForm(request.POST or None, application=application)
    if not form.is_valid():
        return _render_form(request, application, form, status=422 if form.is_bound else 200)
    try:
        drafting.save_draft(
            actor=actor, application=application, draft=form.draft(), version=form.cleaned_data["version"]
        )
    except Conflict as conflict:
        return _render_stale(request, pk, conflict)
    if "leave" in request.POST:
        messages.success(request, "已保存，尚未提交。请核对后提交。")
        return redirect("applications:application_detail", pk)
    messages.success(request, f"已保存 {timezone.localtime():%H:%M}，尚未提交。")
    return redirect("applications:application_edit", pk)


def _render_stale(request: ActorRequest, pk: int, conflict: Conflict) -> HttpResponse:
    """Nothing typed is lost: the page comes back with it, beside what a colleague saved meanwhile."""
    latest = application_in_sight(request.actor, pk)
    stored = ApplicationDraftForm(application=latest)
    typed = request.POST.copy()
    typed["version"] = str(latest.version)
    form = ApplicationDraftForm(typed, application=latest)
    differing = [
        (field.label, stored[field.name].value() or "（空）")
        for field in form
        if field.name != "version" and _text(field.value()) != _text(stored[field.name].value())
    ]
    messages.warning(request, conflict.message)
    return _render_form(request, latest, form, status=409, differing=differing)


def _text(value: object) -> str:
    if isinstance(value, list):
        return "、".join(sorted(map(str, value)))
    return "" if value in (None, False) else str(value)


def _render_form(
    request: ActorRequest,
    application: Application,
    form: ApplicationDraftForm,
    *,
    status: int,
    differing: Sequence[tuple[Any, Any]] | None = None,
) -> HttpResponse:
    context = {
        "application": application,
        "form": form,
        "differing": differing or [],
        "unsent": unsent_notice(application),
    }
    return render(request, "applications/application_edit.html", context, status=status)


@require_POST
@login_required
def application_delete(request: ActorRequest, pk: int) -> HttpResponse:
    """Take away a draft that was made by mistake."""
    actor = request.actor
    drafting.delete_draft(actor=actor, application=application_in_sight(actor, pk))
    messages.success(request, "草稿已删除。")
    return redirect("applications:application_list")
