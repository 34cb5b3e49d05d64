"""What the pages of imports and exports share."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from core.sheets import XLSX_TYPE


def workbook(content: bytes, name: str) -> HttpResponse:
    """A workbook that the browser saves under `name` and today's date."""
    file = f"{name}{timezone.localdate():%Y%m%d}.xlsx"
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file)
    return response
