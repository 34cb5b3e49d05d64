"""经办人 and 暂缓 of one application: small pages of their own, and the cards that other pages include."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actors import Actor
from accounts.requests import ActorRequest
from applications.forms.queue import HandlerForm, PostponeForm
from applications.models import Application
from applications.rules import can_assign_application, can_postpone_application
from applications.services import handling as services
from applications.views.shared import application_in_sight
from core.errors import Invalid
from core.permits import Permit

METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Handling:
    """What _handler.html and _postpone.html show: who handles it, what this person may change, and the forms."""

    application: Application
    claim: Permit
    is_mine: bool
    assign: Permit
    handler_form: HandlerForm
    postpone: Permit
    postpone_form: PostponeForm
    back: str


def handling_of(actor: Actor, application: Application, *, back: str) -> Handling:
    """For the page at the address `back`, of an application that was read with its holder and handler."""
    own = application.handler_id in {None, actor.user.pk if actor.user else None}
    to_self = can_assign_application(actor, application, to_self=True)
    return Handling(
        application=application,
        claim=to_self if own else can_assign_application(actor, application, to_self=False),
        is_mine=actor.user is not None and application.handler_id == actor.user.pk,
        assign=can_assign_application(actor, application, to_self=False),
        handler_form=HandlerForm.blank(actor, application, back=back, auto_id="handler_%s"),
        postpone=can_postpone_application(actor, application),
        postpone_form=PostponeForm(initial={"back": back}, auto_id="postpone_%s"),
        back=back,
    )


@require_http_methods(METHODS)
@login_required
def application_assign(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a case, give it up, or give it to a colleague."""
    actor, application = request.actor, application_in_sight(request.actor, pk)
    if request.method != "POST":
        handling = _handling(request, application)
        (handling.claim or handling.assign).demand()
        return _show(request, "applications/queue_handler.html", application, handling.handler_form)
    form = HandlerForm(request.POST, actor=actor, auto_id="handler_%s")
    if form.is_valid():
        data = form.cleaned_data
        try:
            row = services.assign_application(
                actor=actor, application=application, handler=data["handler"], shown=data["shown"]
            )
        except Invalid as invalid:
            _keep(form, invalid)
        else:
            messages.success(request, f"经办人：{row.handler or '无'}。")
            return _go_back(data["back"], pk)
    handling = _handling(request, application)
    (handling.claim or handling.assign).demand()
    return _show(request, "applications/queue_handler.html", application, form, status=422)


@require_http_methods(METHODS)
@login_required
def application_postpone(request: ActorRequest, pk: int) -> HttpResponse:
    """Put an application aside until a day."""
    actor, application = request.actor, application_in_sight(request.actor, pk)
    if request.method != "POST":
        handling = _handling(request, application)
        handling.postpone.demand()
        return _show(request, "applications/queue_postpone.html", application, handling.postpone_form)
    form = PostponeForm(request.POST, auto_id="postpone_%s")
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.postpone_application(
                actor=actor, application=application, until=data["until"], reason=data["reason"]
            )
        except Invalid as invalid:
            _keep(form, invalid)
        else:
            messages.success(request, "已暂缓，到期自动回到待办。")
            return _go_back(data["back"], pk)
    can_postpone_application(actor, application).demand()
    return _show(request, "applications/queue_postpone.html", application, form, status=422)


@require_POST
@login_required
def application_resume(request: ActorRequest, pk: int) -> HttpResponse:
    """Take it up again."""
    application = application_in_sight(request.actor, pk)
    services.resume_application(actor=request.actor, application=application)
    messages.success(request, "已恢复办理。")
    return _go_back(request.POST.get("back", ""), pk)


def _handling(request: ActorRequest, application: Application) -> Handling:
    return handling_of(request.actor, application, back=request.GET.get("back", ""))


def _show(
    request: ActorRequest, template: str, application: Application, form: Any, *, status: int = 200
) -> HttpResponse:
    return render(request, template, {"application": application, "form": form}, status=status)


def _keep(form: Any, invalid: Invalid) -> None:
    for field, message in invalid.fields.items():
        form.add_error(field, message)


def _go_back(back: str, pk: int) -> HttpResponse:
    """To the page of ours that the person came from, else the application's own."""
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else resolve_url("applications:review", pk))
