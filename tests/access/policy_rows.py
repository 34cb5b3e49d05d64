"""A draft that is out for comment, a comment, a card and a target: what the addresses of the policy library speak of."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from policies import services
from policies.models import Comment, CommentPeriod, Policy, Target
from policies.services.targets import FACTS
from tests.factories import World
from tests.policies.documents import opened

WORDS = {"text": "建议提高比例。", "name": "演示群众", "telephone": "13800000123"}
CARD = {
    "audience": "enterprise",
    "summary": "支持陶器企业。",
    "concerns": "首次上台阶的企业。",
    "benefits": "一次性 20 万元。",
    "term": "2026 年底前",
    "steps": "向市工信局申请。",
    "contact": "试验市工信局",
    "telephone": "0351-0000000",
    "is_open": True,
}
TARGET = {"subject": "上台阶企业", "kind": "at_least", "low": "10", "unit": "家", "counted_by": "by_hand"}

# Addresses about one draft, named by its document and the number of its text.
OF_THE_DRAFT = tuple(f"policies:comment_{name}" for name in ("create", "period", "list", "key_in"))
OF_THE_OUTCOME = ("policies:comment_outcome", "policies:comment_outcome_export")
# What everybody reads of these rows.
OPEN = tuple(
    f"policies:{name}"
    for name in (
        "card_list",
        "card_detail",
        "comment_receipt",
        "comment_create",
        "comment_outcome",
        "comment_outcome_export",
        "target_board",
        "target_export",
        "target_list",
    )
)


@dataclass(frozen=True)
class PolicyRows:
    """`policy` and `over` are the documents of drafts, still and no longer out for comment; the text is number 2."""

    policy: Policy
    over: Policy
    comment: Comment
    target: Target


def policy_rows(world: World, described: Policy) -> PolicyRows:
    """A card and a target of `described`, and a draft of its own that is out for comment."""
    services.save_card(actor=world.reviewer, policy=described, words=CARD, seen=0)
    blank = dict.fromkeys(FACTS) | {"level": "", "is_striving": False}
    target = services.save_target(
        actor=world.reviewer, policy=described, target=None, facts=blank | TARGET | {"low": 10}, seen=0
    )
    period = _called(world, "试政办函〔2026〕1号", closes=9)
    over = _called(world, "试政办函〔2026〕2号", closes=-1)
    for each in (period, over):
        services.key_in_comment(actor=world.reviewer, period=each, clause=None, words=WORDS)
    return PolicyRows(period.version.policy, over.version.policy, period.comments.get(), target)


def _called(world: World, number: str, *, closes: int) -> CommentPeriod:
    """The second text of a draft, out for comment until so many days from now."""
    draft = {"draft": True, "number": number, "title": "试验办法（征求意见稿）"}
    policy = opened(world, **draft).policy
    now = timezone.now()
    return CommentPeriod.objects.create(
        version=opened(world, policy=policy, **draft),
        opens_at=now - timedelta(days=5),
        closes_at=now + timedelta(days=closes),
        contact="演示联系人",
        telephone="0351-0000000",
    )


def policy_row_forms(rows: PolicyRows, today: date) -> dict[str, dict[str, Any]]:
    """What a person would send with the forms of these addresses."""
    key = f"c{rows.comment.pk}"
    return {
        "policies:card_edit": CARD | {"is_open": "on", "seen": 1},
        "policies:comment_create": WORDS | {"text": "另一条意见。"},
        "policies:comment_key_in": WORDS | {"text": "来信意见。"},
        "policies:comment_period": {
            "opens_on": today,
            "closes_on": today + timedelta(days=29),
            "contact": "演示联系人",
            "telephone": "0351-0000000",
            "seen": 1,
        },
        "policies:comment_answer": {f"{key}-answer": "adopted", f"{key}-reply": "", "seen": 1},
        "policies:target_create": TARGET | {"seen": 0},
        "policies:target_edit": TARGET | {"seen": 1},
        "policies:reading_create": {"value": "3", "as_of": today, "source": "市统计局"},
    }
