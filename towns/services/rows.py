"""Rows of the registry are added, changed and removed, each change on record with old and new."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.actors import Actor
from core.errors import Conflict, Invalid
from core.locks import locked
from records.services import record
from towns.models import RegistryRow, Town
from towns.rules import can_edit_town
from towns.sections import Section
from towns.services.stale import last_change

Values = Mapping[str, Any]
Changes = list[dict[str, str]]


def add_row(*, actor: Actor, town: Town, section: Section, values: Values) -> RegistryRow:
    """Register a row of the town; Invalid, naming the field, for what does not hold or is there already."""
    with transaction.atomic():
        owner = locked(Town.objects.all(), town)
        can_edit_town(actor, owner).demand()
        row: RegistryRow = section.new_row(owner)
        _write(row, values)
        _save(row, section)
        _record(actor, owner, section.verb("add"), row, _changes({}, section.texts(row)))
    return row


def update_row(
    *, actor: Actor, section: Section, row: RegistryRow, values: Values, version: int
) -> RegistryRow:
    """Change a row as it stood at `version`; Conflict when somebody saved or removed it meanwhile."""
    with transaction.atomic():
        found: RegistryRow
        found, town = _hold(actor, section, row, version)
        before = section.texts(found)
        _write(found, values)
        found.version += 1
        _save(found, section)
        changes = _changes(before, section.texts(found))
        if changes:
            _record(actor, town, section.verb("update"), found, changes)
    return found


def remove_row(*, actor: Actor, section: Section, row: RegistryRow, version: int) -> None:
    """Take a row out of the registry; Conflict when it changed meanwhile, or when something hangs on it."""
    with transaction.atomic():
        found, town = _hold(actor, section, row, version)
        _record(actor, town, section.verb("remove"), found, _changes(section.texts(found), {}))
        try:
            found.delete()
        except ProtectedError as error:
            raise Conflict(f"“{found}”名下还登记有称号或数据，不能删除；写错的可以修改。") from error


def _hold(actor: Actor, section: Section, row: RegistryRow, version: int) -> tuple[Any, Town]:
    """The row, locked, and its town, if this person may change it and nobody did since `version`."""
    found = locked(section.rows(), row)
    town: Town = found.town
    can_edit_town(actor, town).demand()
    if found.version != version:
        raise Conflict(
            f"您打开页面之后，“{found}”已有改动，您刚才的操作没有写入。",
            detail=last_change(town, section.verb("add"), section.verb("update")),
        )
    return found, town


def _write(row: RegistryRow, values: Values) -> None:
    for name, value in values.items():
        setattr(row, name, _one_line(value) if isinstance(value, str) else value)


def _one_line(text: str) -> str:
    """Pasted line breaks become blanks and invisible characters go: sentences and workbooks cannot hold them."""
    return "".join(each for each in " ".join(text.split()) if each.isprintable())


def _save(row: RegistryRow, section: Section) -> None:
    """Hold the row against its own rules, then write it in a savepoint."""
    try:
        row.full_clean()
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        fields = _by_field(error, section)
        raise Invalid("；".join(fields.values()), fields=fields) from error
    except IntegrityError as error:
        raise Invalid(f"同样的{section.noun}刚刚由别人登记，请到列表中查看。") from error


def _by_field(error: ValidationError, section: Section) -> dict[str, str]:
    """{field: sentence}; a constraint names its field by its code, what is left stands under no field."""
    found: dict[str, str] = {}
    for name, problems in error.error_dict.items():
        for problem in problems:
            code = problem.code if problem.code in section.fields else ""
            field = code if name == NON_FIELD_ERRORS else name
            found.setdefault(field or "", "".join(problem.messages))
    return found


def _changes(old: Mapping[str, str], new: Mapping[str, str]) -> Changes:
    """What differs, in words: [{"field": "名称", "old": "…", "new": "…"}]."""
    return [
        {"field": label, "old": old.get(label, ""), "new": new.get(label, "")}
        for label in dict.fromkeys([*old, *new])
        if old.get(label, "") != new.get(label, "")
    ]


def _record(actor: Actor, town: Town, verb: str, row: RegistryRow, changes: Changes) -> None:
    record(actor=actor, verb=verb, target=town, details={"row": str(row), "id": row.pk, "changes": changes})
