"""What the database itself refuses: nobody rewrites a clause that everybody has read."""

from core import triggers
from core.triggers import Guard
from policies.models import PolicyVersion
from records.workflow import edges

OPENED = "SELECT 1 FROM policies_policyversion version WHERE version.state <> 'checking' AND version.id = "
OF_CLAUSE = "(SELECT clause.version_id FROM policies_clause clause WHERE clause.id = {}.clause_id)"


def register() -> None:
    """Clauses with their duties and numbers change while a version is checked, and never afterwards."""
    triggers.register(
        *triggers.state_edges("policies_policyversion", initial="checking", edges=edges(PolicyVersion)),
        *_frozen("policies_clause", "{}.version_id"),
        *_frozen("policies_clausefigure", OF_CLAUSE),
    )


def _frozen(table: str, version: str) -> list[Guard]:
    message = f"{table}: the version is open to everybody"
    return [
        triggers.trigger_guard(
            f"{table}_frozen_old",
            table,
            ["UPDATE", "DELETE"],
            f"EXISTS ({OPENED}{version.format('OLD')})",
            message,
        ),
        triggers.trigger_guard(
            f"{table}_frozen_new", table, ["INSERT"], f"EXISTS ({OPENED}{version.format('NEW')})", message
        ),
    ]
