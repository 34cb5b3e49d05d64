"""Creating organisations, changing them, moving them below another superior, and their other names."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from accounts import rules
from accounts.actors import Actor
from accounts.enums import OrganisationKind
from accounts.models import Division, Jurisdiction, Organisation, OrganisationAlias
from accounts.services.changes import Changes, change, changes, demand_fresh, fingerprint
from accounts.services.jurisdiction import CIRCLE, rebuild_jurisdiction, subtree_of
from core import acts
from core.errors import Conflict, Invalid
from core.pinyin import sort_key

NAME_TAKEN = "已有同名单位，请用全称区分。"
ALIAS_TAKEN = "这个别名在同一政府内已指向一个单位。"


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is said about an organisation itself; who is above it is a matter of its own."""

    name: str
    short_name: str
    kind: OrganisationKind
    division: Division | None = None
    host: str = ""
    telephone: str = ""


def organisation_fingerprint(organisation: Organisation) -> str:
    """What an edit page carries to notice that the organisation was changed meanwhile."""
    return fingerprint(_values(organisation))


@transaction.atomic
def create_organisation(
    *, actor: Actor, particulars: Particulars, superior: Organisation | None, key: str = ""
) -> Organisation:
    """A new unit directly below `superior` (None only for the top). Invalid: the full name is taken."""
    rules.can_administer(actor).demand()
    return _create(actor, particulars, superior, key)


@transaction.atomic
def add_member_unit(*, actor: Actor, government: Organisation, name: str, short_name: str) -> Organisation:
    """A unit directly below a government, by the office that meets it in a roster. Invalid: the full name is taken."""
    rules.can_add_member_unit(actor, government).demand()
    particulars = Particulars(
        name=name, short_name=short_name, kind=OrganisationKind.MEMBER_UNIT, division=government.division
    )
    return _create(actor, particulars, government, "")


@transaction.atomic
def update_organisation(
    *, actor: Actor, organisation: Organisation, particulars: Particulars, seen: str = ""
) -> Organisation:
    """Change what is said about a unit; `seen` is `organisation_fingerprint` of the page. Conflict when stale."""
    organisation = _locked(organisation)
    before = _values(organisation)
    demand_fresh(seen, before)
    rules.can_change_kind(actor, organisation, particulars.kind).demand()
    _save(organisation, particulars)
    if difference := changes(before, _values(organisation)):
        _record(actor, "organisation.update", organisation, difference)
    return organisation


@transaction.atomic
def move_organisation(*, actor: Actor, organisation: Organisation, superior: Organisation) -> Organisation:
    """Below another superior, with everything that is below it. Invalid: the superior is inside that."""
    rules.can_administer(actor).demand()
    _lock_tree()
    organisation = _locked(organisation)
    below = subtree_of(organisation)
    if superior.pk in below:
        raise Invalid(CIRCLE, fields={"superior": CIRCLE})
    before = _values(organisation)
    organisation.superior = superior
    organisation.save(update_fields=["superior"])
    rebuild_jurisdiction(subtree=below)
    if difference := changes(before, _values(organisation)):
        _record(actor, "organisation.move", organisation, difference)
    return organisation


@transaction.atomic
def deactivate_organisation(*, actor: Actor, organisation: Organisation) -> Organisation:
    """Out of use: nobody acts for it any more; its past stays readable."""
    organisation = _locked(organisation)
    rules.can_deactivate_organisation(actor, organisation).demand()
    return _set_active(actor, organisation, "organisation.deactivate", is_active=False)


@transaction.atomic
def activate_organisation(*, actor: Actor, organisation: Organisation) -> Organisation:
    """In use again."""
    organisation = _locked(organisation)
    rules.can_activate_organisation(actor, organisation).demand()
    return _set_active(actor, organisation, "organisation.activate", is_active=True)


@transaction.atomic
def add_alias(*, actor: Actor, organisation: Organisation, name: str) -> OrganisationAlias:
    """Another name of a unit, valid inside the government that it serves. Invalid: it means another unit there."""
    rules.can_administer(actor).demand()
    return learn_alias(actor=actor, organisation=organisation, name=name)


