"""What the reader made of a document becomes a version that a person then holds against its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Division, Organisation
from core.enums import Level
from core.errors import Conflict, Invalid
from core.locks import locked
from files.models import FileVersion
from policies.enums import DutyRole, FigureKind, RelationKind
from policies.models import Clause, ClauseFigure, Duty, Policy, PolicyRelation, PolicyVersion
from policies.rules import can_read_in
from policies.services.units import match_units
from records.services import record

Reading = Mapping[str, Any]
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where a new document belongs; `key` empty takes its 文号."""

    kind: str
    level: Level
    division: Division
    keeper: Organisation
    key: str = ""


@transaction.atomic
def read_in(
    *,
    actor: Actor,
    reading: Reading,
    text: str,
    source: FileVersion | None,
    place: Place | None = None,
    policy: Policy | None = None,
) -> PolicyVersion:
    """One more version, unchecked; of `policy`, or of a new one at `place`.

    `reading` has the form of the answer of parse_policy (contracts), with `lines`, `doubts` where the reader gives
    them. Conflict when the key is taken, or an unchecked version is waiting already.
    """
    can_read_in(actor, policy).demand()
    if policy is not None:
        policy = locked(Policy.objects.all(), policy)
    demand_room(reading=reading, place=place, policy=policy)
    held = policy or _begun(reading, place)
    newest = held.versions.order_by("-number").first()
    version = _write_version(held, newest.number + 1 if newest else 1, reading, text, source)
    _write_clauses(version, reading)
    _write_relations(version, reading)
    match_units(version=version)
    record(
        actor=actor, verb="policyversion.read", target=version, details={"clauses": version.clauses.count()}
    )
    return version


def demand_room(*, reading: Reading, place: Place | None, policy: Policy | None) -> None:
    """Raise what `read_in` would raise for the key, or for a text that is being checked already."""
    if policy is not None:
        newest = policy.versions.order_by("-number").first()
        if newest is not None and newest.opened_at is None:
            raise Conflict("这份文件已有一稿在核对，请先核对完或删除那一稿。")
        return
    key = _key(reading, place)
    if not key:
        message = "文件没有文号，请填引用名，例如“晋城专业镇政策2023”。"
        raise Invalid(message, fields={"key": message})
    if Policy.objects.filter(key=key).exists():
        raise Conflict(f"“{key}”已在库中，请在那一份下读入新的一稿。")


def _key(reading: Reading, place: Place | None) -> str:
    return ((place and place.key) or reading.get("number") or "").strip()


def _begun(reading: Reading, place: Place | None) -> Policy:
    assert place is not None
    key = _key(reading, place)
    return Policy.objects.create(
        key=key, kind=place.kind, level=place.level, division=place.division, keeper=place.keeper
    )


def _write_version(
    policy: Policy, number: int, reading: Reading, text: str, source: FileVersion | None
) -> PolicyVersion:
    last_day = _day(reading.get("effective_to"))
    version = PolicyVersion(
        policy=policy,
        number=number,
        title=reading["title"][:200],
        document_number=reading.get("number") or "",
        issuer=reading.get("issuer") or "",
        signed_on=_day(reading.get("signed_on")),
        published_on=_day(reading.get("published_on")),
        since=_day(reading.get("effective_from")),
        until=last_day + timedelta(days=1) if last_day else None,
        is_draft=bool(reading.get("draft")),
        index_number=reading.get("index_number") or "",
        topic=reading.get("topic") or "",
        disclosure=reading.get("disclosure") or "",
        explained_by=reading.get("explained_by") or "",
        contact=reading.get("contact") or "",
        source=source,
        source_text=text,
        warnings=list(reading.get("warnings", ())),
    )
    version.dated_on = version.own_day
    version.save()
    return version


def _write_clauses(version: PolicyVersion, reading: Reading) -> None:
    """Clauses, then what stands in them, in bulk."""
    clauses = Clause.objects.bulk_create(
        [_clause(version, number, each) for number, each in enumerate(reading["clauses"], start=1)],
        batch_size=CHUNK,
    )
    by_path = {clause.path: clause for clause in clauses}
    Duty.objects.bulk_create(
        duty
        for each in reading.get("duties", ())
        if each["path"] in by_path
        for duty in duties_of(by_path[each["path"]], each["lead"], each["responsible"])
    )
    ClauseFigure.objects.bulk_create(_figures(by_path, reading), batch_size=CHUNK)


def _clause(version: PolicyVersion, position: int, each: Mapping[str, Any]) -> Clause:
    lines: Sequence[int | None] = each.get("lines") or (None, None)
    return Clause(
        version=version,
        position=position,
        path=each["path"],
        label=each["label"],
        heading=each["heading"] or "",
        text=each["text"] or "",
        depth=each.get("depth", 0),
        first_line=lines[0],
        last_line=lines[1],
        doubts=list(each.get("doubts", ())),
    )


def duties_of(clause: Clause, lead: Sequence[str], responsible: Sequence[str]) -> list[Duty]:
    """Rows that are not saved yet, each unit once in each role."""
    named = [
        *((DutyRole.LEAD, unit) for unit in dict.fromkeys(each[:60] for each in lead)),
        *((DutyRole.RESPONSIBLE, unit) for unit in dict.fromkeys(each[:60] for each in responsible)),
    ]
    return [
        Duty(clause=clause, role=role, unit=unit, position=position)
        for position, (role, unit) in enumerate(named, start=1)
    ]


def _figures(by_path: Mapping[str, Clause], reading: Reading) -> list[ClauseFigure]:
    found = []
    for kind, name in ((FigureKind.AMOUNT, "amounts"), (FigureKind.PERCENTAGE, "percentages")):
        for position, each in enumerate(reading.get(name, ()), start=1):
            if each["path"] in by_path:
                yuan = Decimal(each["yuan"]) if each.get("yuan") else None
                clause = by_path[each["path"]]
                found.append(
                    ClauseFigure(
                        clause=clause, kind=kind, text=each["text"][:60], yuan=yuan, position=position
                    )
                )
    return found


def _write_relations(version: PolicyVersion, reading: Reading) -> None:
    PolicyRelation.objects.bulk_create(
        PolicyRelation(version=version, kind=RelationKind.BASIS, document_number=number, position=position)
        for position, number in enumerate(dict.fromkeys(reading.get("based_on", ())), start=1)
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
