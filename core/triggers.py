"""Guards inside the database: append-only tables, the machine's edges, periods that must not overlap.

Written once for both engines. SQLite drops triggers silently when Django rebuilds a table, so they are installed
again after every migrate, and a test compares what is there with what is registered here.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Guard:
    """One named guard of a table, with the statements that create and drop it for each engine."""

    name: str
    table: str
    postgresql: tuple[str, ...]
    postgresql_drop: tuple[str, ...]
    sqlite: tuple[str, ...]
    sqlite_drop: tuple[str, ...]

    def create_statements(self, vendor: str) -> tuple[str, ...]:
        return self.postgresql if vendor == "postgresql" else self.sqlite

    def drop_statements(self, vendor: str) -> tuple[str, ...]:
        return self.postgresql_drop if vendor == "postgresql" else self.sqlite_drop


_guards: dict[str, Guard] = {}

# Django then raises IntegrityError on both engines.
VIOLATION = "USING ERRCODE = 'check_violation'"


def register(*guards: Guard) -> None:
    """Called from `AppConfig.ready`; the name is the key, so registering twice is harmless."""
    _guards.update({guard.name: guard for guard in guards})


def registered() -> list[Guard]:
    """All guards, in the order of their names."""
    return [_guards[name] for name in sorted(_guards)]


def trigger_guard(name: str, table: str, events: Sequence[str], condition: str, message: str) -> Guard:
    """A row trigger that refuses `events` when `condition` (SQL over OLD and NEW, both engines) is true."""
    body = f"BEGIN IF {condition} THEN RAISE EXCEPTION '{message}' {VIOLATION}; END IF; RETURN COALESCE(NEW, OLD); END"
    # For INSERT there is no OLD and for DELETE no NEW: one trigger an event keeps conditions readable.
    postgresql: list[str] = [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
    ]
    sqlite: list[str] = []
    for event in events:
        each = f"{name}_{event.lower()}"
        postgresql.append(f"DROP TRIGGER IF EXISTS {each} ON {table}")
        postgresql.append(
            f"CREATE TRIGGER {each} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
        sqlite.append(f"DROP TRIGGER IF EXISTS {each}")
        sqlite.append(
            f"CREATE TRIGGER {each} BEFORE {event} ON {table} FOR EACH ROW WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    return Guard(
        name=name,
        table=table,
        postgresql=tuple(postgresql),
        postgresql_drop=tuple(
            f"DROP TRIGGER IF EXISTS {name}_{event.lower()} ON {table}" for event in events
        ),
        sqlite=tuple(sqlite),
        sqlite_drop=tuple(f"DROP TRIGGER IF EXISTS {name}_{event.lower()}" for event in events),
    )


def append_only(table: str) -> list[Guard]:
    """Rows of this table are written once: no change, no removal, and on PostgreSQL no TRUNCATE."""
    rows = trigger_guard(
        f"{table}_append_only", table, ["UPDATE", "DELETE"], "1 = 1", f"{table} is append-only"
    )
    name = f"{table}_no_truncate"
    body = f"BEGIN RAISE EXCEPTION '{table} is append-only' {VIOLATION}; END"
    truncate = Guard(
        name=name,
        table=table,
        postgresql=(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        ),
        postgresql_drop=(f"DROP TRIGGER IF EXISTS {name} ON {table}",),
        sqlite=(),
        sqlite_drop=(),
    )
    return [rows, truncate]


def kept(table: str) -> Guard:
    """Rows of this table may change, but none goes: whoever asks for a past day is answered."""
    return trigger_guard(f"{table}_kept", table, ["DELETE"], "1 = 1", f"{table} keeps its rows")


def state_edges(
    table: str, *, initial: str, edges: Iterable[tuple[str, str]], column: str = "state"
) -> list[Guard]:
    """A row begins in `initial` and moves only along `edges`; staying where it is is always allowed."""
    allowed = " OR ".join(
        f"(OLD.{column} = '{source}' AND NEW.{column} = '{target}')" for source, target in sorted(set(edges))
    )
    return [
        trigger_guard(
            f"{table}_{column}_begins",
            table,
            ["INSERT"],
            f"NEW.{column} <> '{initial}'",
            f"{table} begins in {initial}",
        ),
        trigger_guard(
            f"{table}_{column}_edges",
            table,
            ["UPDATE"],
            f"NEW.{column} <> OLD.{column} AND NOT ({allowed})",
            f"{table}: no such edge",
        ),
    ]


def no_overlap(table: str, *, keys: Sequence[str], where: str = "", suffix: str = "") -> Guard:
    """Half-open periods (`since`, `until`) of rows with equal integer `keys` must not overlap.

    `where` limits the rows (SQL; the word ROW. stands before each column). PostgreSQL gets an exclusion
    constraint (ranges of integers stand in for equality, so that no extension is needed), SQLite a trigger.
    A second guard of the same table needs a `suffix`.
    """
    name = f"{table}_no_overlap{suffix}"
    return Guard(
        name=name,
        table=table,
        postgresql=(_exclusion(name, table, keys, where.replace("ROW.", "")),),
        postgresql_drop=(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}",),
        sqlite=_overlap_trigger(name, table, keys, where).sqlite,
        sqlite_drop=_overlap_trigger(name, table, keys, where).sqlite_drop,
    )


def _exclusion(name: str, table: str, keys: Sequence[str], where: str) -> str:
    """PostgreSQL's constraint; building its index again at each migrate would lock the table for nothing."""
    equal = ", ".join(f"int8range({key}, {key}, '[]') WITH &&" for key in keys)
    add = f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist ({equal}, daterange(since, until) WITH &&)"
    limit = f" WHERE ({where})" if where else ""
    there = f"SELECT 1 FROM pg_constraint WHERE conname = '{name}'"  # noqa: S608 - names of our own tables
    return f"DO $$ BEGIN IF NOT EXISTS ({there}) THEN {add}{limit}; END IF; END $$"


