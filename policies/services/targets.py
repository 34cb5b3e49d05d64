"""The office that keeps a document notes its targets as data, and how they stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from core.errors import Conflict, Invalid
from core.locks import locked
from policies.models import Policy, Target, TargetReading
from policies.rules import can_keep_targets
from records.services import record

FACTS = (
    "clause",
    "subject",
    "kind",
    "low",
    "high",
    "unit",
    "base_year",
    "base_value",
    "is_striving",
    "due_on",
    "counted_by",
    "division",
    "level",
    "town",
    "indicator",
)


@transaction.atomic
def save_target(
    *, actor: Actor, policy: Policy, target: Target | None, facts: Mapping[str, Any], seen: int
) -> Target:
    """A new target (`target` None, `seen` 0) or a changed one; Invalid for a clause of another document."""
    held = locked(Policy.objects.select_related("keeper"), policy)
    can_keep_targets(actor, held).demand()
    row = _row(held, target)
    if row.counter != seen:
        raise Conflict("同事刚刚改过这个目标，请看过最新内容再保存。")
    clause = facts["clause"]
    if clause is not None and clause.version.policy_id != held.pk:
        message = "请在这份文件里选择条文。"
        raise Invalid(message, fields={"clause": message})
    before = {name: str(getattr(row, name) or "") for name in FACTS} if row.pk else {}
    for name in FACTS:
        setattr(row, name, facts[name])
    row.counter += 1
    row.save()
    after = {name: str(getattr(row, name) or "") for name in FACTS}
    changed = {
        name: [before.get(name, ""), new] for name, new in after.items() if before.get(name, "") != new
    }
    record(actor=actor, verb="target.save", target=row, details={"changed": changed})
    return row


@transaction.atomic
def note_reading(*, actor: Actor, target: Target, value: Decimal, as_of: date, source: str) -> TargetReading:
    """A value as of a day with its source; the same again is nothing new. Invalid for a day to come."""
    row = locked(Target.objects.select_related("policy__keeper"), target)
    can_keep_targets(actor, row.policy).demand()
    if as_of > timezone.localdate():
        raise Invalid("截至日期不能在今天以后。", fields={"as_of": "截至日期不能在今天以后。"})
    words = {"value": value, "as_of": as_of, "source": source.strip()}
    held = row.readings.filter(**words).order_by("pk").first()
    if held is not None:
        return held
    reading = TargetReading.objects.create(target=row, noted_by=actor.user, **words)
    record(
        actor=actor,
        verb="target.note_reading",
        target=row,
        details={"value": str(value), "as_of": as_of, "source": words["source"]},
    )
    return reading


def _row(policy: Policy, target: Target | None) -> Target:
    if target is not None:
        return locked(Target.objects.filter(policy=policy), target)
    return Target(policy=policy, counter=0, position=policy.targets.count() + 1)
