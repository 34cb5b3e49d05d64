"""Search rows follow what is open: the newest text of each document, clause by clause, and its head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import connection, transaction

from policies.grams import folded, pieces
from policies.models import Clause, Policy, PolicyVersion, SearchRow

CHUNK = 500


@transaction.atomic
def index_policy(*, policy: Policy) -> int:
    """Write the rows of a document anew; how many. Safe to run again."""
    _remove(policy)
    newest = PolicyVersion.objects.newest().filter(policy=policy).select_related("policy").first()
    if newest is None:
        return 0
    rows = SearchRow.objects.bulk_create(_rows(newest), batch_size=CHUNK)
    if connection.vendor == "sqlite":
        _in_sqlite_index(
            "INSERT INTO {} (rowid, pieces) VALUES (%s, %s)", [(row.pk, row.pieces) for row in rows]
        )
    return len(rows)


def _rows(version: PolicyVersion) -> Iterator[SearchRow]:
    head = (version.title, version.document_number, version.policy.key, version.issuer)
    yield _row(version, None, "\n".join(dict.fromkeys(part for part in head if part)))
    for clause in version.clauses.order_by("position"):
        yield _row(version, clause, "\n".join(part for part in (clause.heading, clause.text) if part))


def _row(version: PolicyVersion, clause: Clause | None, text: str) -> SearchRow:
    words = folded(text)
    return SearchRow(
        version=version,
        clause=clause,
        dated_on=version.dated_on,
        words=words,
        pieces=" ".join(pieces(words)),
    )


def _remove(policy: Policy) -> None:
    rows = SearchRow.objects.filter(version__policy=policy)
    if connection.vendor == "sqlite":
        # The index keeps no text of its own: what goes has to be named as it went in.
        held = rows.order_by("pk").values_list("pk", "pieces")
        _in_sqlite_index(
            "INSERT INTO {} (policies_searchindex, rowid, pieces) VALUES ('delete', %s, %s)", held
        )
    rows.delete()


def _in_sqlite_index(statement: str, rows: Iterable[tuple[int, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement.format("policies_searchindex"), list(rows))
