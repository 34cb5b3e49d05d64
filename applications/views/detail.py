"""The page of one application, for everybody who may see it, and the one door for its actions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import ActorRequest
from applications.forms import ActionForm, StepForm
from applications.models import Application, ApplicationStep
from applications.rules import actions_of_application, can_close_step, can_read_inside
from applications.selectors.lists import latest_check
from applications.selectors.timeline import running_step
from applications.selectors.words import action_label
from applications.services import filing, reviewing
from applications.views.review import render_review
from applications.views.shared import application_in_sight, page_of, render_application, show, shows_previews
from core.errors import Invalid

SERVICES: dict[str, Callable[..., Any]] = {
    "submit": filing.submit_application,
    "resubmit": filing.resubmit_application,
    "recommend": filing.recommend_application,
    "send_back": filing.send_back_application,
    "withdraw": filing.withdraw_application,
    "accept": reviewing.accept_application,
    "return_for_correction": reviewing.return_application,
    "shortlist": reviewing.shortlist_application,
    "decline": reviewing.decline_application,
}


@require_safe
@login_required
@shows_previews
def application_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """Where it stands, what was filed, what the check found, and what can be done now."""
    return render_application(request, application_in_sight(request.actor, pk))


@require_POST
@login_required
@shows_previews
def application_act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Carry out one action; what was typed comes back when it does not hold."""
    actor = request.actor
    application = application_in_sight(actor, pk)
    service = SERVICES.get(name)
    if service is None:
        raise Http404
    form = ActionForm(request.POST)
    if not form.is_valid():
        return _refused(request, application, form=form, form_action=name)
    words = {"comment": form.cleaned_data["comment"], "version": form.cleaned_data["version"]}
    if name == "return_for_correction":
        words["due_on"] = form.cleaned_data["due_on"]
    try:
        service(actor=actor, application=application, **words)
    except Invalid as invalid:
        for field, message in invalid.fields.items():
            form.add_error(field, message)
        return _refused(request, application, form=form, form_action=name)
    messages.success(request, f"已{_done(application, name)}。")
    return redirect(page_of(actor, application))


@require_POST
@login_required
@shows_previews
def step_close(request: ActorRequest, pk: int, step_pk: int) -> HttpResponse:
    """Draw the conclusion of a step."""
    actor = request.actor
    application = application_in_sight(actor, pk)
    step = get_object_or_404(ApplicationStep, pk=step_pk, application=application)
    form = StepForm(request.POST, auto_id="step_%s")
    if not form.is_valid():
        can_close_step(actor, step).demand()
        return _refused(request, application, step_form=form)
    try:
        reviewing.close_step(actor=actor, step=step, **form.cleaned_data)
    except Invalid as invalid:
        show(form, invalid)
        return _refused(request, application, step_form=form)
    messages.success(request, "已办结，意见已记入办理过程。")
    return redirect(page_of(actor, application))


@require_safe
@login_required
def check_status(request: ActorRequest, pk: int) -> HttpResponse:
    """The check's part of the page alone: asked for again and again until it is done."""
    application = application_in_sight(request.actor, pk)
    context = {"application": application, "check": latest_check(application)}
    return render(request, "applications/_check.html", context)


def _done(application: Application, name: str) -> str:
    """What was done, as the step where it was done says it; the application is as it was before."""
    if name == "decline":
        return action_label(actions_of_application()[name], application, running_step(application))
    return actions_of_application()[name].past


def _refused(request: ActorRequest, application: Application, **forms: Any) -> HttpResponse:
    """The page on which this person acts, once more with what was typed."""
    if can_read_inside(request.actor, application):
        return render_review(request, application, status=422, **forms)
    return render_application(request, application, status=422, **forms)
