"""A county founds its group with the seats that its city has, on posts of its own (P 四(一), T 三(一))."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Organisation
from accounts.reference import place_name
from accounts.services import add_member_unit
from core.errors import Invalid
from leadership.enums import SeatRole
from leadership.models import LeadingGroup
from leadership.selectors.copying import TIERS
from leadership.selectors.titles import unit_names
from leadership.services.groups import Founding, found_group
from leadership.services.seats import SeatFacts, add_seats


@dataclass(frozen=True, slots=True)
class CopiedSeat:
    """One confirmed line: the unit by its name in the county; what is not there yet is registered with it."""

    role: SeatRole
    unit: str
    post: str
    title: str


@transaction.atomic
def copy_group(
    *, actor: Actor, organisation: Organisation, founding: Founding, seats: Sequence[CopiedSeat]
) -> LeadingGroup:
    """The group with all its seats, units that were missing among them, or nothing. Invalid: no seat was confirmed."""
    if not seats:
        raise Invalid("请至少采用一个席位。")
    group = found_group(actor=actor, organisation=organisation, founding=founding)
    names = unit_names(organisation)
    units: dict[str, Organisation] = {}
    for name in dict.fromkeys(seat.unit for seat in seats):
        units[name] = names.exactly(name) or _register(actor, organisation, name)
    facts = [
        SeatFacts(
            role=seat.role,
            organisation=units[seat.unit],
            post=seat.post,
            title=seat.title,
            since=founding.founded_on,
            basis=founding.document,
        )
        for seat in seats
    ]
    add_seats(actor=actor, group=group, facts=facts)
    return group


def full_name(government: Organisation, unit: str) -> str:
    """县财政局 of 清徐县 is 清徐县财政局, of 小店区 太原市小店区财政局: full names are unique in the province."""
    place = place_name(government.division) if government.division else government.short_name
    return f"{place}{unit[1:]}" if unit[:1] in TIERS else f"{place}{unit}"


def _register(actor: Actor, government: Organisation, unit: str) -> Organisation:
    return add_member_unit(
        actor=actor, government=government, name=full_name(government, unit), short_name=unit[:40]
    )
