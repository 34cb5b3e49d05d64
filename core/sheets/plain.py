"""Tables as .csv: UTF-8 with the mark that Excel looks for, and no text that it would run."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from itertools import islice

from django.utils import timezone

from core.sheets.columns import Column, Line, Value
from core.sheets.formulas import RISKY, as_text

CSV_TYPE = "text/csv; charset=utf-8"
MARK = "\ufeff"
LINES_AT_ONCE = 500


def csv_chunks(columns: Sequence[Column], lines: Iterable[Line]) -> Iterator[bytes]:
    """The table piece by piece; the first piece comes before the first line is read."""
    yield MARK.encode() + _written([[as_text(column.heading) for column in columns]])
    rest = iter(lines)
    while piece := list(islice(rest, LINES_AT_ONCE)):
        yield _written([[_guarded(value) for value in line] for line in piece])


def _written(rows: Iterable[Iterable[str | int | float]]) -> bytes:
    piece = StringIO(newline="")
    csv.writer(piece).writerows(rows)
    return piece.getvalue().encode("utf-8", errors="replace")


def _guarded(value: Value) -> str | int | float:
    # Nearly every text begins with a character that cannot lead to a formula, and is left alone at once.
    if type(value) is str:
        return as_text(value) if value[:1] in RISKY else value
    return _words(value)


def _words(value: Value) -> str | int | float:
    """A number or a day as text that no spreadsheet runs; whatever else there may be is guarded like a text."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{local:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    if value is None:
        return ""
    return value if isinstance(value, int | float) else as_text(str(value))
