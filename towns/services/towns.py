"""Towns are registered and changed."""

from dataclasses import dataclass, field, fields
from typing import Any

from django.db import IntegrityError, transaction

from accounts.actors import Actor
from accounts.enums import OrganisationKind
from accounts.models import Division, Organisation
from core.errors import Conflict, Invalid
from core.locks import locked
from core.pinyin import sort_key
from records.services import record
from towns.enums import Declarable
from towns.models import Town
from towns.rules import can_create_town, can_edit_town
from towns.services.stale import last_change

NAME_TAKEN = "这个县已登记同名的专业镇。"


@dataclass(frozen=True, slots=True)
class TownFacts:
    """What a unit writes about its town; `county` is the seat of the main industry (P 二(四))."""

    name: str
    county: Division
    category: str
    main_industry: str
    keeper: Organisation | None = None
    introduction: str = ""
    other_counties: tuple[Division, ...] = field(default=())


def create_town(*, actor: Actor, facts: TownFacts) -> Town:
    """Register a town of the acting unit; what a township registers belongs to its county. Invalid for a taken name."""
    can_create_town(actor).demand()
    assert actor.organisation is not None
    is_township = actor.organisation.kind == OrganisationKind.TOWNSHIP
    town = Town(
        owner=(actor.organisation.superior or actor.organisation) if is_township else actor.organisation
    )
    _write(town, facts)
    if is_township:
        town.keeper = actor.organisation
    with transaction.atomic():
        _save(town)
        town.other_counties.set(facts.other_counties)
        record(actor=actor, verb="town.create", target=town)
    return town


def update_town(*, actor: Actor, town: Town, facts: TownFacts, version: int) -> Town:
    """Change a town as it stood at `version`; Conflict when somebody saved meanwhile, Invalid for a taken name."""
    with transaction.atomic():
        row = Town.objects.select_for_update(of=("self",)).get(pk=town.pk)
        can_edit_town(actor, row).demand()
        if row.version != version:
            raise Conflict(
                "您打开页面之后，这个专业镇的资料已有改动，您刚才的修改没有写入。",
                detail=last_change(row, "town.update"),
            )
        changes = _changes(row, facts)
        if not changes:
            return row
        _write(row, facts)
        row.version += 1
        _save(row)
        row.other_counties.set(facts.other_counties)
        record(actor=actor, verb="town.update", target=row, details={"changes": changes})
    return row


def declare_complete(*, actor: Actor, town: Town, section: Declarable, complete: bool) -> Town:
    """Say that a section is registered in full, or take that back; saying it twice changes nothing."""
    with transaction.atomic():
        row = locked(Town.objects.all(), town)
        can_edit_town(actor, row).demand()
        before = set(row.complete_sections)
        wanted = before | {section.value} if complete else before - {section.value}
        if wanted == before:
            return row
        words = ("尚未声明齐全", "已登记齐全")
        row.complete_sections = [each for each in Declarable.values if each in wanted]
        row.save(update_fields=["complete_sections"])
        change = {"field": section.label, "old": words[not complete], "new": words[complete]}
        record(actor=actor, verb="town.declare", target=row, details={"changes": [change]})
    return row


def _write(town: Town, facts: TownFacts) -> None:
    """The row's own columns; `other_counties` is written after saving."""
    for each in fields(facts):
        if each.name != "other_counties":
            setattr(town, each.name, getattr(facts, each.name))
    town.sort_key = sort_key(facts.name)


def _save(town: Town) -> None:
    """Save in a savepoint, so that a taken name leaves the caller's transaction usable."""
    try:
        with transaction.atomic():
            town.save()
    except IntegrityError as error:
        raise Invalid(NAME_TAKEN, fields={"name": NAME_TAKEN}) from error


def _changes(town: Town, facts: TownFacts) -> list[dict[str, str]]:
    """What differs, in the words of the form: [{"field": "名称", "old": "…", "new": "…"}]."""
    changes = []
    for each in fields(facts):
        old, new = _words(town, each.name), _words(facts, each.name)
        if old != new:
            label = str(Town._meta.get_field(each.name).verbose_name)  # type: ignore[union-attr]
            changes.append({"field": label, "old": old, "new": new})
    return changes


def _words(holder: Any, name: str) -> str:
    value = getattr(holder, name)
    if name == "other_counties":
        rows = value.order_by("code") if isinstance(holder, Town) else sorted(value, key=lambda row: row.code)
        return "、".join(str(row) for row in rows)
    return "" if value is None else str(value)