def _overlap_trigger(name: str, table: str, keys: Sequence[str], where: str) -> Guard:
    """SQLite's trigger: another row with equal keys whose period meets the new one."""
    demands = [f"other.{key} = NEW.{key}" for key in keys]
    demands += [where.replace("ROW.", "other."), where.replace("ROW.", "NEW.")] if where else []
    demands += ["other.id <> COALESCE(NEW.id, -1)", "(other.until IS NULL OR other.until > NEW.since)"]
    demands += ["(NEW.until IS NULL OR NEW.until > other.since)"]
    condition = f"EXISTS (SELECT 1 FROM {table} other WHERE {' AND '.join(demands)})"  # noqa: S608 - as above
    return trigger_guard(name, table, ["INSERT", "UPDATE"], condition, f"{name}: periods overlap")


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every registered guard whose table exists; safe to run again."""
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for guard in registered():
            if guard.table in tables:
                for statement in guard.create_statements(connection.vendor):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every registered guard; only tests and controls do this."""
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for guard in registered():
            if guard.table in tables:
                for statement in guard.drop_statements(connection.vendor):
                    cursor.execute(statement)


@contextmanager
def suspended(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Guards off inside the block, on again after it; for emptying a test database."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def remove_before_migrate(using: str = "default", plan: Sequence[Any] = (), **kwargs: Any) -> None:
    """Receiver of `pre_migrate`: SQLite does not rebuild a table of which the trigger of another table speaks.

    PostgreSQL changes tables in place and keeps its guards; a migrate that has nothing to do changes nothing.
    """
    if plan and connections[using].vendor == "sqlite":
        remove(connections[using])


def install_after_migrate(using: str = "default", **kwargs: Any) -> None:
    """Receiver of `post_migrate`."""
    install(connections[using])
