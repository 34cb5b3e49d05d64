"""盖章扫描件 of an application: which print each belongs to, and whether that print is the newest one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from applications.models import Application, StampedScan
from files.models import FileVersion


@dataclass(frozen=True, slots=True)
class ShownScan:
    """The scan of one print with its versions, the newest first; `note` where a newer submission has replaced it."""

    number: int
    versions: Sequence[FileVersion]
    note: str


def stamped_scans(application: Application) -> list[ShownScan]:
    """Every print that came back stamped, the newest first; three queries at most."""
    scans = list(
        StampedScan.objects.filter(fact_sheet__application=application)
        .select_related("fact_sheet")
        .order_by("-fact_sheet__number")
    )
    if not scans:
        return []
    newest = application.fact_sheets.count()
    versions: dict[int, list[FileVersion]] = {each.stored_file_id: [] for each in scans}
    for version in FileVersion.objects.with_names().filter(stored_file__in=versions).order_by("-number"):
        versions[version.stored_file_id].append(version)
    return [
        ShownScan(
            each.fact_sheet.number, versions[each.stored_file_id], _note(each.fact_sheet.number, newest)
        )
        for each in scans
    ]


def _note(number: int, newest: int) -> str:
    return "" if number == newest else f"对应第 {number} 次提交，现为第 {newest} 次"
