"""Whether a print that somebody holds is the current one: town, level and submission, and nothing else."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import ActorRequest
from applications.selectors.papers import print_standing


@require_safe
def verify(request: ActorRequest, print_code: str) -> HttpResponse:
    """To everybody who has the code; guessing one is out of reach."""
    standing = print_standing(print_code)
    status = 200 if standing else 404
    response = render(request, "portal/verify.html", {"standing": standing}, status=status)
    # The answer changes with the next submission, and belongs into no search engine.
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
