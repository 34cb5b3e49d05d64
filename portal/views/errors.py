"""The last pages: what is said when nothing else answers. None of them needs a database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from portal.context import Page


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _answer(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _answer(request, "403.html", 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same whether a row does not exist or is out of sight."""
    return _answer(request, "404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered without context processors, so that a database that is down cannot spoil it."""
    return _answer(request, "500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a page that is too old or came from elsewhere, with how to cure it."""
    return render(request, "403_csrf.html", status=403)


def _answer(request: HttpRequest, template: str, status: int) -> HttpResponse:
    # Of the frame only the size of the letters is asked for, and that is a cookie.
    return HttpResponse(render_to_string(template, {**NOTHING, "page": Page(request)}), status=status)


# Error pages say something of their own where they are told nothing.
NOTHING = {"message": "", "detail": (), "back_url": "/"}
