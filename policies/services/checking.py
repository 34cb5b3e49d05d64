"""A person holds what was read against its source: confirms, mends, joins, adds, takes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.actors import Actor
from core.errors import Conflict, Invalid
from core.locks import locked
from policies.models import Clause, PolicyVersion
from policies.rules import can_check_version
from policies.services.reading_in import duties_of
from policies.services.units import match_units
from records.services import record

FACTS = (
    "title",
    "document_number",
    "issuer",
    "signed_on",
    "published_on",
    "since",
    "is_draft",
    "index_number",
    "topic",
    "disclosure",
    "explained_by",
    "contact",
)


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """A clause as a person wants it; `kept` are the primary keys of the numbers that stay."""

    path: str
    label: str
    heading: str
    text: str
    lead: Sequence[str] = ()
    responsible: Sequence[str] = ()
    kept: frozenset[int] = field(default_factory=frozenset)


@transaction.atomic
def confirm_facts(
    *, actor: Actor, version: PolicyVersion, facts: Mapping[str, Any], seen: int
) -> PolicyVersion:
    """Title, number, dates and the rest as the person read them; `last_day` is the last day of force or None."""
    row = _held(actor, version, seen)
    before = {name: getattr(row, name) for name in (*FACTS, "until")}
    for name in FACTS:
        setattr(row, name, facts[name])
    row.until = facts["last_day"] + timedelta(days=1) if facts["last_day"] else None
    row.dated_on = row.own_day
    row.checked_by, row.checked_at = actor.user, timezone.now()
    row.version += 1
    row.save()
    changed = {name: [old, getattr(row, name)] for name, old in before.items() if getattr(row, name) != old}
    record(actor=actor, verb="policyversion.confirm_facts", target=row, details={"changed": changed})
    return row


@transaction.atomic
def confirm_clause(*, actor: Actor, clause: Clause, seen: int) -> Clause:
    """As it was read; the same again is nothing new. `seen` is the version's counter on the page."""
    row = _held(actor, clause.version, seen)
    held = locked(Clause.objects.filter(version=row), clause)
    if not held.is_confirmed:
        _confirm(actor, held)
        record(actor=actor, verb="policyversion.confirm_clause", target=row, details={"path": held.path})
    return held


@transaction.atomic
def confirm_plain_clauses(*, actor: Actor, version: PolicyVersion, seen: int) -> int:
    """Everything that the reader had no doubt about, after a look at the whole; how many."""
    row = _held(actor, version, seen)
    plain = row.clauses.filter(confirmed_at__isnull=True, doubts=[])
    count = plain.update(confirmed_by=actor.user, confirmed_at=timezone.now())
    if count:
        record(actor=actor, verb="policyversion.confirm_plain", target=row, details={"clauses": count})
    return count


@transaction.atomic
def mend_clause(*, actor: Actor, clause: Clause, words: ClauseWords, seen: int) -> Clause:
    """Put right and confirmed in one act; Invalid when the path is taken or empty."""
    row = _held(actor, clause.version, seen)
    held = locked(Clause.objects.filter(version=row), clause)
    path = words.path.strip()
    if not path or row.clauses.filter(path=path).exclude(pk=held.pk).exists():
        message = "请填条款号，同一份文件里不能重复，例如“二(四)”。"
        raise Invalid(message, fields={"path": message})
    before = [held.path, held.heading, held.text]
    held.path, held.label = path, words.label.strip()
    held.heading, held.text = words.heading.strip(), words.text.strip()
    _confirm(actor, held)
    held.duties.all().delete()
    held.duties.bulk_create(duties_of(held, words.lead, words.responsible))
    held.figures.exclude(pk__in=words.kept).delete()
    match_units(version=row)
    _count_up(row)
    record(
        actor=actor, verb="policyversion.mend_clause", target=row, details={"path": path, "before": before}
    )
    return held


@transaction.atomic
def join_clause(*, actor: Actor, clause: Clause, seen: int) -> Clause:
    """What was cut off too early goes to the end of the clause before it, with duties and numbers."""
    row = _held(actor, clause.version, seen)
    held = locked(Clause.objects.filter(version=row), clause)
    before = row.clauses.filter(position__lt=held.position).order_by("-position").first()
    if before is None:
        raise Conflict("这是第一条，前面没有可以并入的条文。")
    before.text = "\n".join(part for part in (before.text, held.label + held.heading, held.text) if part)
    before.last_line = held.last_line or before.last_line
    before.confirmed_at = before.confirmed_by = None
    before.save()
    taken = set(before.duties.values_list("role", "unit"))
    for duty in held.duties.order_by("position"):
        if (duty.role, duty.unit) not in taken:
            duty.clause = before
            duty.save(update_fields=["clause"])
    held.figures.update(clause=before)
    gone = _take_out(row, held)
    record(actor=actor, verb="policyversion.join_clause", target=row, details=gone)
    return before


@transaction.atomic
def remove_clause(*, actor: Actor, clause: Clause, seen: int) -> None:
    """What is no clause (a caption, a page foot)."""
    row = _held(actor, clause.version, seen)
    gone = _take_out(row, locked(Clause.objects.filter(version=row), clause))
    record(actor=actor, verb="policyversion.remove_clause", target=row, details=gone)


@transaction.atomic
def insert_clause(*, actor: Actor, after: Clause, words: ClauseWords, seen: int) -> Clause:
    """A clause that the reader missed, behind another one."""
    row = _held(actor, after.version, seen)
    held = locked(Clause.objects.filter(version=row), after)
    row.clauses.filter(position__gt=held.position).update(position=F("position") + 1)
    made = Clause.objects.create(
        version=row,
        position=held.position + 1,
        path=f"{held.path}*",
        label=words.label,
        depth=held.depth,
        first_line=held.last_line,
        last_line=held.last_line,
    )
    return mend_clause(actor=actor, clause=made, words=words, seen=seen)


def _held(actor: Actor, version: PolicyVersion, seen: int) -> PolicyVersion:
    """The version locked, as the page showed it; Conflict when a colleague changed it meanwhile."""
    row = locked(PolicyVersion.objects.select_related("policy__keeper"), version)
    can_check_version(actor, row).demand()
    if row.version != seen:
        raise Conflict("同事刚刚改动过这份文件，请看过最新内容再办。")
    return row


def _confirm(actor: Actor, clause: Clause) -> None:
    clause.confirmed_by, clause.confirmed_at = actor.user, timezone.now()
    clause.save()


def _take_out(row: PolicyVersion, clause: Clause) -> dict[str, str]:
    """What went, for the record."""
    gone = {"path": clause.path, "heading": clause.heading, "text": clause.text}
    clause.delete()
    _count_up(row)
    return gone


def _count_up(row: PolicyVersion) -> None:
    """Structure changed: pages that were opened before are stale. Confirming alone does not disturb a colleague."""
    row.version += 1
    row.save(update_fields=["version"])
