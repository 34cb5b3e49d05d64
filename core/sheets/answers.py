"""A small workbook as an answer; long lists go through `core.lists`."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from core.sheets.columns import Line
from core.sheets.workbook import XLSX_TYPE, Sheet, workbook_chunks


def whole_workbook(sheet: Sheet, lines: Iterable[Line]) -> bytes:
    """All of it in memory: for tables of a page or two."""
    return b"".join(workbook_chunks(sheet, lines))


def workbook_answer(content: bytes, name: str) -> HttpResponse:
    """A workbook that the browser saves under `name` and today's date."""
    file = f"{name}{timezone.localdate():%Y%m%d}.xlsx"
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file)
    return response
