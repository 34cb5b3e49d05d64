"""The office that keeps a policy says it in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from core.errors import Conflict
from core.locks import locked
from policies.models import Policy, PolicyCard
from policies.rules import can_keep_card
from records.services import record

WORDS = (
    "audience",
    "summary",
    "concerns",
    "benefits",
    "term",
    "steps",
    "contact",
    "telephone",
    "is_open",
)


@transaction.atomic
def save_card(*, actor: Actor, policy: Policy, words: Mapping[str, Any], seen: int) -> PolicyCard:
    """Write the card or change it; `seen` is the counter of the page, 0 where there was none. Conflict when it moved on."""
    row = locked(Policy.objects.select_related("keeper"), policy)
    can_keep_card(actor, row).demand()
    card = PolicyCard.objects.filter(policy=row).first() or PolicyCard(policy=row, version=0)
    if card.version != seen:
        raise Conflict("同事刚刚改过这张卡片，请看过最新内容再保存。")
    before = {name: getattr(card, name) for name in WORDS} if card.pk else {}
    for name in WORDS:
        setattr(card, name, words[name])
    card.version += 1
    card.edited_by, card.edited_at = actor.user, timezone.now()
    card.save()
    changed = [name for name in WORDS if not before or before[name] != getattr(card, name)]
    record(actor=actor, verb="policycard.save", target=card, details={"changed": changed})
    return card
