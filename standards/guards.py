"""What the database itself refuses: nobody rewrites a published standard."""

from core import triggers
from core.triggers import Guard

PUBLISHED = "SELECT 1 FROM standards_standardversion version WHERE version.state <> 'draft' AND version.id = "
OF_CRITERION = (
    "(SELECT criterion.version_id FROM standards_criterion criterion WHERE criterion.id = {}.criterion_id)"
)


def register() -> None:
    """Criteria and requirements of a version that is no longer a draft neither change nor go."""
    triggers.register(
        *triggers.state_edges(
            "standards_standardversion",
            initial="draft",
            edges=[("draft", "published"), ("published", "retired")],
        ),
        *_frozen("standards_criterion", "{}.version_id"),
        *_frozen("standards_requirement", OF_CRITERION),
    )


def _frozen(table: str, version: str) -> list[Guard]:
    message = f"{table}: the version is published"
    return [
        triggers.trigger_guard(
            f"{table}_frozen_old",
            table,
            ["UPDATE", "DELETE"],
            f"EXISTS ({PUBLISHED}{version.format('OLD')})",
            message,
        ),
        triggers.trigger_guard(
            f"{table}_frozen_new", table, ["INSERT"], f"EXISTS ({PUBLISHED}{version.format('NEW')})", message
        ),
    ]
