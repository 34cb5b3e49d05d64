"""The policy library."""

from policies.models.attachments import PolicyAttachment
from policies.models.cards import PolicyCard
from policies.models.clauses import Clause, ClauseFigure, Duty
from policies.models.comments import Comment, CommentPeriod
from policies.models.documents import Policy, PolicyRelation, PolicyVersion
from policies.models.search import SearchRow
from policies.models.targets import Target, TargetReading

__all__ = [
    "Clause",
    "ClauseFigure",
    "Comment",
    "CommentPeriod",
    "Duty",
    "Policy",
    "PolicyAttachment",
    "PolicyCard",
    "PolicyRelation",
    "PolicyVersion",
    "SearchRow",
    "Target",
    "TargetReading",
]
