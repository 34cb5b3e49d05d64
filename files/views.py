"""Handing files out."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from accounts.requests import ActorRequest
from files.doors import can_read_version
from files.enums import SHOWN_KINDS, FileKind
from files.models import FileVersion
from files.rules import can_open_version
from files.storage import opened

# Whatever a browser makes of the bytes, it runs nothing, loads nothing and stands in no frame.
SHUT_OFF = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# The same inside a page of ours.
SHOWN = SHUT_OFF.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


@require_safe
def download(request: ActorRequest, pk: int) -> FileResponse:
    """One version, to be saved; without a sign-in too where a door is open. No sight is 404, like no file."""
    version = _version(request, pk)
    response = _sent(version, as_attachment=True)
    # The policy of pages is put only where there is none.
    response.headers["Content-Security-Policy"] = SHUT_OFF
    return response


@require_safe
@xframe_options_sameorigin
def preview(request: ActorRequest, pk: int) -> FileResponse:
    """One version, to be looked at inside a page: PDF and pictures alone, under the same rules as the download."""
    version = _version(request, pk)
    if FileKind(version.blob.kind) not in SHOWN_KINDS:
        raise Http404
    response = _sent(version, as_attachment=False)
    response.headers["Content-Security-Policy"] = SHOWN
    return response


def _version(request: ActorRequest, pk: int) -> FileVersion:
    """What this visitor may open; 404 out of sight, 403 with the reason while the scanner's word forbids it."""
    version = get_object_or_404(FileVersion.objects.with_names(), pk=pk)
    if not can_read_version(request.actor, version):
        raise Http404
    can_open_version(request.actor, version).demand()
    return version


def _sent(version: FileVersion, *, as_attachment: bool) -> FileResponse:
    response = FileResponse(
        opened(version.blob),
        as_attachment=as_attachment,
        filename=version.name,
        content_type=version.blob.content_type,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
