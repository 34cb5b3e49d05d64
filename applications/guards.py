"""What the database itself enforces: the machines' edges, and sheets and findings that are written once."""

from django_fsm import GET_STATE

from applications.models import Application, Decision
from applications.workflow import ApplicationWorkflow, DecisionWorkflow
from core import triggers


def edges(model: type[ApplicationWorkflow | DecisionWorkflow]) -> set[tuple[str, str]]:
    """Every (from, to) that the machine of a model declares."""
    found: set[tuple[str, str]] = set()
    for each in model._meta.get_field("state").get_all_transitions(model):
        targets = each.target.allowed_states if isinstance(each.target, GET_STATE) else [each.target]
        found.update((str(each.source), str(target)) for target in targets)
    return found


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
    )
