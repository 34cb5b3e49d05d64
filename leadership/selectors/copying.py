"""A county's group out of its city's: every seat on a post of the county's own, each line confirmed by the county."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from leadership.enums import SeatRole
from leadership.models import LeadingGroup, Seat
from leadership.selectors.rosters import seats_of
from leadership.selectors.titles import UnitNames, unit_names

TIERS = "省市县区"
HEADS = {"省长", "市长", "县长", "区长"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line to be confirmed: the unit is known (`organisation`) or would be made under `unit`; `kept` is the first tick."""

    seat: Seat
    role: SeatRole
    organisation: Organisation | None
    unit: str
    post: str
    title: str
    kept: bool


def proposals(source: LeadingGroup, target: Organisation, *, at: date) -> list[Proposal]:
    """The seats of `source` that day as they would be called in `target`; four queries.

    What has no like below (heads of the counties themselves) is left out, and party posts keep their names.
    """
    names = unit_names(target)
    found = [_proposal(seat, source, target, names) for seat in seats_of(source, on=at)]
    return [each for each in found if each is not None]


def tier_of(organisation: Organisation) -> str:
    """省, 市, 县 or 区: the word in front of a government's units; a zone says 区."""
    name = organisation.division.name if organisation.division else ""
    return name[-1] if name and name[-1] in TIERS else "区"


def _proposal(seat: Seat, source: LeadingGroup, target: Organisation, names: UnitNames) -> Proposal | None:
    unit = seat.post.organisation
    tier = tier_of(target)
    if unit.pk == source.organisation_id:
        post = _head(seat.post.name, tier)
        return _line(seat, target, target.short_name, post, post, kept=True)
    if unit.kind in {OrganisationKind.GOVERNMENT, OrganisationKind.ZONE}:
        return None
    short = unit.short_name
    is_own = short[:1] in TIERS
    called = f"{tier}{short[1:]}" if is_own else short
    title = f"{called}{seat.post.name}"
    return _line(seat, names.exactly(called), called, seat.post.name, title, kept=is_own)


def _line(
    seat: Seat, organisation: Organisation | None, unit: str, post: str, title: str, *, kept: bool
) -> Proposal:
    return Proposal(seat, SeatRole(seat.role), organisation, unit, post, title, kept)


def _head(name: str, tier: str) -> str:
    """市长 becomes 县长, 副市长 becomes 副县长."""
    stem, head = (name[:-2], name[-2:]) if len(name) >= 2 else ("", name)
    return f"{stem}{tier}长" if head in HEADS else name
