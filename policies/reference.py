"""The documents that come with the portal: numbers, dates, headings, units, figures and summaries of our own.

None of them carries its text; the office that keeps one reads it in as the next version. Only documents that are
missing are made: what an office has done stays.
"""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from accounts.actors import SYSTEM
from accounts.models import Division, Organisation
from core.bulk import Brought
from core.enums import Level
from policies import services
from policies.enums import TargetSource
from policies.models import Policy, PolicyVersion, Target
from policies.services.checking import FACTS
from policies.services.reading_in import Place, read_in


def load_policies(folder: Path) -> Brought:
    """Make the documents that are missing, each as an open first version."""
    there = set(Policy.objects.order_by("pk").values_list("key", flat=True))
    files = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    missing = [each for each in files if each["place"]["key"] not in there]
    for each in missing:
        _make(each["place"], each["reading"])
    return Brought(made=len(missing))


def load_policy_targets(path: Path) -> Brought:
    """Set the targets of the reference documents that have none yet; what an office has noted stays."""
    wanted = json.loads(path.read_text(encoding="utf-8"))
    held = set(Target.objects.order_by("pk").values_list("policy__key", flat=True))
    missing = [row for row in wanted if row["policy"] not in held]
    documents = Policy.objects.in_bulk({row["policy"] for row in missing}, field_name="key")
    made = [_target(row, documents[row["policy"]], place) for place, row in enumerate(missing, start=1)]
    Target.objects.bulk_create(made)
    return Brought(made=len(made))


def _target(row: dict[str, Any], policy: Policy, place: int) -> Target:
    division = Division.objects.get(code=row["division"]) if row["division"] else None
    first = policy.versions.order_by("number").first()
    assert first is not None
    return Target(
        policy=policy,
        clause=first.clauses.filter(path=row["clause"]).first() if row["clause"] else None,
        position=place,
        subject=row["subject"],
        kind=row["kind"],
        low=Decimal(row["low"]) if row["low"] else None,
        high=Decimal(row["high"]) if row["high"] else None,
        unit=row["unit"],
        is_striving=row["is_striving"],
        due_on=date.fromisoformat(row["due_on"]),
        counted_by=TargetSource.DESIGNATIONS if division else TargetSource.BY_HAND,
        division=division,
        level=row["level"],
    )


def _make(place: dict[str, str], reading: dict[str, Any]) -> None:
    """Read in, held against our own table and opened, by the same steps as a document of an office."""
    where = Place(
        kind=place["kind"],
        level=Level(place["level"]),
        division=Division.objects.get(code=place["division"]),
        keeper=Organisation.objects.get(key=place["keeper"]),
        key=place["key"],
    )
    version = read_in(actor=SYSTEM, reading=reading, text="", source=None, place=where)
    version = services.confirm_facts(
        actor=SYSTEM, version=version, facts=_facts(version), seen=version.version
    )
    services.confirm_plain_clauses(actor=SYSTEM, version=version, seen=version.version)
    services.publish_version(actor=SYSTEM, version=version)


def _facts(version: PolicyVersion) -> dict[str, Any]:
    return {name: getattr(version, name) for name in FACTS} | {"last_day": version.last_day}
