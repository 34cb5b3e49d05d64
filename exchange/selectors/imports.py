"""What an import holds, for its pages and for the writing."""

from collections.abc import Iterable

from core.resources import Line
from exchange.enums import PageKind
from exchange.lines import unpack
from exchange.models import Import, ImportPage


def lines_to_write(batch: Import) -> list[Line]:
    """New and changed lines, and those that stay as they are: all that the preview showed."""
    return _lines(batch, [PageKind.NEW, PageKind.CHANGED, PageKind.SAME])


def written_lines(batch: Import) -> list[Line]:
    """The lines that were written; new ones with the number of their row."""
    found: list[Line] = []
    for page in _pages(batch, [PageKind.NEW, PageKind.CHANGED]):
        lines = [unpack(packed) for packed in page.lines]
        if page.kind == PageKind.NEW:
            for line, pk in zip(lines, page.made, strict=True):
                line.pk = pk
        found += lines
    return found


def _lines(batch: Import, kinds: Iterable[PageKind]) -> list[Line]:
    return [unpack(packed) for page in _pages(batch, kinds) for packed in page.lines]


def _pages(batch: Import, kinds: Iterable[PageKind]) -> list[ImportPage]:
    return list(batch.pages.filter(kind__in=list(kinds)).order_by("pk"))
