"""Many rows of the registry at once: written together, on record as one act, and taken back as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.actors import Actor
from core.errors import Conflict, Invalid
from core.locks import locked
from records.services import record
from towns.models import Enterprise, RegistryRow, Town
from towns.rules import can_edit_town
from towns.sections import Section

BATCH = 500
MOST_NAMED = 10
Columns = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A registered row as the sheet has it: its version as it was seen, and what its columns become."""

    pk: int
    version: int
    number: int
    name: str
    columns: Columns


@transaction.atomic
def write_rows(
    *,
    actor: Actor,
    town: Town,
    section: Section,
    new: Sequence[Columns],
    changed: Sequence[Change],
    facts: Mapping[str, Any],
) -> list[int]:
    """Register new rows and change others, all or none; the numbers of the new ones, in their order.

    Conflict, naming the lines, when a row is no longer at its version, or the same was registered meanwhile.
    """
    owner = locked(Town.objects.all(), town)
    can_edit_town(actor, owner).demand()
    made = _all_filled([(section.new_row(owner), columns) for columns in new], owner)
    rows = _held(section, owner, changed, ahead=0)
    _save(section, made, _all_filled([(rows[each.pk], each.columns) for each in changed], owner))
    _record(actor, owner, "town.import_rows", section, facts)
    return [row.pk for row in made]


@transaction.atomic
def undo_rows(
    *,
    actor: Actor,
    town: Town,
    section: Section,
    made: Sequence[Change],
    changed: Sequence[Change],
    facts: Mapping[str, Any],
) -> None:
    """Take new rows out and give changed ones their earlier columns; Conflict, naming those touched since."""
    owner = locked(Town.objects.all(), town)
    can_edit_town(actor, owner).demand()
    ours = _held(section, owner, made, ahead=1)
    rows = _held(section, owner, changed, ahead=1)
    try:
        section.rows().filter(pk__in=list(ours)).delete()
    except ProtectedError as error:
        raise Conflict("这次导入的内容名下已登记称号或数据，不能撤销；请先删除那些登记。") from error
    _save(section, [], _all_filled([(rows[each.pk], each.columns) for each in changed], owner))
    _record(actor, owner, "town.undo_import", section, facts)


def _held(section: Section, town: Town, changes: Sequence[Change], *, ahead: int) -> dict[int, Any]:
    """The rows, locked, if each is `ahead` of the version that its line saw (a row that was made has seen 0)."""
    wanted = {each.pk: each for each in changes}
    found: dict[int, Any] = {}
    numbers = sorted(wanted)
    for start in range(0, len(numbers), BATCH):
        rows = section.rows_of(town).filter(pk__in=numbers[start : start + BATCH])
        found.update({row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")})
    stale = [
        each for each in changes if each.pk not in found or found[each.pk].version != each.version + ahead
    ]
    if stale:
        raise Conflict("有几行后来又有改动，没有办理。", detail=[_named(stale)])
    return found


def _named(changes: Sequence[Change]) -> str:
    more = f"……共 {len(changes)} 行" if len(changes) > MOST_NAMED else ""
    return "、".join(f"第 {each.number} 行“{each.name}”" for each in changes[:MOST_NAMED]) + more


def _all_filled(pairs: Sequence[tuple[Any, Columns]], town: Town) -> list[Any]:
    """The rows with their columns set; the enterprises that they name are read once. Conflict when one is gone."""
    wanted = {columns["enterprise_id"] for _, columns in pairs if columns.get("enterprise_id")}
    holders = {row.pk: row for row in Enterprise.objects.filter(town=town, pk__in=wanted).order_by("pk")}
    if wanted - set(holders):
        raise Conflict("有几行写到的企业刚刚被删除，没有写入，请重新核对。")
    for row, columns in pairs:
        for name, value in columns.items():
            setattr(row, name, value)
        if columns.get("enterprise_id"):
            row.enterprise = holders[columns["enterprise_id"]]
    return [row for row, _ in pairs]


def _save(section: Section, new: Sequence[RegistryRow], changed: Sequence[RegistryRow]) -> None:
    """Hold every row against its own rules, then write them; the database refuses what is there twice."""
    manager: Any = section.model._default_manager
    try:
        for row in (*new, *changed):
            row.clean_fields()
            row.clean()
        for row in changed:
            row.version += 1
        with transaction.atomic():
            # Changed rows first: they may free a code that a new one carries.
            manager.bulk_update(changed, [*section.fields, "version"], batch_size=BATCH)
            manager.bulk_create(new, batch_size=BATCH)
    except ValidationError as error:
        raise Invalid("；".join(error.messages)) from error
    except IntegrityError as error:
        raise Conflict(f"同样的{section.noun}刚刚由别人登记，没有写入，请重新核对。") from error


def _record(actor: Actor, town: Town, verb: str, section: Section, facts: Mapping[str, Any]) -> None:
    record(actor=actor, verb=verb, target=town, details={"row": section.noun, **facts})
