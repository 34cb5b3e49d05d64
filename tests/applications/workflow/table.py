"""The machine once more, written by hand from the documents (domain.md 2): what the tests hold the code against.

Nothing here is read from the code under test; a change of the machine has to be made in both places.
"""

FILER, HEAD, REVIEWER, DIRECTOR, REGISTRAR = "filer", "unit_admin", "reviewer", "director", "registrar"

# Everybody who tries: the five who act in the thread, and those who never may.
PEOPLE = (
    FILER,
    HEAD,
    REVIEWER,
    DIRECTOR,
    REGISTRAR,
    "system_admin",
    "neighbour_filer",
    "zone_filer",
    "far_filer",
    "far_reviewer",
    "nobody",
)

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

# action -> {state it leaves: (state it reaches, who may)}; "back" is whoever returned it.
MACHINE: dict[str, dict[str, tuple[str, frozenset[str]]]] = {
    "submit": {"draft": ("submitted", frozenset({FILER}))},
    "send_back": {"submitted": ("returned", frozenset({HEAD}))},
    "recommend": {"submitted": ("recommended", frozenset({HEAD}))},
    "accept": {"recommended": ("reviewing", frozenset({REVIEWER, DIRECTOR}))},
    "return_for_correction": {
        "recommended": ("returned", frozenset({REVIEWER, DIRECTOR})),
        "reviewing": ("returned", frozenset({REVIEWER, DIRECTOR})),
    },
    "resubmit": {"returned": ("back", frozenset({FILER}))},
    "shortlist": {"reviewing": ("shortlisted", frozenset({DIRECTOR}))},
    "decline": {
        "recommended": ("declined", frozenset({DIRECTOR})),
        "reviewing": ("declined", frozenset({DIRECTOR})),
        "shortlisted": ("declined", frozenset({REGISTRAR})),
    },
    "recognise": {"shortlisted": ("recognised", frozenset({REGISTRAR}))},
    "withdraw": {
        "submitted": ("withdrawn", frozenset({FILER, HEAD})),
        "recommended": ("withdrawn", frozenset({FILER, HEAD})),
        "returned": ("withdrawn", frozenset({FILER, HEAD})),
    },
}

EDGES = {
    (source, target)
    for edges in MACHINE.values()
    for source, (reached, _) in edges.items()
    for target in (("submitted", "recommended", "reviewing") if reached == "back" else (reached,))
}
