"""Search in Chinese: words of one character and more, all of them in one clause, the newest documents first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from policies.grams import excerpt, marked, needed
from policies.models import SearchRow

# Read with the text itself, so that a page needs no other table.
FAR = ("version__policy__division", "clause")
# What the search looks through and no page shows: sorting hits must not carry it along.
WIDE = ("words", "pieces")
# In FTS5 a quoted string is a phrase; a quote inside is doubled.
QUOTE = '"'


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause, or the head of a document (`clause` None), with the words that were found in it marked."""

    row: SearchRow
    title: list[tuple[str, bool]]
    words: list[tuple[str, bool]]


def found_rows(words: Sequence[str]) -> QuerySet[SearchRow]:
    """Rows that hold all the folded words; the index says which may, their text which do."""
    wanted = list(dict.fromkeys(piece for word in words for piece in needed(word)))
    if connection.vendor == "postgresql":
        held = "string_to_array(policies_searchrow.pieces, ' ') @> %s::text[]"
        parameters: list[Any] = [wanted]
    else:
        held = "policies_searchrow.id IN (SELECT rowid FROM policies_searchindex WHERE pieces MATCH %s)"
        parameters = [" AND ".join(f'"{piece.replace(QUOTE, QUOTE * 2)}"' for piece in wanted)]
    rows: QuerySet[SearchRow] = (
        SearchRow.objects.select_related(*FAR)
        .defer(*WIDE)
        .filter(
            RawSQL(held, parameters, output_field=BooleanField())  # noqa: S611 - pieces go in as parameters
        )
    )
    for word in words:
        rows = rows.filter(words__contains=word)
    return rows


def hits(rows: Sequence[SearchRow], words: list[str]) -> list[Hit]:
    """The rows as a page shows them."""
    return [_hit(row, words) for row in rows]


def _hit(row: SearchRow, words: list[str]) -> Hit:
    version, clause = row.version, row.clause
    if clause is None:
        number = version.document_number or version.issuer
        return Hit(row, marked(version.title, words), marked(number, words))
    return Hit(
        row,
        marked(f"{clause.path} {clause.heading}".strip(), words),
        marked(excerpt(clause.text, words), words),
    )
