"""What happens to policies."""

from policies.services.attaching import attach_file, detach_file
from policies.services.cards import save_card
from policies.services.checking import (
    confirm_clause,
    confirm_facts,
    confirm_plain_clauses,
    insert_clause,
    join_clause,
    mend_clause,
    remove_clause,
)
from policies.services.comments import (
    answer_comment,
    key_in_comment,
    reveal_commenter,
    send_comment,
    set_comment_period,
)
from policies.services.publishing import discard_version, publish_version, repeal_policy, withdraw_version
from policies.services.reading_in import read_in
from policies.services.sources import read_upload
from policies.services.targets import note_reading, save_target
from policies.services.units import match_units, name_unit

__all__ = [
    "answer_comment",
    "attach_file",
    "confirm_clause",
    "confirm_facts",
    "confirm_plain_clauses",
    "detach_file",
    "discard_version",
    "insert_clause",
    "join_clause",
    "key_in_comment",
    "match_units",
    "mend_clause",
    "name_unit",
    "note_reading",
    "publish_version",
    "read_in",
    "read_upload",
    "remove_clause",
    "repeal_policy",
    "reveal_commenter",
    "save_card",
    "save_target",
    "send_comment",
    "set_comment_period",
    "withdraw_version",
]
