"""Units in duties, as documents write them, and the organisations that are meant: by name or alias within one government."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from accounts.actors import Actor
from accounts.models import Organisation, OrganisationAlias
from accounts.services import learn_alias
from core.errors import Invalid
from policies.models import Duty, PolicyVersion
from policies.rules import can_name_units


@transaction.atomic
def name_unit(*, actor: Actor, unit: str, organisation: Organisation) -> int:
    """From now on that name means this unit within the own government; how many duties of all documents it answers.

    Invalid when the name means another unit there already, or the unit belongs to another government.
    """
    can_name_units(actor).demand()
    assert actor.organisation is not None
    government = actor.organisation.seat_of_power
    if organisation.superior_id != government.pk:
        message = "请选择本级的单位。"
        raise Invalid(message, fields={"organisation": message})
    learn_alias(actor=actor, organisation=organisation, name=unit.strip())
    kept = Organisation.objects.filter(Q(superior=government) | Q(pk=government.pk))
    versions = PolicyVersion.objects.filter(policy__keeper__in=kept, clauses__duties__unit=unit.strip())
    rows = versions.select_related("policy__keeper__superior").distinct().order_by("pk")
    return sum(match_units(version=version) for version in rows)


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
