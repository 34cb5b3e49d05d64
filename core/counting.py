"""Many counts in one query, each of them only as far as people want to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows to count, up to a limit; with `column`, once for each of its `values`, under their names."""

    rows: QuerySet[Any]
    limit: int
    column: str = ""
    values: Sequence[str] = ()

    def names(self, name: str) -> list[str]:
        """Under which names its counts are found."""
        return list(self.values) if self.column else [name]

    def parts(self) -> list[tuple[str, list[Any]]]:
        """One SELECT with its parameters for each count; none where there can be no rows."""
        rows = self.rows.filter(**{self.column: _HOLE}) if self.column else self.rows
        query = rows.values("pk")[: self.limit].query
        try:
            sql, parameters = query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            return []
        sql = f"(SELECT COUNT(*) FROM ({sql}) AS counted)"  # noqa: S608 - compiled by the ORM
        # To compile a query costs more than to run it: the same one serves for every value.
        return [
            (sql, [value if each == _HOLE else each for each in parameters])
            for value in (self.values if self.column else ("",))
        ]


# Stands for the value of a column while a query is compiled; nobody types it.
_HOLE = "\x1fvalue\x1f"


@dataclass(frozen=True, slots=True)
class Statement:
    """One SELECT: `names` of what it counts, a part for each, and their parameters."""

    names: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    parameters: tuple[Any, ...] = ()

    @property
    def sql(self) -> str:
        """The whole."""
        return f"SELECT {', '.join(self.parts)}"

    def __add__(self, other: Statement) -> Statement:
        return Statement(
            self.names + other.names, self.parts + other.parts, self.parameters + other.parameters
        )


def capped_counts(wanted: Mapping[str, tuple[QuerySet[Any], int]]) -> dict[str, int]:
    """How many rows each queryset has, at most its own limit; one query for all, whatever their number.

    A table that grows does not make it slower: each count stops at its limit. Give the rows the order of an
    index: without one a database may look for the few that it wants through the whole table.
    """
    counted = {name: Counted(rows, limit) for name, (rows, limit) in wanted.items()}
    return dict.fromkeys(wanted, 0) | run_counts(counting_sql(counted))


def counting_sql(wanted: Mapping[str, Counted]) -> Statement:
    """The statement that counts them; what can have no rows at all is left out."""
    statement = Statement()
    for name, counted in wanted.items():
        for each, (sql, parameters) in zip(counted.names(name), counted.parts(), strict=False):
            statement += Statement((each,), (sql,), tuple(parameters))
    return statement


def run_counts(statement: Statement) -> dict[str, int]:
    """Its counts by name, in one query."""
    if not statement.names:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.parameters)
        return dict(zip(statement.names, cursor.fetchone(), strict=True))


def capped_words(number: int, limit: int) -> str:
    """A count that stopped at its limit reads 99+."""
    return f"{limit - 1}+" if number >= limit else str(number)
