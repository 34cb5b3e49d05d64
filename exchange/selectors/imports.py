"""What an import holds, for its pages and for the writing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core.resources import Column, Line, find
from core.templatetags.formats import mask_phone
from exchange.enums import ImportState, PageKind
from exchange.lines import unpack, unrun
from exchange.models import Import, ImportPage

PREVIEW = [PageKind.NEW, PageKind.CHANGED, PageKind.WARNING, PageKind.SAME, PageKind.ERROR]


def lines_to_write(batch: Import) -> list[Line]:
    """New and changed lines, and those that stay as they are: all that the preview showed."""
    return _lines(batch, [PageKind.NEW, PageKind.CHANGED, PageKind.SAME])


def written_lines(batch: Import) -> list[Line]:
    """The lines that were written; new ones with the number of their row."""
    lines = _lines(batch, [PageKind.NEW, PageKind.CHANGED])
    numbers = unrun(batch.made)
    for line in lines:
        if line.pk is None:
            line.pk = next(numbers)
    return lines


def _lines(batch: Import, kinds: Iterable[PageKind]) -> list[Line]:
    return [unpack(packed) for page in _pages(batch, kinds) for packed in page.lines]


def _pages(batch: Import, kinds: Iterable[PageKind]) -> list[ImportPage]:
    return list(batch.pages.filter(kind__in=list(kinds)).order_by("pk"))


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of line on the page of an import, and how many there are."""

    kind: PageKind
    words: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the preview in words: the cells of a new row, or (column, old, new) of a changed one."""

    number: int
    name: str
    cells: list[tuple[str, str]]
    changes: list[tuple[str, str, str]]


def tabs(batch: Import, asked: str) -> list[Tab]:
    """The kinds that the file has lines of; the first is open unless another one was asked for."""
    kinds = [each for each in PageKind if batch.counts.get(each.value)]
    if batch.state == ImportState.FAULTY:
        kinds = [each for each in kinds if each in {PageKind.ERROR, PageKind.WARNING}]
    else:
        # What a person should look at before confirming stands behind what will be written.
        kinds.sort(key=PREVIEW.index)
    current = asked if asked in kinds else kinds[0] if kinds else ""
    return [Tab(each, str(each.label), batch.counts[each.value], each == current) for each in kinds]


def shown_lines(batch: Import, page: ImportPage) -> list[Shown]:
    """The lines of a page of the preview, in words; personal data are masked."""
    columns = find(batch.resource).columns(batch.place)
    return [_shown(unpack(packed), columns) for packed in page.lines]


def problem_lines(batch: Import, kind: PageKind) -> list[list[Any]]:
    """All errors, or all warnings, of a file."""
    return [line for page in _pages(batch, [kind]) for line in page.lines]


def _shown(line: Line, columns: Sequence[Column]) -> Shown:
    new = [_words(column, value) for column, value in zip(columns, line.new, strict=True)]
    titles = [column.title for column in columns]
    if line.old is None:
        return Shown(line.number, line.name, list(zip(titles, new, strict=True)), [])
    pairs = zip(columns, line.old, line.new, strict=True)
    changes = [
        (column.title, _words(column, old), _words(column, value))
        for column, old, value in pairs
        if old != value
    ]
    return Shown(line.number, line.name, [], changes)


def _words(column: Column, kept: Any) -> str:
    text = "" if kept is None else column.widget.shown(kept)
    return mask_phone(text) if column.is_personal and text else text
