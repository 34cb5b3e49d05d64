"""佐证材料: what the applicant has put together, what was submitted, and what the standard asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.actors import Actor
from applications.enums import EDITABLE_STATES
from applications.models import Application, Evidence
from applications.selectors.judgements import newest_sheet
from applications.selectors.uses import (
    OTHER,
    Material,
    Use,
    asked_materials,
    criteria_of,
    frozen_uses,
    materials_of,
    numbers_of,
    uses_in,
)
from applications.selectors.validity import Expiry, last_day_of, warning_of
from files.models import FileVersion

__all__ = ["OTHER", "asked_materials"]


@dataclass(frozen=True, slots=True)
class ShownFile:
    """One piece of evidence as a person reads it, in the version that counts; what it is for, and until when it holds."""

    title: str
    version: FileVersion
    uses: tuple[Use, ...] = ()
    valid_until: date | None = None
    expiry: Expiry | None = None


@dataclass(frozen=True, slots=True)
class EvidenceGroup:
    """The files of one criterion, or of none in particular (`number` None)."""

    number: int | None
    title: str
    files: list[ShownFile]


@dataclass(frozen=True, slots=True)
class HeldEvidence:
    """A row with its newest version and what it is for."""

    row: Evidence
    version: FileVersion
    uses: tuple[Use, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The criteria that it serves, in order."""
        return numbers_of(self.uses)


@dataclass(frozen=True, slots=True)
class Asked:
    """A material that the standard asks for by name, and what is there for it."""

    material: Material
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidenceSection:
    """One criterion while the evidence is put together: what the standard asks for, and what is there."""

    number: int | None
    title: str
    asks: tuple[Asked, ...]
    held: list[HeldEvidence]

    @property
    def anchor(self) -> str:
        """Where on the page it stands."""
        return f"criterion-{self.number or 'other'}"

    @property
    def lacking(self) -> int:
        """How many materials that are asked for nobody has named yet."""
        return sum(not each.titles for each in self.asks)


def held_evidence(application: Application) -> list[HeldEvidence]:
    """What stands now, in the order of the criteria, other material last; three queries."""
    rows = list(application.evidence.standing().order_by("pk").prefetch_related("uses"))
    files = FileVersion.objects.filter(stored_file__in=[row.stored_file_id for row in rows])
    # The newest comes last and stays.
    newest = {version.stored_file_id: version for version in files.with_names().order_by("number")}
    held = [
        HeldEvidence(row, newest[row.stored_file_id], tuple(sorted(map(Use.of, row.uses.all()))))
        for row in rows
    ]
    return sorted(held, key=lambda each: (not each.numbers, each.numbers[:1]))


def frozen_files(application: Application) -> list[dict[str, Any]]:
    """What a fact sheet keeps of the evidence: which version of which file, its sum, what it is for and until when."""
    return [
        {
            "uses": frozen_uses(each.uses),
            "title": each.row.title,
            "version": each.version.pk,
            "sha256": each.version.blob.sha256,
            "valid_until": each.row.valid_until.isoformat() if each.row.valid_until else None,
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


def files_that_count(application: Application, actor: Actor) -> list[ShownFile]:
    """Every file once: the applicant's own while it holds the pen, else what was submitted last."""
    if actor.acts_for(application.applicant) and application.state in EDITABLE_STATES:
        return [
            _shown(application, each.row.title, each.version, each.uses, each.row.valid_until)
            for each in held_evidence(application)
        ]
    sheet = newest_sheet(application)
    entries: list[dict[str, Any]] = sheet.data["files"] if sheet else []
    if not entries:
        return []
    versions = FileVersion.objects.with_names().in_bulk([each["version"] for each in entries])
    return [
        _shown(
            application,
            each["title"],
            versions[each["version"]],
            uses_in(each),
            date.fromisoformat(each["valid_until"]) if each.get("valid_until") else None,
        )
        for each in entries
    ]


def evidence_by_criterion(application: Application, actor: Actor) -> dict[int | None, list[ShownFile]]:
    """Files by criterion number, None for other material; one that serves several stands under each."""
    groups: dict[int | None, list[ShownFile]] = {}
    for file in files_that_count(application, actor):
        for number in numbers_of(file.uses) or (None,):
            groups.setdefault(number, []).append(file)
    return dict(sorted(groups.items(), key=lambda item: (item[0] is None, item[0] or 0)))


def evidence_groups(application: Application, actor: Actor) -> list[EvidenceGroup]:
    """The same for reading from top to bottom; criteria without a file are left out."""
    found = evidence_by_criterion(application, actor)
    titles = dict(criteria_of(application).values_list("number", "title")) if found else {}
    return [EvidenceGroup(number, titles.get(number, OTHER), files) for number, files in found.items()]


def evidence_sections(application: Application) -> list[EvidenceSection]:
    """Every criterion of the round's standard with what it asks for and what is there, then other material."""
    held = held_evidence(application)
    sections = [
        EvidenceSection(
            criterion.number,
            criterion.title,
            tuple(asked_of(materials_of(criterion), held)),
            [each for each in held if criterion.number in each.numbers],
        )
        for criterion in criteria_of(application).prefetch_related("requirements")
    ]
    return [*sections, EvidenceSection(None, OTHER, (), [each for each in held if not each.numbers])]


def asked_of(materials: Sequence[Material], held: Iterable[HeldEvidence]) -> list[Asked]:
    """What is asked for by name, each with the titles of what is there for it."""
    titles: dict[Use, list[str]] = {}
    for each in held:
        for use in each.uses:
            titles.setdefault(use, []).append(each.row.title)
    return [Asked(each, tuple(titles.get(each.use, ()))) for each in materials if each.use.asked]


def warning_for(application: Application, valid_until: date | None) -> Expiry | None:
    """What is to be said of the date beside this application's round, today."""
    return warning_of(valid_until, closing=last_day_of(application.round), at=timezone.localdate())


def _shown(
    application: Application,
    title: str,
    version: FileVersion,
    uses: Iterable[Use],
    valid_until: date | None,
) -> ShownFile:
    return ShownFile(title, version, tuple(uses), valid_until, warning_for(application, valid_until))
