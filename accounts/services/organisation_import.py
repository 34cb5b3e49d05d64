"""Many organisations at once, each through the service of one, and one act for all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from accounts import rules
from accounts.actors import Actor
from accounts.models import Division, Organisation
from accounts.services.organisations import (
    Particulars,
    create_organisation,
    move_organisation,
    update_organisation,
)
from core import acts
from core.errors import Conflict

IN_USE = "有的单位名下已有人员、下级或登记内容，不能撤销；请先处理，或在其页面上停用。"
TOUCHED = "有的单位后来又有改动，没有撤销。"


@dataclass(frozen=True, slots=True)
class Unit:
    """A line of a sheet: what is said about a unit, and its superior by number, or by name when that is new too."""

    pk: int | None
    number: int
    seen: str
    particulars: Particulars
    division: int | None
    superior: int | None
    superior_name: str

    def __str__(self) -> str:
        return f"第 {self.number} 行“{self.particulars.name}”"


@transaction.atomic
def import_organisations(*, actor: Actor, units: Sequence[Unit], facts: Mapping[str, Any]) -> list[int]:
    """Make new units, superiors first, then change and move the others; the numbers of the new ones, in their order."""
    rules.can_administer(actor).demand()
    divisions = Division.objects.in_bulk({each.division for each in units if each.division})
    made: dict[str, Organisation] = {}
    new = [each for each in units if each.pk is None]
    for each in _superiors_first(new):
        made[each.particulars.name] = create_organisation(
            actor=actor, particulars=_particulars(each, divisions), superior=_superior(each, made)
        )
    for each in units:
        if each.pk is not None:
            _change(actor, each, divisions, made, seen=each.seen)
    acts.record(actor=actor, verb="organisation.import", target=actor.organisation, details=dict(facts))
    return [made[each.particulars.name].pk for each in new]


@transaction.atomic
def undo_organisations(
    *, actor: Actor, made: Sequence[Unit], changed: Sequence[tuple[Unit, Unit]], facts: Mapping[str, Any]
) -> None:
    """Delete new units that nothing hangs on, and put the others back; Conflict names those that stand in the way."""
    rules.can_administer(actor).demand()
    pairs = [*changed, *((each, each) for each in made)]
    divisions = Division.objects.in_bulk({before.division for _, before in pairs if before.division})
    for now, _ in pairs:
        _demand_untouched(now)
    for _, before in changed:
        _change(actor, before, divisions, {}, seen="")
    rows = {each.pk: each for each in made if each.pk}
    for each in reversed(_superiors_first(list(rows.values()))):
        try:
            Organisation.objects.filter(pk=each.pk or 0).delete()
        except ProtectedError as error:
            raise Conflict(IN_USE, detail=[str(each)]) from error
    acts.record(actor=actor, verb="organisation.undo_import", target=actor.organisation, details=dict(facts))


def _superiors_first(units: Sequence[Unit]) -> list[Unit]:
    waiting = {each.particulars.name: each for each in units}
    found: list[Unit] = []

    def place(each: Unit) -> None:
        # Taken out before its superior is looked for: a circle ends there.
        if waiting.pop(each.particulars.name, None) is None:
            return
        if each.superior_name in waiting:
            place(waiting[each.superior_name])
        found.append(each)

    for each in units:
        place(each)
    return found


def _superior(each: Unit, made: Mapping[str, Organisation]) -> Organisation:
    if each.superior is None:
        return made[each.superior_name]
    found = Organisation.objects.active().filter(pk=each.superior).first()
    if found is None:
        raise Conflict("有的直接上级刚刚停用，没有写入，请重新核对。", detail=[str(each)])
    return found


def _change(
    actor: Actor,
    each: Unit,
    divisions: Mapping[int, Division],
    made: Mapping[str, Organisation],
    *,
    seen: str,
) -> None:
    row = Organisation.objects.select_related("superior", "division").get(pk=each.pk or 0)
    row = update_organisation(
        actor=actor, organisation=row, particulars=_particulars(each, divisions), seen=seen
    )
    if each.superior_name and (each.superior is None or each.superior != row.superior_id):
        move_organisation(actor=actor, organisation=row, superior=_superior(each, made))


def _particulars(each: Unit, divisions: Mapping[int, Division]) -> Particulars:
    return replace(each.particulars, division=divisions[each.division] if each.division else None)


def _demand_untouched(now: Unit) -> None:
    row = Organisation.objects.select_for_update(of=("self",)).filter(pk=now.pk or 0).first()
    wanted = now.particulars
    if row is None or not row.is_active:
        raise Conflict(TOUCHED, detail=[str(now)])
    there = (row.name, row.short_name, row.kind, row.division_id, row.host, row.telephone)
    ours = (wanted.name, wanted.short_name, wanted.kind, now.division, wanted.host, wanted.telephone)
    superior_moved = now.superior is not None and row.superior_id != now.superior
    if there != ours or superior_moved:
        raise Conflict(TOUCHED, detail=[str(now)])
