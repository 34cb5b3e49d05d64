"""Large files on their way into an application: announced, and given up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.requests import ActorRequest
from applications.forms import UploadForm
from applications.selectors.uploads import uploads_of
from applications.services import evidence as services
from applications.views.evidence import is_script, with_pen
from core.errors import Conflict, Invalid
from files.services import cancel_upload


@require_POST
@login_required
def evidence_upload(request: ActorRequest, pk: int) -> HttpResponse:
    """Announce a large file: where its pieces go, and how much of it is here already."""
    application = with_pen(request.actor, pk)
    form = UploadForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": "没有认出这个文件，请重新选择。"}, status=422)
    try:
        row = services.begin_evidence_upload(
            actor=request.actor, application=application, **form.cleaned_data
        )
    except (Invalid, Conflict) as refusal:
        return JsonResponse({"error": refusal.message}, status=422 if isinstance(refusal, Invalid) else 409)
    return JsonResponse(
        {
            "id": row.pk,
            "received": row.received,
            "pieces": reverse("files:upload", args=[row.pk]),
            "cancel": reverse("applications:evidence_upload_cancel", args=[pk, row.pk]),
        }
    )


@require_POST
@login_required
def evidence_upload_cancel(request: ActorRequest, pk: int, upload_pk: int) -> HttpResponse:
    """Give up a large file that has not come in whole."""
    application = with_pen(request.actor, pk)
    row = get_object_or_404(uploads_of(request.actor, application), pk=upload_pk)
    cancel_upload(actor=request.actor, upload=row)
    if is_script(request):
        return HttpResponse(status=204)
    messages.success(request, f"已取消上传“{row.name}”。")
    return redirect("applications:evidence_list", pk)
