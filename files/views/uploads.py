"""Large files on their way in: how much has come, and the next piece. Whoever uses the file begins and ends it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.requests import ActorRequest
from core.errors import Invalid
from files import services
from files.limits import PIECE_BYTES
from files.models import Upload
from files.services import Moved

LONGEST_NUMBER = 15


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def upload(request: ActorRequest, pk: int) -> HttpResponse:
    """GET: how much has come in. POST: the bytes behind `offset`; 409 tells where the upload really stands."""
    row = get_object_or_404(Upload.objects.visible_to(request.actor).select_related("owner"), pk=pk)
    if request.method != "POST":
        return JsonResponse(_standing(row.received, row))
    try:
        received = services.append_chunk(
            actor=request.actor, upload=row, offset=_offset(request), content=_piece(request)
        )
    except Moved as moved:
        return JsonResponse(_standing(moved.received, row), status=409)
    except Invalid as invalid:
        return JsonResponse({"error": invalid.message}, status=422)
    return JsonResponse(_standing(received, row))


def _standing(received: int, row: Upload) -> dict[str, int]:
    return {"received": received, "size": row.size}


def _offset(request: HttpRequest) -> int:
    text = request.GET.get("offset", "")
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER):
        raise Invalid("请刷新页面后继续上传。")
    return int(text)


def _piece(request: HttpRequest) -> bytes:
    """The whole body; nothing of a piece that was cut off on its way, or is larger than a piece may be."""
    try:
        content = request.read(PIECE_BYTES + 1)
    except UnreadablePostError:
        content = b""
    said = request.META.get("CONTENT_LENGTH") or "0"
    if not content or str(len(content)) != said:
        raise Invalid("这一段没有传完整，请重试。")
    return content
