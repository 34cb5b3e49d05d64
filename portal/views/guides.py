"""办理指南: how each role does its part, in short steps with pictures."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import ActorRequest
from portal.selectors.guides import GUIDE, GUIDES, guides_for


@require_safe
def guide_list(request: ActorRequest) -> HttpResponse:
    """Every guide, one's own first."""
    own = [] if request.actor.is_anonymous else guides_for(request.actor)
    others = [guide for guide in GUIDES if guide not in own]
    return render(request, "portal/guides.html", {"own": own, "others": others})


@require_safe
def guide(request: ActorRequest, slug: str) -> HttpResponse:
    """The guide of one role; they hold no secret, so that who cannot sign in reads them too."""
    if slug not in GUIDE:
        raise Http404
    return render(request, f"portal/guide_{slug}.html", {"guide": GUIDE[slug], "guides": GUIDES})
