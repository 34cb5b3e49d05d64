"""Recognitions are entered."""

from datetime import date

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Organisation
from core.enums import Level
from core.errors import Conflict
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
    )
    record(
        actor=actor,
        verb="town.designate",
        target=row,
        comment=document_number,
        details={"level": level, "decided_on": decided_on},
    )
    return designation
