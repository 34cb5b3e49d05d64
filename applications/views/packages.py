"""打包下载: asked for, watched, and taken by whoever asked."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.actors import Actor
from accounts.requests import ActorRequest
from applications.models import EvidencePackage
from applications.selectors.packages import can_take_package, packed_name
from applications.services import packing
from applications.views.shared import application_in_sight

CONTENT_TYPE = "application/zip"


@require_POST
@login_required
def package_create(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask for a ZIP of what this person may read."""
    application = application_in_sight(request.actor, pk)
    package = packing.request_package(actor=request.actor, application=application)
    return redirect("applications:package_detail", pk, package.pk)


@require_safe
@login_required
def package_detail(request: ActorRequest, pk: int, package_pk: int) -> HttpResponse:
    """How far it is; the part that changes alone when the page asks again."""
    package = _package(request.actor, pk, package_pk)
    context = {"application": application_in_sight(request.actor, pk), "package": package}
    is_part = request.headers.get("HX-Request") == "true"
    name = "applications/_package.html" if is_part else "applications/package_detail.html"
    return render(request, name, context)


@require_safe
@login_required
def package_download(request: ActorRequest, pk: int, package_pk: int) -> FileResponse:
    """The ZIP, to whoever asked for it and may still read everything in it; else 404."""
    package = _package(request.actor, pk, package_pk)
    if not package.is_ready or not can_take_package(request.actor, package):
        raise Http404
    try:
        file = packing.place(package).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        file, as_attachment=True, filename=packed_name(package.application), content_type=CONTENT_TYPE
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _package(actor: Actor, pk: int, package_pk: int) -> EvidencePackage:
    """One's own, as long as it has not expired and the application is in sight."""
    application_in_sight(actor, pk)
    rows = EvidencePackage.objects.visible_to(actor).filter(expires_at__gt=timezone.now(), application=pk)
    return get_object_or_404(rows.select_related("application__town"), pk=package_pk)
