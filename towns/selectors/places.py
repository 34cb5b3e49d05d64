"""Where a unit's town may lie, and who may keep it."""

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.enums import DivisionLevel, OrganisationKind
from accounts.models import Division, Organisation


def counties_for(actor: Actor) -> QuerySet[Division]:
    """Where a unit's town may lie: its own county, and for a zone, which has no code, the counties of its city."""
    unit = actor.organisation
    if unit is None:
        return Division.objects.none()
    if unit.division is None:
        return Division.objects.filter(
            level=DivisionLevel.COUNTY, parent=unit.superior.division if unit.superior else None
        )
    county = unit.division.parent if unit.division.level == DivisionLevel.TOWNSHIP else unit.division
    return Division.objects.filter(pk=county.pk) if county else Division.objects.none()


def keepers_for(owner: Organisation) -> QuerySet[Organisation]:
    """Townships directly below an owner."""
    return (
        Organisation.objects.active().filter(kind=OrganisationKind.TOWNSHIP, superior=owner).order_by("key")
    )
