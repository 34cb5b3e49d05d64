"""申报书 and 审批表 to print."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import ActorRequest
from applications.selectors.papers import Addressing, application_paper, approval_paper
from applications.views.shared import application_in_sight
from core.pdf import render, shown_pdf


@require_safe
@login_required
def paper_application(request: ActorRequest, pk: int) -> HttpResponse:
    """What was submitted last; the draft, with its watermark, to the applicant alone."""
    application = application_in_sight(request.actor, pk)
    paper = application_paper(application, request.actor, address_of=_addressing(request))
    mark = "（草稿）" if paper["is_draft"] else ""
    return shown_pdf(render("application", paper), f"{application.town.name}申报书{mark}")


@require_safe
@login_required
def paper_approval(request: ActorRequest, pk: int) -> HttpResponse:
    """Every post's opinion as far as this person may read it."""
    application = application_in_sight(request.actor, pk)
    paper = approval_paper(application, request.actor, address_of=_addressing(request))
    return shown_pdf(render("approval", paper), f"{application.town.name}审批表")


def _addressing(request: ActorRequest) -> Addressing:
    """Whole addresses, as a telephone that reads the code needs them; the portal's own name where one is set."""

    def address_of(code: str) -> str:
        path = reverse("portal:verify", args=[code])
        return (
            f"{settings.SITE_URL.rstrip('/')}{path}"
            if settings.SITE_URL
            else request.build_absolute_uri(path)
        )

    return address_of
