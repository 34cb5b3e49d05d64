"""Documents as PDF: a Typst template of ours, filled with data that never becomes markup.

Only the two Noto faces that come in a package are used and embedded: the same paper on every machine, without a network.
A document of a few pages takes some ten milliseconds, so that a request may wait for it.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import structlog
import typst
from django.conf import settings
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from pylopdf_fonts_zh_cn import serif_path

from core.errors import DomainError

FOLDER = settings.BASE_DIR / "templates" / "typst"

log = structlog.get_logger(__name__)


def render(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of `templates/typst/<template>.typ`; `data` reaches it as JSON, read there with `data()` of _paper.typ.

    DomainError with a sentence for the reader where the document cannot be put together.
    """
    try:
        document = typst.compile(
            FOLDER / f"{template}.typ",
            root=FOLDER,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            format="pdf",
        )
    except typst.TypstError as error:
        log.exception("pdf.failed", template=template, diagnostic=error.diagnostic)
        raise DomainError("这份文件暂时不能生成，请稍后再试；仍然不行，请联系系统管理员。") from error
    return bytes(document)


def shown_pdf(content: bytes, name: str) -> HttpResponse:
    """A document that opens in the browser, to be printed or saved under `name`; nobody on the way keeps it."""
    response = HttpResponse(content, content_type="application/pdf")
    shown = content_disposition_header(as_attachment=False, filename=f"{name}.pdf")
    response.headers["Content-Disposition"] = shown or "inline"
    response.headers["Cache-Control"] = "no-store, private"
    return response


@cache
def _fonts() -> typst.Fonts:
    """The faces of the package and no others, read once a process."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(serif_path().parent)]
    )
