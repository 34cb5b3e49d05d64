"""The policy library."""

from policies.models.attachments import PolicyAttachment
from policies.models.clauses import Clause, ClauseFigure, Duty
from policies.models.documents import Policy, PolicyRelation, PolicyVersion
from policies.models.search import SearchRow

__all__ = [
    "Clause",
    "ClauseFigure",
    "Duty",
    "Policy",
    "PolicyAttachment",
    "PolicyRelation",
    "PolicyVersion",
    "SearchRow",
]
