"""What the database itself enforces: the edges of recognitions and their revocations, and that two people ended one."""

from core import triggers
from records.workflow import edges
from towns.enums import DesignationState, RevocationState
from towns.models import Designation, Revocation


def revoked_by_two() -> triggers.Guard:
    """No recognition ends without a confirmed revocation: its own constraints want two people, a number and a day."""
    state, revoked = RevocationState.CONFIRMED.value, DesignationState.REVOKED.value
    its_own = f"done.designation_id = NEW.id AND done.state = '{state}'"
    confirmed = f"SELECT 1 FROM towns_revocation done WHERE {its_own}"  # noqa: S608 - words of our own enums
    return triggers.trigger_guard(
        "towns_designation_revoked_by_two",
        "towns_designation",
        ["UPDATE"],
        f"NEW.state = '{revoked}' AND OLD.state <> '{revoked}' AND NOT EXISTS ({confirmed})",
        "towns_designation: no confirmed revocation",
    )


def register() -> None:
    """Edges come from the machines, so the database and the code cannot drift apart."""
    triggers.register(
        *triggers.state_edges(
            "towns_designation", initial=DesignationState.ACTIVE.value, edges=edges(Designation)
        ),
        *triggers.state_edges(
            "towns_revocation", initial=RevocationState.PROPOSED.value, edges=edges(Revocation)
        ),
        revoked_by_two(),
    )
