"""What the head of an office does with a round: write it, put it right, publish it, extend it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import ActorRequest
from applications.forms import ExtensionForm, HelpForm, QuotaForm, RoundForm, RoundVersionForm
from applications.models import Round
from applications.rules import can_change_round, can_manage_rounds
from applications.selectors.rounds import version_of_round
from applications.services import rounds
from applications.views.rounds import own_round, render_round
from core.errors import Conflict, Invalid


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def round_create(request: ActorRequest) -> HttpResponse:
    """Write a round; it is published in a second step."""
    actor = request.actor
    can_manage_rounds(actor).demand()
    assert actor.organisation is not None
    form = RoundForm(_sent(request), office=actor.organisation)
    if form.is_bound and form.is_valid():
        try:
            round_ = rounds.create_round(actor=actor, **form.facts())
        except Invalid as invalid:
            _show(form, invalid)
        else:
            messages.success(request, "批次已建立，核对后请发布。")
            return redirect("applications:round_detail", round_.pk)
    status = 422 if form.is_bound else 200
    return render(request, "applications/round_create.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def round_edit(request: ActorRequest, pk: int) -> HttpResponse:
    """Put a round right: everything before it is published, afterwards the words that help."""
    round_ = own_round(request.actor, pk)
    can_change_round(request.actor, round_).demand()
    form = _edit_form(round_, _sent(request))
    if not form.is_bound or not form.is_valid():
        return _render_edit(request, round_, form, status=422 if form.is_bound else 200)
    try:
        _save(request, round_, form)
    except Invalid as invalid:
        _show(form, invalid)
        return _render_edit(request, round_, form, status=422)
    except Conflict as conflict:
        return _overtaken(request, pk, conflict)
    messages.success(request, "已保存。")
    return redirect("applications:round_detail", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def round_quotas(request: ActorRequest, pk: int) -> HttpResponse:
    """A quota for every single unit, while nobody has read the call."""
    actor = request.actor
    round_ = own_round(actor, pk)
    can_change_round(actor, round_).demand()
    if round_.published_at is not None:
        raise Conflict("批次已经发布，限报数不能再改。")
    places = round_.applicant_places.select_related("organisation").order_by(
        "organisation__kind", "organisation__key"
    )
    form = QuotaForm(_sent(request), places=places, initial={"version": version_of_round(round_)})
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"] or 0
        rounds.set_quotas(actor=actor, round_=round_, quotas=form.quotas(), version=version)
        messages.success(request, "限报数已保存。")
        return redirect("applications:round_detail", pk)
    status = 422 if form.is_bound else 200
    return render(request, "applications/round_quotas.html", {"round": round_, "form": form}, status=status)


@require_POST
@login_required
def round_publish(request: ActorRequest, pk: int) -> HttpResponse:
    """From here on everybody reads it."""
    round_ = own_round(request.actor, pk)
    try:
        rounds.publish_round(actor=request.actor, round_=round_, version=_clicked_version(request))
    except Invalid as invalid:
        messages.error(request, invalid.message)
        return render_round(request, round_, status=422)
    messages.success(request, "批次已发布，申报单位现在可以看到。")
    return redirect("applications:round_detail", pk)


@require_POST
@login_required
def round_extend(request: ActorRequest, pk: int) -> HttpResponse:
    """延期, with the reason that everybody reads."""
    round_ = own_round(request.actor, pk)
    can_change_round(request.actor, round_).demand()
    form = ExtensionForm(request.POST, auto_id="extend_%s")
    if form.is_valid():
        try:
            rounds.extend_round(actor=request.actor, round_=round_, **form.facts())
        except Invalid as invalid:
            _show(form, invalid)
        else:
            messages.success(request, "已延期，公开页面同时显示新的截止日期和理由。")
            return redirect("applications:round_detail", pk)
    return render_round(request, round_, extension=form, status=422)


@require_POST
@login_required
def round_delete(request: ActorRequest, pk: int) -> HttpResponse:
    """Take away a round that was never published."""
    rounds.delete_round(
        actor=request.actor, round_=own_round(request.actor, pk), version=_clicked_version(request)
    )
    messages.success(request, "批次已删除。")
    return redirect("applications:round_list")


def _sent(request: ActorRequest) -> MultiValueDict[str, Any] | None:
    """What was typed; an empty form that was sent is still a form that was sent."""
    return request.POST if request.method == "POST" else None


def _clicked_version(request: ActorRequest) -> int:
    """The page that was clicked upon; 0, older than any, where it does not say."""
    form = RoundVersionForm(request.POST)
    return (form.cleaned_data["version"] or 0) if form.is_valid() else 0


def _edit_form(round_: Round, sent: MultiValueDict[str, Any] | None) -> RoundForm | HelpForm:
    version = version_of_round(round_)
    if round_.published_at is None:
        return RoundForm(sent, office=round_.office, round_=round_, version=version)
    kept = {"guidance": round_.guidance, "contact": round_.contact, "version": version}
    return HelpForm(sent, initial=kept)


def _save(request: ActorRequest, round_: Round, form: RoundForm | HelpForm) -> None:
    about: dict[str, Any] = {"actor": request.actor, "round_": round_}
    version = form.cleaned_data["version"] or 0
    if isinstance(form, RoundForm):
        rounds.update_round(**about, version=version, **form.facts())
        return
    words = {name: form.cleaned_data[name] for name in ("guidance", "contact")}
    rounds.update_help(**about, version=version, **words)


def _overtaken(request: ActorRequest, pk: int, conflict: Conflict) -> HttpResponse:
    """Nothing typed is lost: the form comes back with it, and saving again is on top of what a colleague did."""
    latest = own_round(request.actor, pk)
    typed = request.POST.copy()
    typed["version"] = str(version_of_round(latest))
    messages.warning(request, " ".join([conflict.message, *conflict.detail]))
    return _render_edit(request, latest, _edit_form(latest, typed), status=409)


def _render_edit(
    request: ActorRequest, round_: Round, form: RoundForm | HelpForm, *, status: int
) -> HttpResponse:
    return render(request, "applications/round_edit.html", {"round": round_, "form": form}, status=status)


def _show(form: forms.Form, invalid: Invalid) -> None:
    """Every sentence at its field; what belongs to none stands above the form."""
    for field, message in invalid.fields.items():
        form.add_error(field if field in form.fields else None, message)
    if not invalid.fields:
        form.add_error(None, invalid.message)
