"""Recognitions are entered, and corrected when their document was misprinted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Organisation
from core.enums import Level
from core.errors import Conflict, Invalid
from core.locks import locked
from records.services import record
from towns.enums import DesignationState
from towns.models import Designation, Town
from towns.rules import can_designate_town


@transaction.atomic
def designate_town(
    *,
    actor: Actor,
    town: Town,
    level: str,
    authority: Organisation,
    document_number: str,
    document_title: str,
    decided_on: date | None,
    source: str = "",
) -> Designation:
    """Enter a recognition that is in force from now on; Conflict when the town has one at this level already."""
    can_designate_town(actor, authority).demand()
    row = Town.objects.select_for_update(of=("self",)).get(pk=town.pk)
    if row.designations.filter(level=level, state=DesignationState.ACTIVE).exists():
        raise Conflict(f"{row.name}已是{Level(level).label}专业镇，不能重复认定。")
    designation = Designation.objects.create(
        town=row,
        level=level,
        authority=authority,
        document_number=document_number,
        document_title=document_title,
        decided_on=decided_on,
        year=decided_on.year if decided_on else None,
        source=source,
    )
    record(
        actor=actor,
        verb="town.designate",
        target=row,
        comment=document_number,
        details={"level": level, "decided_on": decided_on},
    )
    return designation


@transaction.atomic
def correct_designation(
    *,
    actor: Actor,
    designation: Designation,
    document_number: str,
    document_title: str,
    decided_on: date | None,
) -> Designation:
    """Write what an erratum says, old and new on record; a day that becomes unknown leaves the year as it was.

    Invalid when the day would lie after the revocation.
    """
    row = locked(Designation.objects.select_related("town", "authority"), designation)
    can_designate_town(actor, row.authority).demand()
    if decided_on and row.revoked_on and decided_on > row.revoked_on:
        message = "认定日期不能晚于撤销日期。"
        raise Invalid(message, fields={"decided_on": message})
    known = {
        "document_number": document_number,
        "document_title": document_title,
        "decided_on": decided_on,
        "year": decided_on.year if decided_on else row.year,
    }
    changes = _changes(row, known)
    if not changes:
        return row
    for name, value in known.items():
        setattr(row, name, value)
    row.save(update_fields=list(known))
    record(
        actor=actor,
        verb="town.correct_designation",
        target=row.town,
        comment=document_number,
        details={"level": row.level, "changes": changes},
    )
    return row


def _changes(row: Designation, known: Mapping[str, Any]) -> list[dict[str, str]]:
    """What differs, in words: [{"field": "文号", "old": "…", "new": "…"}]."""
    return [
        {
            "field": str(row._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
            "old": str(getattr(row, name) or ""),
            "new": str(value or ""),
        }
        for name, value in known.items()
        if getattr(row, name) != value
    ]
