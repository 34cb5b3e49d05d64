"""What the pages of all audiences need: finding an application in sight, and putting its page together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from csp.constants import SELF
from csp.decorators import csp_update
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.requests import ActorRequest
from applications.forms import ActionForm, StepForm
from applications.models import Application
from applications.rules import (
    acting_now,
    can_close_step,
    can_correct_paper,
    can_delete_draft,
    can_edit_application,
    can_read_inside,
    can_stamp_sheet,
    organisation_of,
)
from applications.selectors.evidence import evidence_groups
from applications.selectors.judgements import newest_sheet
from applications.selectors.keying import paper_of
from applications.selectors.lists import latest_check
from applications.selectors.progress import progress_of
from applications.selectors.returns import notices_of
from applications.selectors.sheets import sheet_tables
from applications.selectors.stamps import stamped_scans
from applications.selectors.timeline import running_step, timeline_for
from applications.selectors.words import (
    action_label,
    conclusion_label,
    history_for,
    reads_inside,
    state_for,
    unsent_notice,
)
from applications.views.to_do import to_do_of
from core.errors import Invalid
from records.workflow import available_actions

View = TypeVar("View", bound=Callable[..., HttpResponse])

FAR = "town__county", "town__owner", "applicant", "created_by", "handler", "holder", "office", "relay_office"
ROUND = "round__office", "round__authority", "round__standard_version__standard"


def shows_previews(view: View) -> View:
    """A page on which a file opens in a frame beside what it proves; the frame holds nothing but our own previews."""
    decorated: Any = csp_update({"frame-src": [SELF]})(view)
    return cast(View, decorated)


def application_in_sight(actor: Actor, pk: int) -> Application:
    """The application with everything its page shows, or 404 when it is out of this person's sight."""
    applications = (
        Application.objects.visible_to(actor)
        .select_related(*FAR, *ROUND)
        .prefetch_related("round__steps", "steps__template", "steps__organisation", "steps__closed_by")
    )
    return get_object_or_404(applications, pk=pk)


def page_of(actor: Actor, application: Application) -> str:
    """Where a person goes on with an application: the offices on their review page, everybody else on its own."""
    name = "review" if can_read_inside(actor, application) else "application_detail"
    return reverse(f"applications:{name}", args=[application.pk])


def show(form: BaseForm, error: Invalid) -> None:
    """A service's refusal stands under the field it speaks of."""
    for name, message in (error.fields or {"": error.message}).items():
        form.add_error(name if name in form.fields else None, message)


def render_application(
    request: ActorRequest,
    application: Application,
    *,
    form: ActionForm | None = None,
    form_action: str = "",
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
        "can_review": bool(can_read_inside(actor, application)),
        "unsent": unsent_notice(application),
        "notices": notices_of(application),
        "to_do": to_do_of(application, where="detail") if can_edit_application(actor, application) else None,
        "steps": progress_of(application),
        "timeline": timeline_for(actor, application, at=timezone.now()),
        "check": latest_check(application),
        "tables": sheet_tables(application, actor),
        "evidence": evidence_groups(application, actor),
        "acts": history_for(actor, application),
        **paper_context(actor, application),
    }
    return render(request, "applications/application_detail.html", context, status=status)


def paper_context(actor: Actor, application: Application) -> dict[str, Any]:
    """What _papers.html and _paper.html show: how it came in, and the prints that came back stamped."""
    return {
        "paper": paper_of(application),
        "can_correct_paper": bool(can_correct_paper(actor, application)),
        "scans": stamped_scans(application),
        "can_stamp": bool(can_stamp_sheet(actor, application, newest_sheet(application))),
    }


def offers(
    application: Application, actor: Actor, form: ActionForm | None, form_action: str
) -> list[dict[str, Any]]:
    """The actions that lead away from here, each with a form of its own; a bound one comes back under its action.

    Outside the office and the authority nobody reads what others might do: before a decision is published that alone
    would tell how far it is.
    """
    offered, step = [], running_step(application)
    inside = reads_inside(actor, application)
    for offer in available_actions(application, actor):
        if not (inside or offer.permit or _is_turn_of(actor, application, offer.action.name)):
            continue
        is_open = form is not None and offer.action.name == form_action
        own = form if is_open and form is not None else ActionForm.blank(application)
        # Several forms stand on one page: each needs ids of its own.
        own.auto_id = f"{offer.action.name}_%s"
        offered.append(
            {
                "action": offer.action,
                "label": action_label(offer.action, application, step),
                "permit": offer.permit,
                "form": own,
                "is_open": is_open,
            }
        )
    return offered


def conclusion(actor: Actor, application: Application, form: StepForm | None) -> dict[str, Any] | None:
    """The open step that this person can conclude with its form and words, if any; acceptance closes by itself."""
    step = running_step(application)
    if step is None:
        return None
    step.application = application
    if not can_close_step(actor, step):
        return None
    form = form or StepForm.blank(application)
    form["comment"].label = f"{step.template.name}意见"
    return {"step": step, "form": form, "label": conclusion_label(step)}


def _is_turn_of(actor: Actor, application: Application, name: str) -> bool:
    """Whether the acting unit is the party that takes this action now."""
    acting = acting_now(application, name)
    return acting is not None and actor.acts_for(organisation_of(acting.party, application))
