"""What happens in the registry: towns are registered and changed, figures reported, recognitions entered."""

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import OrganisationKind
from accounts.models import Division, Organisation
from core.enums import Level
from core.errors import Conflict, Invalid
from core.money import FACTORS, to_base
from core.pinyin import sort_key
from records.models import Act
from records.services import record
from towns.enums import DesignationState, PeriodPart, ValueType
from towns.models import Designation, Figure, Indicator, Town
from towns.rules import can_create_town, can_designate_town, can_edit_town, can_report_figure

NAME_TAKEN = "这个县已登记同名的专业镇。"
# The column holds 20 digits before the point and 4 after it.
LARGEST = Decimal(10) ** 20
SMALLEST_STEP = Decimal("0.0001")


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
                "您打开页面之后，这个专业镇的资料已有改动，您刚才的修改没有写入。", detail=_meanwhile(row)
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


def report_figure(
    *,
    actor: Actor,
    town: Town,
    indicator: Indicator,
    year: int,
    value: Decimal,
    unit: str,
    source: str,
    part: str = PeriodPart.YEAR,
    scope: str = "",
) -> Figure:
    """Add an unconfirmed figure; `value` is in `unit`. Invalid, naming the field, for what cannot be kept exactly."""
    can_report_figure(actor, town).demand()
    figure = Figure(
        town=town,
        indicator=indicator,
        year=year,
        part=part,
        value=base_value(indicator, value, unit),
        unit=unit,
        scope=scope,
        source=source,
        reporter=actor.organisation,
        reported_by=actor.user,
    )
    try:
        with transaction.atomic():
            figure.save()
            record(
                actor=actor,
                verb="town.report_figure",
                target=town,
                details={"figure": str(figure), "id": figure.pk},
            )
    except IntegrityError as error:
        message = "同一来源、同一时期的这项数据已经登记；如需更正，请在来源中写明更正依据，例如“……（更正）”。"
        raise Invalid(message, fields={"source": message}) from error
    return figure


def base_value(indicator: Indicator, value: Decimal, unit: str) -> Decimal:
    """The value in the base unit (元 for money), exact; Invalid when the unit or the number does not fit."""
    units = tuple(FACTORS) if indicator.value_type == ValueType.MONEY else (indicator.unit,)
    if unit not in units:
        raise _invalid("unit", f"{indicator.name}的单位应为{'、'.join(units)}。")
    base = to_base(value, unit)
    if base < 0:
        raise _invalid("value", f"{indicator.name}不能为负数。")
    if base >= LARGEST:
        raise _invalid("value", f"{indicator.name}的数值过大，请核对单位。")
    if base % SMALLEST_STEP:
        raise _invalid("value", f"{indicator.name}的小数位数过多，请核对。")
    if indicator.value_type == ValueType.COUNT and base % 1:
        raise _invalid("value", f"{indicator.name}应为整数。")
    if indicator.value_type == ValueType.SHARE and base > 100:
        raise _invalid("value", f"{indicator.name}不能超过 100%。")
    return base


@transaction.atomic
def designate_town(
    *,
    actor: Actor,
    town: Town,
    level: str,
    authority: Organisation,
    document_number: str,
    document_title: str,
    decided_on: date | None,
) -> Designation:
    """Enter a recognition that is in force from now on; Conflict when the town has one at this level already."""
    can_designate_town(actor, authority).demand()
    row = Town.objects.select_for_update(of=("self",)).get(pk=town.pk)
    if row.designations.filter(level=level, state=DesignationState.ACTIVE).exists():
        raise Conflict(f"{row.name}已是{Level(level).label}专业镇，不能重复认定。")
    designation = Designation.objects.create(
        town=row,
        level=level,
        authority=authority,
        document_number=document_number,
        document_title=document_title,
        decided_on=decided_on,
        year=decided_on.year if decided_on else None,
    )
    record(
        actor=actor,
        verb="town.designate",
        target=row,
        comment=document_number,
        details={"level": level, "decided_on": decided_on},
    )
    return designation


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


def _meanwhile(town: Town) -> list[str]:
    """Who changed the row last, in one sentence."""
    act = Act.objects.about(town).filter(verb="town.update").last()
    if act is None:
        return []
    return [
        f"最近一次由{act.user_name or '系统'}（{act.organisation_name}）保存。请打开最新内容，再修改一次。"
    ]


def _invalid(name: str, message: str) -> Invalid:
    return Invalid(message, fields={name: message})
