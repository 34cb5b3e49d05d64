"""How the portal itself is: a page for administrators, and one word for whatever watches from outside."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import administrators_only
from portal.health import State, database_answers, report


@never_cache
@require_safe
@administrators_only
def health(request: HttpRequest) -> HttpResponse:
    """Every part with its state and the cure."""
    now = timezone.now()
    lines = report(at=now)
    troubles = [line for line in lines if line.state != State.OK]
    return render(request, "portal/health.html", {"lines": lines, "troubles": troubles, "now": now})


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the database answers, else 503; nothing more is said to the outside."""
    if database_answers():
        return JsonResponse({"status": "ok"})
    return JsonResponse({"status": "unavailable"}, status=503)