@transaction.atomic
def learn_alias(*, actor: Actor, organisation: Organisation, name: str) -> OrganisationAlias:
    """The same for an app above that found the name in a document and has asked its own rule."""
    government = organisation.seat_of_power
    try:
        with transaction.atomic():
            alias = OrganisationAlias.objects.create(
                organisation=organisation, government=government, name=name
            )
    except IntegrityError as error:
        raise Invalid(ALIAS_TAKEN, fields={"name": ALIAS_TAKEN}) from error
    _record(actor, "organisation.add_alias", organisation, [change("别名", "", name)])
    return alias


@transaction.atomic
def remove_alias(*, actor: Actor, alias: OrganisationAlias) -> None:
    """The name is free again. Conflict when a colleague was faster."""
    rules.can_administer(actor).demand()
    organisation, name = alias.organisation, alias.name
    count, _ = OrganisationAlias.objects.filter(pk=alias.pk).delete()
    if not count:
        raise Conflict("这个别名已被删除。")
    _record(actor, "organisation.remove_alias", organisation, [change("别名", name, "")])


def _create(actor: Actor, particulars: Particulars, superior: Organisation | None, key: str) -> Organisation:
    """The row and who is above it, on record."""
    _lock_tree()
    organisation = Organisation(key=key or _next_key(superior), superior=superior)
    _save(organisation, particulars)
    above = Jurisdiction.objects.filter(subordinate=superior).order_by("distance") if superior else []
    rows = [Jurisdiction(superior=organisation, subordinate=organisation, distance=0)]
    rows += [
        Jurisdiction(superior_id=each.superior_id, subordinate=organisation, distance=each.distance + 1)
        for each in above
    ]
    Jurisdiction.objects.bulk_create(rows)
    nothing = dict.fromkeys(_values(organisation))
    _record(actor, "organisation.create", organisation, changes(nothing, _values(organisation)))
    return organisation


def _save(organisation: Organisation, particulars: Particulars) -> None:
    organisation.name, organisation.short_name = particulars.name, particulars.short_name
    organisation.kind, organisation.division = particulars.kind, particulars.division
    organisation.host, organisation.telephone = particulars.host, particulars.telephone
    organisation.sort_key = sort_key(particulars.name, length=240)
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        raise Invalid(NAME_TAKEN, fields={"name": NAME_TAKEN}) from error


def _set_active(actor: Actor, organisation: Organisation, verb: str, *, is_active: bool) -> Organisation:
    organisation.is_active = is_active
    organisation.save(update_fields=["is_active"])
    states = ["停用", "在用"]
    _record(actor, verb, organisation, [change("状态", *(states if is_active else states[::-1]))])
    return organisation


def _locked(organisation: Organisation) -> Organisation:
    rows = Organisation.objects.select_for_update(of=("self",)).select_related("superior", "division")
    return rows.get(pk=organisation.pk)


def _lock_tree() -> None:
    """Two moves at once could close a circle that neither sees; whoever changes the tree holds its top."""
    list(Organisation.objects.select_for_update().filter(superior=None).order_by("pk"))


def _next_key(superior: Organisation | None) -> str:
    """A key below the superior's, so that lists by key keep a unit beside its superior."""
    stem = superior.key if superior else "unit"
    taken = set(Organisation.objects.filter(key__startswith=f"{stem}-").values_list("key", flat=True))
    number = next(each for each in range(1, len(taken) + 2) if f"{stem}-{each}" not in taken)
    return f"{stem}-{number}"


def _values(organisation: Organisation) -> dict[str, Any]:
    return {
        "全称": organisation.name,
        "简称": organisation.short_name,
        "类型": OrganisationKind(organisation.kind).label,
        "所在区划": organisation.division.full_name if organisation.division else None,
        "直接上级": organisation.superior.name if organisation.superior else None,
        "设在": organisation.host,
        "联系电话": organisation.telephone,
    }


def _record(actor: Actor, verb: str, organisation: Organisation, difference: Changes) -> None:
    acts.record(actor=actor, verb=verb, target=organisation, details={"changes": difference})
