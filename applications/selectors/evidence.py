"""佐证材料: what the applicant has put together, what was submitted, and what the standard asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.actors import Actor
from applications.models import Application, Evidence
from applications.rules import reads_draft
from applications.selectors.judgements import newest_sheet
from files.models import FileVersion
from standards.models import Criterion

OTHER = "其他材料"


@dataclass(frozen=True, slots=True)
class ShownFile:
    """One piece of evidence as a person reads it, in the version that counts."""

    title: str
    version: FileVersion


@dataclass(frozen=True, slots=True)
class EvidenceGroup:
    """The files of one criterion, or of none in particular (`number` None)."""

    number: int | None
    title: str
    files: list[ShownFile]


@dataclass(frozen=True, slots=True)
class HeldEvidence:
    """A row with its newest version."""

    row: Evidence
    version: FileVersion


@dataclass(frozen=True, slots=True)
class EvidenceSection:
    """One criterion while the evidence is put together: what the standard asks for, and what is there."""

    number: int | None
    title: str
    asks: tuple[str, ...]
    held: list[HeldEvidence]

    @property
    def anchor(self) -> str:
        """Where on the page it stands."""
        return f"criterion-{self.number or 'other'}"


def held_evidence(application: Application) -> list[HeldEvidence]:
    """What stands now, in the order of the criteria, other material last; two queries."""
    rows = list(application.evidence.standing().order_by("pk"))
    files = FileVersion.objects.filter(stored_file__in=[row.stored_file_id for row in rows])
    # The newest comes last and stays.
    newest = {version.stored_file_id: version for version in files.with_names().order_by("number")}
    held = [HeldEvidence(row, newest[row.stored_file_id]) for row in rows]
    return sorted(held, key=lambda each: (each.row.criterion is None, each.row.criterion or 0))


def frozen_files(application: Application) -> list[dict[str, Any]]:
    """What a fact sheet keeps of the evidence: which version of which file, and its sum."""
    return [
        {
            "criterion": each.row.criterion,
            "title": each.row.title,
            "version": each.version.pk,
            "sha256": each.version.blob.sha256,
        }
        for each in held_evidence(application)
    ]


def submitted_versions(application: Application) -> set[int]:
    """The keys of all file versions that some submission named."""
    return {
        each["version"]
        for sheet in application.fact_sheets.order_by("number")
        for each in sheet.data["files"]
    }


def evidence_by_criterion(application: Application, actor: Actor) -> dict[int | None, list[ShownFile]]:
    """Files by criterion number, None for other material: the applicant's own while it holds the pen, else as submitted."""
    if reads_draft(actor, application):
        held = held_evidence(application)
        return _grouped((each.row.criterion, ShownFile(each.row.title, each.version)) for each in held)
    sheet = newest_sheet(application)
    entries: list[dict[str, Any]] = sheet.data["files"] if sheet else []
    if not entries:
        return {}
    versions = FileVersion.objects.with_names().in_bulk([each["version"] for each in entries])
    return _grouped(
        (each["criterion"], ShownFile(each["title"], versions[each["version"]])) for each in entries
    )


def evidence_groups(application: Application, actor: Actor) -> list[EvidenceGroup]:
    """The same for reading from top to bottom; criteria without a file are left out."""
    found = evidence_by_criterion(application, actor)
    titles = dict(_criteria(application).values_list("number", "title")) if found else {}
    return [EvidenceGroup(number, titles.get(number, OTHER), files) for number, files in found.items()]


def evidence_sections(application: Application) -> list[EvidenceSection]:
    """Every criterion of the round's standard with what it asks for and what is there, then other material."""
    held: dict[int | None, list[HeldEvidence]] = {}
    for each in held_evidence(application):
        held.setdefault(each.row.criterion, []).append(each)
    sections = [
        EvidenceSection(criterion.number, criterion.title, _asks(criterion), held.get(criterion.number, []))
        for criterion in _criteria(application).prefetch_related("requirements")
    ]
    return [*sections, EvidenceSection(None, OTHER, (), held.get(None, []))]


def criterion_numbers(application: Application) -> set[int]:
    """The numbers that a piece of evidence may support."""
    return set(_criteria(application).values_list("number", flat=True))


def _criteria(application: Application) -> Any:
    return Criterion.objects.filter(version=application.round.standard_version_id).order_by("number")


def _asks(criterion: Criterion) -> tuple[str, ...]:
    """What its requirements name as evidence, each once."""
    return tuple(dict.fromkeys(words for each in criterion.requirements.all() for words in each.evidence))


def _grouped(files: Iterable[tuple[int | None, ShownFile]]) -> dict[int | None, list[ShownFile]]:
    groups: dict[int | None, list[ShownFile]] = {}
    for number, file in files:
        groups.setdefault(number, []).append(file)
    return groups
