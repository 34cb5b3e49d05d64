"""Units in duties, as documents write them, and the organisations that are meant: by name or alias within one government."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Organisation, OrganisationAlias
from policies.models import Duty, PolicyVersion


@transaction.atomic
def match_units(*, version: PolicyVersion) -> int:
    """Fill in the organisations of duties that have none yet; how many. Unknown names stay for a person to say."""
    government = version.policy.keeper.seat_of_power
    waiting = list(Duty.objects.filter(clause__version=version, organisation__isnull=True).order_by("pk"))
    known = _named(government, {duty.unit for duty in waiting})
    matched = [duty for duty in waiting if duty.unit in known]
    for duty in matched:
        duty.organisation = known[duty.unit]
    Duty.objects.bulk_update(matched, ["organisation"], batch_size=500)
    return len(matched)


def _named(government: Organisation, names: set[str]) -> dict[str, Organisation]:
    """By name: aliases inside the government first, then full and short names of its own units; two of one name match nobody."""
    aliases = OrganisationAlias.objects.filter(government=government, name__in=names).select_related(
        "organisation"
    )
    found = {alias.name: alias.organisation for alias in aliases.order_by("pk")}
    own = Organisation.objects.filter(superior=government, is_active=True).order_by("pk")
    for column in ("name", "short_name"):
        rows: dict[str, list[Organisation]] = {}
        for row in own.filter(**{f"{column}__in": names}):
            rows.setdefault(getattr(row, column), []).append(row)
        for name, units in rows.items():
            if len(units) == 1:
                found.setdefault(name, units[0])
    return found
