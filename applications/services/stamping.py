"""盖章扫描件: the print of a submission comes back signed and sealed."""

from __future__ import annotations

from django.core.files.base import File
from django.db import transaction

from accounts.actors import Actor
from applications.models import Application, StampedScan
from applications.rules import can_stamp_sheet
from applications.selectors.judgements import newest_sheet
from core.errors import Conflict
from core.locks import locked
from files.models import FileVersion
from files.services import Taken, store_file, take_in
from records.services import record


def add_stamped_scan(*, actor: Actor, application: Application, number: int, upload: File) -> FileVersion:
    """The scan of submission `number` as it was printed; once more is a newer version, the same bytes change nothing.

    Conflict when it was submitted anew meanwhile; Invalid (field `file`) when the guard refuses.
    """
    fresh = Application.objects.select_related("applicant", "round").get(pk=application.pk)
    can_stamp_sheet(actor, fresh, newest_sheet(fresh)).demand()
    # Guard and disk first, with nobody waiting behind a lock.
    return _add(actor, application, number, take_in(upload))


@transaction.atomic
def _add(actor: Actor, application: Application, number: int, taken: Taken) -> FileVersion:
    row = locked(Application.objects.select_related("applicant", "round"), application)
    sheet = newest_sheet(row)
    can_stamp_sheet(actor, row, sheet).demand()
    assert actor.user is not None and sheet is not None
    if sheet.number != number:
        raise Conflict(f"这期间已经重新提交，现为第 {sheet.number} 次提交，请打印新的申报书盖章后上传。")
    held = StampedScan.objects.select_related("stored_file").filter(fact_sheet=sheet).first()
    before = held.stored_file.versions.order_by("-number").first() if held else None
    version = store_file(
        actor=actor,
        owner=row.applicant,
        title=f"盖章申报书（第 {sheet.number} 次提交）",
        upload=taken,
        stored_file=held.stored_file if held else None,
    )
    if held is None:
        StampedScan.objects.create(fact_sheet=sheet, stored_file=version.stored_file, added_by=actor.user)
    if before is None or before.pk != version.pk:
        record(
            actor=actor,
            verb="application.add_stamped_scan",
            target=row,
            details={"file": version.name, "sheet": sheet.number},
        )
    return version
