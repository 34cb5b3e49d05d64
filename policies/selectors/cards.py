"""Cards as people read them: in plain words, and first of all whether the policy holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.actors import Actor
from policies.enums import Force
from policies.models import Policy, PolicyCard, PolicyVersion
from policies.selectors.library import newest_versions


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card with the newest open text of its policy."""

    card: PolicyCard
    version: PolicyVersion
    force: Force


def open_cards(audience: str = "") -> QuerySet[PolicyCard]:
    """Open cards of open policies; `audience` narrows, and what is for everybody always belongs."""
    rows: QuerySet[PolicyCard] = PolicyCard.objects.filter(
        is_open=True, policy__in=newest_versions().order_by().values("policy")
    ).select_related("policy__division")
    return rows.filter(audience__in=[audience, "everybody"]) if audience else rows


def shown_cards(cards: Iterable[PolicyCard], *, on: date) -> list[ShownCard]:
    """In the given order, each with its text; one query."""
    listed = list(cards)
    versions = {
        each.policy_id: each
        for each in newest_versions().filter(policy__in=[card.policy_id for card in listed])
    }
    return [
        ShownCard(card, versions[card.policy_id], versions[card.policy_id].force_on(on))
        for card in listed
        if card.policy_id in versions
    ]


def card_of(policy: Policy, actor: Actor) -> PolicyCard | None:
    """The card of a policy, where this person sees it."""
    card: PolicyCard | None = PolicyCard.objects.visible_to(actor).filter(policy=policy).first()
    return card
