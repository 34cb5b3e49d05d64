"""The machine once more, written by hand from the documents (domain.md 2): what the tests hold the code against.

Nothing here is read from the code under test; a change of the machine has to be made in both places. A moment is a
state, and where an office's turn passes to another office within one state there are two: 复核中 at the province is
first with the city and then with the province.
"""

LEVELS = ("county", "city", "province")

STATES = (
    "draft",
    "submitted",
    "recommended",
    "reviewing",
    "shortlisted",
    "recognised",
    "returned",
    "withdrawn",
    "declined",
)

# Who tries: the people of every level, by what they are, and those who never may.
PEOPLE = (
    "township_filer",
    "township_admin",
    "county_reviewer",
    "county_director",
    "county_registrar",
    "filer",
    "unit_admin",
    "reviewer",
    "director",
    "registrar",
    "province_reviewer",
    "province_director",
    "province_registrar",
    "system_admin",
    "neighbour_filer",
    "zone_filer",
    "far_filer",
    "far_reviewer",
    "nobody",
)

# Who is what at each level; a desk is the reviewer and the director of one office.
CLERK = {"county": "township_filer", "city": "filer", "province": "filer"}
HEAD = {"county": "township_admin", "city": "unit_admin", "province": "unit_admin"}
COUNTY_DESK = ("county_reviewer", "county_director")
CITY_DESK = ("reviewer", "director")
PROVINCE_DESK = ("province_reviewer", "province_director")
REGISTRAR = {"county": "county_registrar", "city": "registrar", "province": "province_registrar"}

# The steps of a round in their order, each with the desk that has it; the last is the authority's.
STEPS: dict[str, tuple[tuple[str, tuple[str, str]], ...]] = {
    "county": (("acceptance", COUNTY_DESK), ("review", COUNTY_DESK), ("judgement", COUNTY_DESK)),
    "city": (("acceptance", CITY_DESK), ("review", CITY_DESK), ("judgement", CITY_DESK)),
    "province": (
        ("acceptance", CITY_DESK),
        ("opinion", CITY_DESK),
        ("review", PROVINCE_DESK),
        ("judgement", PROVINCE_DESK),
    ),
}
DECISION = "decision"

# Whose desk it lies on while an office has to act.
DESKS: dict[str, dict[str, tuple[str, str]]] = {
    "county": {"recommended": COUNTY_DESK, "reviewing": COUNTY_DESK},
    "city": {"recommended": CITY_DESK, "reviewing": CITY_DESK},
    "province": {
        "recommended": CITY_DESK,
        "reviewing with the city": CITY_DESK,
        "reviewing": PROVINCE_DESK,
    },
}

# Which unit it lies with at every other moment, and so at the end with nobody.
HOLDERS: dict[str, dict[str, str]] = {
    "county": {"applicant": "township", "authority": "county"},
    "city": {"applicant": "county", "authority": "city"},
    "province": {"applicant": "county", "authority": "province_office"},
}
WITH_THE_APPLICANT = ("draft", "submitted", "returned")
WITH_THE_AUTHORITY = ("shortlisted",)
ENDS = ("recognised", "withdrawn", "declined")

# action -> {state it leaves: (state it reaches, who may)}; "back" is whoever returned it.
# The roles: clerk, head, either of them; whoever has the desk, its chief; the reviewing office's own; the registrar.
MACHINE: dict[str, dict[str, tuple[str, str]]] = {
    "submit": {"draft": ("submitted", "clerk")},
    "send_back": {"submitted": ("returned", "head")},
    "recommend": {"submitted": ("recommended", "head")},
    "accept": {"recommended": ("reviewing", "desk")},
    "return_for_correction": {"recommended": ("returned", "desk"), "reviewing": ("returned", "desk")},
    "resubmit": {"returned": ("back", "clerk")},
    "shortlist": {"reviewing": ("shortlisted", "office chief")},
    "decline": {
        "recommended": ("declined", "chief"),
        "reviewing": ("declined", "chief"),
        "shortlisted": ("declined", "registrar"),
    },
    "recognise": {"shortlisted": ("recognised", "registrar")},
    "withdraw": {
        "submitted": ("withdrawn", "applicant"),
        "recommended": ("withdrawn", "applicant"),
        "returned": ("withdrawn", "applicant"),
    },
}

EDGES = {
    (source, target)
    for edges in MACHINE.values()
    for source, (reached, _) in edges.items()
    for target in (("submitted", "recommended", "reviewing") if reached == "back" else (reached,))
}

# What an office does without moving the state: work -> {state in which it is possible: who may}.
DESK_WORK: dict[str, dict[str, str]] = {
    "close the step": {"reviewing": "desk"},
    "judge": {"reviewing": "office desk"},
    "claim": {"recommended": "desk", "reviewing": "desk"},
    "assign": {"recommended": "chief", "reviewing": "chief"},
    "postpone": {"recommended": "desk", "reviewing": "desk"},
}


def moments(level: str) -> tuple[str, ...]:
    """The states of a level, 复核中 twice where two offices have it one after the other."""
    return (*STATES, *(moment for moment in DESKS[level] if moment not in STATES))


def state_of(moment: str) -> str:
    return moment.partition(" ")[0]


def who(level: str, moment: str, role: str) -> frozenset[str]:
    """The people who are that at that moment."""
    desk = DESKS[level].get(moment, ())
    known: dict[str, tuple[str, ...]] = {
        "clerk": (CLERK[level],),
        "head": (HEAD[level],),
        "applicant": (CLERK[level], HEAD[level]),
        "desk": desk,
        "chief": desk[1:],
        # The reviewing office waits until the office before it has sent it up, which judges nothing itself.
        "office desk": desk if moment == "reviewing" else (),
        "office chief": desk[1:] if moment == "reviewing" else (),
        "registrar": (REGISTRAR[level],),
    }
    return frozenset(known[role])


def who_may(level: str, moment: str, action: str) -> frozenset[str]:
    """Who may take an action at a moment, when every other demand is met."""
    leaving = MACHINE[action].get(state_of(moment))
    return who(level, moment, leaving[1]) if leaving else frozenset()


def holder(level: str, moment: str) -> str:
    """The unit whose turn it is, by its name in the world or the role of one of its people; empty at the end."""
    if moment in DESKS[level]:
        return DESKS[level][moment][0]
    if moment in ENDS:
        return ""
    return HOLDERS[level]["authority" if moment in WITH_THE_AUTHORITY else "applicant"]
