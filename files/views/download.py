"""Handing files out."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.requests import ActorRequest
from files.doors import can_read_version
from files.models import FileVersion
from files.storage import opened

# Whatever a browser makes of the bytes, it runs nothing, loads nothing and stands in no frame.
SHUT_OFF = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@require_safe
def download(request: ActorRequest, pk: int) -> FileResponse:
    """One version, to be saved; without a sign-in too where a door is open. No sight is 404, like no file."""
    version = get_object_or_404(FileVersion.objects.with_names(), pk=pk)
    if not can_read_version(request.actor, version):
        raise Http404
    response = FileResponse(
        opened(version.blob),
        as_attachment=True,
        filename=version.name,
        content_type=version.blob.content_type,
    )
    # The policy of pages is put only where there is none.
    response.headers["Content-Security-Policy"] = SHUT_OFF
    response.headers["Cache-Control"] = "private, no-store"
    return response
