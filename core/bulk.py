"""Many rows with a handful of statements: bring reference rows to a wanted content, append results."""

import gc
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, models

BATCH = 500

Columns = Mapping[str, Any]
Value = int | str | Decimal | None


@dataclass(frozen=True, slots=True)
class Brought:
    """How many rows were made and how many were changed."""

    made: int = 0
    changed: int = 0

    def __add__(self, other: "Brought") -> "Brought":
        return Brought(self.made + other.made, self.changed + other.changed)


def bring(rows: models.QuerySet[Any], key: str, wanted: Sequence[Columns]) -> Brought:
    """Make the rows that are missing and set the columns of those that differ.

    `wanted` gives the columns of each row, its unique `key` among them; rows that are not named stay.
    """
    held = {getattr(row, key): row for row in rows.order_by("pk")}
    new = [rows.model(**columns) for columns in wanted if columns[key] not in held]
    stale = [
        held[columns[key]] for columns in wanted if columns[key] in held and _set(held[columns[key]], columns)
    ]
    rows.model._default_manager.bulk_create(new, batch_size=BATCH)
    if stale:
        names = sorted({name for columns in wanted for name in columns} - {key})
        rows.model._default_manager.bulk_update(stale, names, batch_size=BATCH)
    return Brought(made=len(new), changed=len(stale))


def _set(row: models.Model, columns: Columns) -> bool:
    """Write the columns into the row; whether anything differed."""
    differing = {name: value for name, value in columns.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)


def append(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Insert rows of plain values without making objects of them, `fields` naming their columns.

    COPY on PostgreSQL, one statement run many times on SQLite: several times as fast as `bulk_create`. No default
    of the model is filled in, and nothing is checked but what the database checks.
    """
    quote = connection.ops.quote_name
    named = {field.name: str(field.column) for field in model._meta.concrete_fields}
    columns = ", ".join(quote(named[name]) for name in fields)
    target = f"{quote(model._meta.db_table)} ({columns})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = ("\t".join(_escaped(value) for value in row) for row in rows)
            with connection.wrap_database_errors:
                cursor.copy_expert(f"COPY {target} FROM STDIN", io.StringIO("\n".join(lines)))
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {target} VALUES ({places})", list(rows))  # noqa: S608


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles while many rows are made: all of them are kept, and searching costs as much as making."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def draw_numbers(model: type[models.Model], count: int) -> list[int]:
    """Primary keys that no row has and none will get: for rows whose numbers must be known before they are written.

    Inside a transaction: on SQLite it holds everybody else off until the rows are there.
    """
    table, key = model._meta.db_table, model._meta.pk
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), key.column, count],
            )
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or [0])[0]
    return list(range(last + 1, last + 1 + count))


def _escaped(value: Value) -> str:
    """As COPY reads it: the backslash introduces what would end a column or a row."""
    if value is None:
        return "\\N"
    if not isinstance(value, str):
        return str(value)
    if "\\" not in value and value.isprintable():
        return value
    text = value.replace("\\", "\\\\")
    return text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
