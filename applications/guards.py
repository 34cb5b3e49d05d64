"""What the database itself enforces: the machines' edges, and sheets and findings that are written once."""

from applications.models import Application, Decision
from core import triggers
from records.workflow import edges


def register() -> None:
    """Edges come from the machines, so the database and the code cannot drift apart."""
    triggers.register(
        *triggers.state_edges("applications_application", initial="draft", edges=edges(Application)),
        *triggers.state_edges("applications_decision", initial="prepared", edges=edges(Decision)),
        *triggers.append_only("applications_factsheet"),
        *triggers.append_only("applications_checkfinding"),
        *triggers.append_only("applications_judgement"),
        *triggers.append_only("applications_note"),
        *triggers.append_only("applications_erratum"),
        *triggers.append_only("applications_roundextension"),
        *triggers.append_only("applications_stepstretch"),
    )
