"""What the database itself refuses for this app."""

from core import triggers


def register() -> None:
    """A post sits once in a role of a group at a time, a unit has one liaison, and no past roster is wiped out."""
    triggers.register(
        triggers.no_overlap("leadership_seat", keys=["group_id", "role", "post_id"]),
        triggers.no_overlap("leadership_liaison", keys=["organisation_id"]),
        triggers.kept("leadership_seat"),
        triggers.kept("accounts_tenure"),
        *triggers.append_only("leadership_rosterconfirmation"),
    )
