"""Bring reference rows to a wanted content with a handful of statements, however many rows there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

BATCH = 500

Columns = Mapping[str, Any]


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
