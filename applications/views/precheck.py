"""填写检查: what the office's check would find, beside the form and as a page of its own."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.requests import ActorRequest
from applications.rules import can_edit_application
from applications.selectors.precheck import precheck
from applications.views.shared import application_in_sight

BUTTON = "precheck-now"


@require_safe
@never_cache
@vary_on_headers("HX-Request")
@login_required
def application_precheck(request: ActorRequest, pk: int) -> HttpResponse:
    """Hold the draft to the round's standard, for whoever holds the pen; the panel alone when the form asks for it."""
    application = application_in_sight(request.actor, pk)
    can_edit_application(request.actor, application).demand()
    is_panel = request.headers.get("HX-Request") == "true"
    context = {
        "application": application,
        "precheck": precheck(application),
        "is_panel": is_panel,
        # What saves itself must not take the focus from the field that is being filled in.
        "takes_focus": not is_panel or request.headers.get("HX-Trigger") == BUTTON,
    }
    name = "_precheck.html" if is_panel else "precheck.html"
    return render(request, f"applications/{name}", context)
