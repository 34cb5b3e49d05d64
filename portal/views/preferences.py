"""What a reader likes: the size of the letters."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from portal.context import LARGE_TEXT_COOKIE

YEAR_SECONDS = 365 * 24 * 3600


@require_POST
def text_size(request: HttpRequest) -> HttpResponse:
    """Turn 大字版 on or off and go back to where one was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    is_large = request.COOKIES.get(LARGE_TEXT_COOKIE) == "1"
    response.set_cookie(
        LARGE_TEXT_COOKIE,
        "0" if is_large else "1",
        max_age=YEAR_SECONDS,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response
