"""The last pages: what is said when nothing else answers. None of them needs a database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _answer("400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _answer("403.html", 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same whether a row does not exist or is out of sight."""
    return _answer("404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered without the request, so that a database that is down cannot spoil it."""
    return _answer("500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a page that is too old or came from elsewhere, with how to cure it."""
    return render(request, "403_csrf.html", status=403)


def _answer(template: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(template, NOTHING), status=status)


# Error pages say something of their own where they are told nothing.
NOTHING = {"message": "", "detail": (), "back_url": "/"}
