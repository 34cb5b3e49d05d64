"""Answers that look the same everywhere: the error family, private pages, facts of the request."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from core import acts
from core.errors import DomainError
from core.requests import RequestFacts, current_request

Handler = Callable[[HttpRequest], HttpResponse]
TEMPLATES = {403: "403.html", 409: "409.html", 507: "507.html"}


class PrivateResponseMiddleware:
    """Pages of signed-in people are never stored by a browser or a proxy; the request's facts are kept for records."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        facts = RequestFacts(address=request.META.get("REMOTE_ADDR", ""), number=uuid.uuid4().hex)
        token = current_request.set(facts)
        try:
            response = self.get_response(request)
        finally:
            current_request.reset(token)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class DomainErrorMiddleware:
    """The one place where the error family becomes a page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        # The service's transaction is rolled back by now, so the refusal is written here.
        acts.record(
            actor=getattr(request, "actor", None),
            verb="request.refused",
            outcome="refused",
            comment=exception.message,
            details={"path": request.path, "status": exception.status},
        )
        context = {
            "message": exception.message,
            "detail": exception.detail,
            "back_url": _way_back(request),
        }
        return render(request, TEMPLATES.get(exception.status, "400.html"), context, status=exception.status)


def _way_back(request: HttpRequest) -> str:
    """The page that the person came from if it is ours, else the front door."""
    came_from = request.headers.get("referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    )
    return came_from if is_ours else "/"
