"""Keyset pages: the next page begins after the last row shown, so depth costs nothing and rows never repeat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Field, Func, Model, QuerySet, Value
from django.http import HttpRequest
from django.utils import timezone

SIZE = 20
AFTER = "after"
BEFORE = "before"
SEPARATOR = "~"
LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class KeysetPage:
    """The rows of one page; the queries are query strings, empty where there is no such page."""

    rows: list[Any]
    next_query: str
    previous_query: str
    first_query: str


@dataclass(frozen=True, slots=True)
class _Position:
    """Beyond which row a page begins, and on which side of it."""

    value: Any
    pk: int
    backwards: bool


def keyset_page(
    request: HttpRequest,
    rows: QuerySet[Any],
    *,
    newest_first: bool,
    column: str = "moved_at",
    size: int = SIZE,
) -> KeysetPage:
    """One page ordered by `column` and the primary key; an unreadable position means the first page."""
    position = _asked_for(request, rows.model, column)
    backwards = position is not None and position.backwards
    falling = newest_first != backwards
    if position is not None:
        rows = rows.filter(_beyond(rows.model, column, position, falling))
    sign = "-" if falling else ""
    found = list(rows.order_by(f"{sign}{column}", f"{sign}pk")[: size + 1])
    shown, more = found[:size], len(found) > size
    if backwards:
        shown.reverse()
    has_next = bool(shown) and (backwards or more)
    has_previous = bool(shown) and (more if backwards else position is not None)
    return KeysetPage(
        rows=shown,
        next_query=_query(request, AFTER, _mark(shown[-1], column)) if has_next else "",
        previous_query=_query(request, BEFORE, _mark(shown[0], column)) if has_previous else "",
        first_query=_query(request) if position is not None else "",
    )


def _asked_for(request: HttpRequest, model: type[Model], column: str) -> _Position | None:
    for name in (AFTER, BEFORE):
        found = _read(model, column, request.GET.get(name, ""))
        if found is not None:
            return _Position(*found, backwards=name == BEFORE)
    return None


def _read(model: type[Model], column: str, text: str) -> tuple[Any, int] | None:
    """A mark as it came in the address: (value, pk), or None for whatever is not one of ours."""
    value, separator, number = text.rpartition(SEPARATOR)
    if (
        not separator
        or "\0" in value
        or not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER)
    ):
        return None
    try:
        parsed = _in_utc(_field(model, column).to_python(value))
    except (ValidationError, ValueError, OverflowError):
        return None
    return None if parsed is None else (parsed, int(number))


def _field(model: type[Model], column: str) -> Field[Any, Any]:
    field = model._meta.pk if column == "pk" else model._meta.get_field(column)
    assert isinstance(field, Field)
    return field


def _in_utc(value: Any) -> Any:
    """A moment far from our days overflows here, and not in the database."""
    if not isinstance(value, datetime):
        return value
    return (timezone.make_aware(value) if timezone.is_naive(value) else value).astimezone(UTC)


def _beyond(model: type[Model], column: str, position: _Position, falling: bool) -> Func:
    """(column, id) > (value, number), as one comparison: an index begins right there, and depth costs nothing."""
    pairs = ((_field(model, column), position.value), (_field(model, "pk"), position.pk))
    values = [Value(value, output_field=field) for field, value in pairs]
    return Func(
        Func(F(column), F("pk"), template="(%(expressions)s)", output_field=BooleanField()),
        Func(*values, template="(%(expressions)s)", output_field=BooleanField()),
        template="%(expressions)s",
        arg_joiner=" < " if falling else " > ",
        output_field=BooleanField(),
    )


def _mark(row: Model, column: str) -> str:
    value = getattr(row, column)
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return f"{text}{SEPARATOR}{row.pk}"


def _query(request: HttpRequest, name: str = "", mark: str = "") -> str:
    """The address's own query with another position; "?" alone when nothing is left."""
    parameters = request.GET.copy()
    parameters.pop(AFTER, None)
    parameters.pop(BEFORE, None)
    if name:
        parameters[name] = mark
    return f"?{parameters.urlencode()}"
