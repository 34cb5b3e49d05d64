"""What the database itself refuses for this app."""

from core import triggers


def register() -> None:
    """One holder of a post on one day, and one deputy; one membership of a role in a unit at a time."""
    triggers.register(
        triggers.no_overlap("accounts_tenure", keys=["post_id"], where="NOT ROW.is_deputy"),
        triggers.no_overlap(
            "accounts_tenure", keys=["post_id"], where="ROW.is_deputy", suffix="_of_deputies"
        ),
        triggers.no_overlap("accounts_membership", keys=["user_id", "organisation_id", "role_number"]),
    )
