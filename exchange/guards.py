"""What the database itself enforces: the edges of an import."""

from core import triggers
from exchange.enums import ImportState
from exchange.models import Import
from records.workflow import edges


def register() -> None:
    """Edges come from the machine, so the database and the code cannot drift apart."""
    triggers.register(
        *triggers.state_edges("exchange_import", initial=ImportState.UPLOADED.value, edges=edges(Import))
    )
