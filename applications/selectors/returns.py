"""What was given back and what came of it: the applicant's list of things to do, the office's comparison, all rounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch

from applications.blocks import BLOCK
from applications.enums import ItemKind, Resolution
from applications.models import Application, FactSheet, ReturnItem, ReturnNotice
from applications.rules import open_items
from applications.selectors.differences import FILES, Change
from applications.selectors.topics import topics_of
from applications.selectors.ways import Way, ways_of
from files.models import FileVersion
from standards.selectors import compiled


@dataclass(frozen=True, slots=True)
class ToDo:
    """One item that waits for the applicant, and where it is put right."""

    item: ReturnItem
    ways: Sequence[Way]


@dataclass(frozen=True, slots=True)
class ToDoList:
    """What a return asks for."""

    notice: ReturnNotice
    rows: Sequence[ToDo]

    @property
    def left(self) -> int:
        """How many items have no answer yet."""
        return sum(not row.item.is_answered for row in self.rows)

    @property
    def locks_the_rest(self) -> bool:
        """Whether anything stays locked: not where the whole was given back."""
        return all(row.item.kind != ItemKind.WHOLE for row in self.rows)


@dataclass(frozen=True, slots=True)
class ComparedItem:
    """An answered item beside what was changed for it; of a piece of evidence the version before and the one now."""

    item: ReturnItem
    changes: Sequence[Change]
    old_file: FileVersion | None = None
    new_file: FileVersion | None = None

    @property
    def is_unchanged(self) -> bool:
        return not self.changes and self.old_file == self.new_file

    @property
    def is_whole(self) -> bool:
        return self.item.kind == ItemKind.WHOLE

    @property
    def is_of_file(self) -> bool:
        return self.item.kind == ItemKind.EVIDENCE


@dataclass(frozen=True, slots=True)
class Comparison:
    """The last return that was answered, item by item."""

    notice: ReturnNotice
    rows: Sequence[ComparedItem]

    @property
    def waiting(self) -> int:
        """How many the office has not looked at."""
        return sum(not row.item.resolution for row in self.rows)

    @property
    def reopened(self) -> int:
        return sum(row.item.resolution == Resolution.REOPENED for row in self.rows)


def to_do(application: Application) -> ToDoList | None:
    """What the applicant has to answer now; None where an office asks for nothing."""
    items = open_items(application)
    if not items or items[0].notice is None:
        return None
    return ToDoList(items[0].notice, [ToDo(item, ways_of(application, item)) for item in items])


def notices_of(application: Application) -> list[ReturnNotice]:
    """Every return of an application, the latest first, with its items; two queries."""
    items = ReturnItem.objects.select_related("answered_by").order_by("pk")
    rows = application.return_notices.select_related("returned_by", "organisation")
    return list(rows.prefetch_related(Prefetch("items", items)).order_by("-number"))


def return_counts(numbers: Iterable[int]) -> dict[int, int]:
    """By application how often it was returned; one query."""
    rows = ReturnNotice.objects.filter(application__in=list(numbers)).order_by()
    return dict(rows.values_list("application").annotate(Count("pk")))


def returns_of(
    application: Application, sheet: FactSheet | None, changes: Sequence[Change] | None
) -> tuple[int, Comparison | None]:
    """How often it was returned, and the last return that was answered, compared with the newest `sheet`.

    `changes` are those from the sheet before to the newest, None for a first submission.
    """
    rows = application.return_notices.select_related("fact_sheet", "returned_by", "organisation")
    notices = list(rows.order_by("-number"))
    answered = next((notice for notice in notices if not notice.is_open), None)
    compared = _compared(application, answered, sheet, changes or ()) if answered else None
    return len(notices), compared


def _compared(
    application: Application, notice: ReturnNotice, sheet: FactSheet | None, changes: Sequence[Change]
) -> Comparison:
    items = notice.items.select_related("answered_by", "resolved_by", "evidence").order_by("pk")
    old, new = _files_of(notice.fact_sheet, sheet)
    topics = _topics(application)
    rows = []
    for item in items:
        stored = item.evidence.stored_file_id if item.evidence else 0
        found = _changes_for(item, changes, topics)
        rows.append(ComparedItem(item, found, old.get(stored), new.get(stored)))
    return Comparison(notice, rows)


def _changes_for(
    item: ReturnItem, changes: Sequence[Change], topics: Mapping[int, Sequence[str]]
) -> list[Change]:
    """Those that have to do with the item: its field, its block's, its criterion's with the evidence.

    Of the whole none: all of them stand in the table of changes already.
    """
    if item.kind in {ItemKind.WHOLE, ItemKind.EVIDENCE}:
        return []
    if item.kind == ItemKind.CRITERION:
        spoken = topics.get(item.criterion or 0, ())
        return [
            each
            for each in changes
            if each.topic in spoken or (each.topic == FILES and each.criterion == item.criterion)
        ]
    named = {item.field} if item.kind == ItemKind.FIELD else _topics_of_block(item.block)
    return [each for each in changes if each.topic in named]


def _topics_of_block(key: str) -> set[str]:
    block = BLOCK.get(key)
    if block is None:
        return set()
    sections = (section.replace("-", "_") for section in block.sections)
    return {*block.figures, *(each.name for each in block.answers), *sections}


def _topics(application: Application) -> dict[int, list[str]]:
    specs = compiled(application.round.standard_version).spec.criteria
    return {each.number: topics_of(each) for each in specs}


def _files_of(*sheets: FactSheet | None) -> list[dict[int, FileVersion]]:
    """For each sheet the versions that it names, by their file; one query for all."""
    entries: list[list[dict[str, Any]]] = [sheet.data["files"] if sheet else [] for sheet in sheets]
    wanted = {each["version"] for rows in entries for each in rows}
    versions = FileVersion.objects.with_names().in_bulk(wanted) if wanted else {}
    return [
        {versions[each["version"]].stored_file_id: versions[each["version"]] for each in rows}
        for rows in entries
    ]
