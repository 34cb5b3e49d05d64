"""The first steps on the workbench of somebody who is new."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts import services
from accounts.requests import ActorRequest


@require_POST
@login_required
def tour_close(request: ActorRequest) -> HttpResponse:
    """Put them away; they stay in the guide."""
    services.close_tour(actor=request.actor)
    messages.success(request, "新手引导已收起。以后可在右上角菜单的“办理指南”里查看。")
    return redirect("portal:workbench")
