"""Tables as .csv: UTF-8 with the mark that Excel looks for, and no text that it would run."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from core.sheets.columns import Column, Line, Value
from core.sheets.formulas import as_text

CSV_TYPE = "text/csv; charset=utf-8"
MARK = "\ufeff"
LINES_AT_ONCE = 500


class _Buffer:
    """What csv writes to: lines wait here until they are fetched."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, line: str) -> None:
        self.lines.append(line)

    def taken(self) -> bytes:
        found, self.lines = "".join(self.lines), []
        return found.encode("utf-8", errors="replace")


def csv_chunks(columns: Sequence[Column], lines: Iterable[Line]) -> Iterator[bytes]:
    """The table piece by piece; the first piece comes before the first line is read."""
    buffer = _Buffer()
    out = csv.writer(buffer)
    buffer.write(MARK)
    out.writerow([as_text(column.heading) for column in columns])
    yield buffer.taken()
    for number, line in enumerate(lines, start=1):
        out.writerow([as_text(value) if isinstance(value, str) else _words(value) for value in line])
        if number % LINES_AT_ONCE == 0:
            yield buffer.taken()
    yield buffer.taken()


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
