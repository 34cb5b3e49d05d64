"""What the pages of all audiences need: finding an application in sight, and putting its page together."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.actors import Actor
from accounts.requests import ActorRequest
from applications.forms import ActionForm, StepForm
from applications.models import Application
from applications.rules import can_close_step, can_delete_draft, can_edit_application
from applications.selectors.lists import latest_check
from applications.selectors.progress import progress_of
from applications.selectors.sheets import sheet_tables
from applications.selectors.words import history_for, state_for, unsent_notice
from records.workflow import available_actions

FAR = "town__county", "town__owner", "applicant", "created_by", "handler"
ROUND = "round__office", "round__authority", "round__standard_version__standard"


def application_in_sight(actor: Actor, pk: int) -> Application:
    """The application with everything its page shows, or 404 when it is out of this person's sight."""
    applications = (
        Application.objects.visible_to(actor)
        .select_related(*FAR, *ROUND)
        .prefetch_related("steps__template", "steps__organisation", "steps__closed_by")
    )
    return get_object_or_404(applications, pk=pk)


def render_application(
    request: ActorRequest,
    application: Application,
    *,
    form: ActionForm | None = None,
    form_action: str = "",
    step_form: StepForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The application's page; a bound form comes back under its own action with what was typed."""
    actor = request.actor
    context: dict[str, Any] = {
        "application": application,
        "state": state_for(actor, application),
        "offers": offers(application, actor, form, form_action),
        "can_edit": bool(can_edit_application(actor, application)),
        "can_delete": bool(can_delete_draft(actor, application)),
        "unsent": unsent_notice(application),
        "steps": progress_of(application),
        "open_step": open_step(actor, application),
        "step_form": step_form or StepForm(auto_id="step_%s"),
        "check": latest_check(application),
        "tables": sheet_tables(application),
        "acts": history_for(actor, application),
    }
    return render(request, "applications/application_detail.html", context, status=status)


def offers(
    application: Application, actor: Actor, form: ActionForm | None, form_action: str
) -> list[dict[str, Any]]:
    """The actions that lead away from here, each with a form of its own; a bound one comes back under its action."""
    offered = []
    for offer in available_actions(application, actor):
        is_open = form is not None and offer.action.name == form_action
        own = form if is_open and form is not None else ActionForm.blank(application)
        # Several forms stand on one page: each needs ids of its own.
        own.auto_id = f"{offer.action.name}_%s"
        offered.append({"action": offer.action, "permit": offer.permit, "form": own, "is_open": is_open})
    return offered


def open_step(actor: Actor, application: Application) -> Any:
    """The open step that this person can conclude, if any; acceptance closes by itself."""
    for step in application.steps.all():
        waits = step.opened_at is not None and step.closed_at is None and step.template.kind == "review"
        if waits:
            step.application = application
            if can_close_step(actor, step):
                return step
    return None
