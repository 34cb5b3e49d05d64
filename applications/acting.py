"""The acting table as data: at each level which kind of organisation each party is, and who takes which action.

Rules, round pages and docs/machine.md all read this; who exactly it is, is data of the round (domain.md 2).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from accounts.enums import OrganisationKind, Role
from applications.enums import Party, State
from core.enums import Level


@dataclass(frozen=True, slots=True)
class Body:
    """What may be a party: an organisation of this kind whose territory is of this level; a township has none."""

    kind: OrganisationKind
    level: Level | None

    @property
    def words(self) -> str:
        """县级人民政府, 镇（街道）."""
        shows_level = self.kind not in {OrganisationKind.ZONE, OrganisationKind.TOWNSHIP}
        return f"{self.level.label if self.level and shows_level else ''}{self.kind.label}"


@dataclass(frozen=True, slots=True)
class Acting:
    """Which party takes an action, and in which roles."""

    party: Party
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class ActingRow:
    """One line of the table: at a level, out of a state, by which kinds of organisation in which roles."""

    level: Level
    action: str
    origin: State
    party: Party
    bodies: tuple[Body, ...]
    roles: frozenset[Role]


TOWNSHIP = Body(OrganisationKind.TOWNSHIP, None)
ZONE = Body(OrganisationKind.ZONE, Level.COUNTY)
COUNTY_GOVERNMENT, CITY_GOVERNMENT, PROVINCE_GOVERNMENT = (
    Body(OrganisationKind.GOVERNMENT, level) for level in (Level.COUNTY, Level.CITY, Level.PROVINCE)
)
COUNTY_OFFICE, CITY_OFFICE, PROVINCE_OFFICE = (
    Body(OrganisationKind.OFFICE, level) for level in (Level.COUNTY, Level.CITY, Level.PROVINCE)
)

# Y 三 for the county's applicants, T 附2二 for the city, P 附件三 for the province.
BODIES: Mapping[Level, Mapping[Party, tuple[Body, ...]]] = {
    Level.COUNTY: {
        Party.APPLICANT: (TOWNSHIP,),
        Party.OFFICE: (COUNTY_OFFICE,),
        Party.AUTHORITY: (COUNTY_GOVERNMENT,),
    },
    Level.CITY: {
        Party.APPLICANT: (COUNTY_GOVERNMENT, ZONE),
        Party.OFFICE: (CITY_OFFICE,),
        Party.AUTHORITY: (CITY_GOVERNMENT,),
    },
    # P names the office alone; on the government's approval where the round says so.
    Level.PROVINCE: {
        Party.APPLICANT: (COUNTY_GOVERNMENT,),
        Party.CITY_OFFICE: (CITY_OFFICE,),
        Party.OFFICE: (PROVINCE_OFFICE,),
        Party.AUTHORITY: (PROVINCE_OFFICE, PROVINCE_GOVERNMENT),
    },
}

APPLICANT_CLERK = Acting(Party.APPLICANT, frozenset({Role.FILER}))
APPLICANT_HEAD = Acting(Party.APPLICANT, frozenset({Role.UNIT_ADMIN}))
APPLICANT_ANY = Acting(Party.APPLICANT, frozenset({Role.FILER, Role.UNIT_ADMIN}))
HOLDER_ANY = Acting(Party.HOLDER, frozenset({Role.REVIEWER, Role.OFFICE_DIRECTOR}))
HOLDER_HEAD = Acting(Party.HOLDER, frozenset({Role.OFFICE_DIRECTOR}))
OFFICE_HEAD = Acting(Party.OFFICE, frozenset({Role.OFFICE_DIRECTOR}))
AUTHORITY_CLERK = Acting(Party.AUTHORITY, frozenset({Role.REGISTRAR}))

# Which party and roles take an action, for each state that it leads away from; the same at every level.
ACTING: Mapping[str, Mapping[State, Acting]] = {
    "submit": {State.DRAFT: APPLICANT_CLERK},
    "resubmit": {State.RETURNED: APPLICANT_CLERK},
    "recommend": {State.SUBMITTED: APPLICANT_HEAD},
    "send_back": {State.SUBMITTED: APPLICANT_HEAD},
    "accept": {State.RECOMMENDED: HOLDER_ANY},
    "return_for_correction": {State.RECOMMENDED: HOLDER_ANY, State.REVIEWING: HOLDER_ANY},
    "shortlist": {State.REVIEWING: OFFICE_HEAD},
    "decline": {
        State.RECOMMENDED: HOLDER_HEAD,
        State.REVIEWING: HOLDER_HEAD,
        State.SHORTLISTED: AUTHORITY_CLERK,
    },
    "recognise": {State.SHORTLISTED: AUTHORITY_CLERK},
    "withdraw": {
        State.SUBMITTED: APPLICANT_ANY,
        State.RECOMMENDED: APPLICANT_ANY,
        State.RETURNED: APPLICANT_ANY,
    },
}

# 纸质件: the office that keys an application in hands it on for the unit that signed the paper (decision 0012).
ON_PAPER: Mapping[str, Mapping[State, Acting]] = {
    "submit": {State.DRAFT: HOLDER_ANY},
    "recommend": {State.SUBMITTED: HOLDER_ANY},
}


def acting_in(action: str, state: State, *, on_paper: bool) -> Acting | None:
    """Who takes an action out of a state; of paper until it is keyed in, the office that has it. None: nobody."""
    is_keyed_in = on_paper and state in {State.DRAFT, State.SUBMITTED}
    return (ON_PAPER if is_keyed_in else ACTING).get(action, {}).get(state)


def acting_rows(level: Level) -> Iterator[ActingRow]:
    """The table of one level, action by action; the holder is whichever office's step is open."""
    for action, by_state in ACTING.items():
        for origin, acting in by_state.items():
            yield ActingRow(level, action, origin, acting.party, bodies_of(level, acting.party), acting.roles)


def bodies_of(level: Level, party: Party) -> tuple[Body, ...]:
    """What may be that party at that level; empty where the level knows no such party."""
    known = BODIES[level]
    if party == Party.HOLDER:
        return (*known.get(Party.CITY_OFFICE, ()), *known[Party.OFFICE])
    return known.get(party, ())
