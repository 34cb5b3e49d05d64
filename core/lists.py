"""Lists that people take home as a file: each described once by the app whose page shows it.

The same selector and filter serve the page and the file. `exchange` hands the files out and plugs itself in at
start-up, so that apps below it offer theirs too: their view is one line, `return lists.answer(request, KEY)`.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict

from core.errors import Invalid
from core.sheets import Column, Line

# So many rows are answered at once; more of them are made in the background.
AT_ONCE = 2_000
# Rows that are read, and kept in memory, together.
TOGETHER = 1_000
# Nobody reads a longer table; whoever needs all of it takes it in parts.
MOST_ROWS = 1_000_000
TOO_LONG = f"符合条件的超过 {MOST_ROWS // 10_000} 万行，请先缩小筛选范围再导出。"

Lines = Callable[[Sequence[Any], int], Iterable[Line]]


@dataclass(frozen=True, slots=True)
class Opened:
    """A list as one person may read it: `rows` in the page's order, and how some of them become lines.

    `lines` gets rows and the number of the first of them, which counts from 1. A queryset is read piece by piece.
    """

    title: str
    columns: Sequence[Column]
    rows: QuerySet[Any] | Sequence[Any]
    lines: Lines

    def first(self, number: int) -> list[Any]:
        """The first so many rows."""
        return list(self.rows[:number])

    def count(self) -> int:
        """How many rows there are, as far as a file may go."""
        if not isinstance(self.rows, QuerySet):
            return len(self.rows)
        return self.rows.order_by()[:MOST_ROWS].count()

    def numbers(self) -> Sequence[Any]:
        """What the rows are found by; fixes which rows the file has. Invalid when there are too many."""
        if not isinstance(self.rows, QuerySet):
            return self.rows
        keys = self.rows.values_list("pk", flat=True)[: MOST_ROWS + 1]
        found = array("q", keys.iterator(chunk_size=TOGETHER))
        if len(found) > MOST_ROWS:
            raise Invalid(TOO_LONG)
        return found

    def read(self, numbers: Sequence[Any]) -> Iterator[tuple[int, list[Line]]]:
        """How many rows are done, and their lines; who left the list meanwhile, or one's sight, is left out."""
        for start in range(0, len(numbers), TOGETHER):
            wanted = numbers[start : start + TOGETHER]
            yield start + len(wanted), list(self.lines(self._rows(wanted), start + 1))

    def _rows(self, wanted: Sequence[Any]) -> list[Any]:
        if not isinstance(self.rows, QuerySet):
            return list(wanted)
        found = {row.pk: row for row in self.rows.filter(pk__in=list(wanted))}
        return [found[pk] for pk in wanted if pk in found]


@dataclass(frozen=True, slots=True)
class Listing:
    """One list. `open(actor, query, place)` asks the page's own rule and sight, and raises what the page raises.

    `query` is the address's own, `place` what else the address names (a town, a section) as numbers and texts.
    """

    key: str
    title: str
    open: Callable[[Any, QueryDict, dict[str, Any]], Opened]


_listings: dict[str, Listing] = {}
# Streamed answers are of another class than the others; views need not care.
_answers: list[Callable[..., Any]] = []


def register(*listings: Listing) -> None:
    """Called from `AppConfig.ready`; ValueError for a key that is taken."""
    for each in listings:
        if _listings.setdefault(each.key, each) != each:
            raise ValueError(f"another list is called {each.key} already")


def find(key: str) -> Listing:
    """The list of that key; KeyError when no app brings it."""
    return _listings[key]


def registered() -> tuple[Listing, ...]:
    """Every list, in the order of its app."""
    return tuple(_listings.values())


def plug(answer: Callable[..., Any]) -> None:
    """Called once by `exchange`; a second call replaces the first (tests)."""
    _answers[:] = [answer]


def answer(request: HttpRequest, key: str, **place: int | str) -> HttpResponse:
    """The list of that key as a file, or the way to it; GET and POST. RuntimeError before `exchange` is loaded."""
    if not _answers:
        raise RuntimeError("Nobody hands lists out: is `exchange` installed?")
    found: HttpResponse = _answers[0](request, find(key), place)
    return found
