"""Figures are reported, and the statistics unit confirms them or sends them back."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Organisation
from core.errors import Conflict, Invalid
from core.locks import locked
from core.money import FACTORS, to_base
from core.permits import demand_that
from records.services import record
from towns.enums import FigureSubject, PeriodPart, ValueType
from towns.models import Enterprise, Figure, Indicator, Product, Town
from towns.models.figures import UNIT_OF_PRODUCT
from towns.rules import can_confirm_figure, can_report_figure

# The column holds 20 digits before the point and 4 after it.
LARGEST = Decimal(10) ** 20
SMALLEST_STEP = Decimal("0.0001")
TAKEN = "同一来源、同一时期的这项数据已经登记；如需更正，请在来源中写明更正依据，例如“……（更正）”。"


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
    subject: Enterprise | Product | None = None,
    reporter: Organisation | None = None,
) -> Figure:
    """Add an unconfirmed figure of the town, or of its enterprise or product; `value` is in `unit`.

    `reporter` is the town's unit whose paper the actor keys in; that the actor may, the caller has asked.
    Invalid, naming the field, for what cannot be kept exactly.
    """
    if reporter is None:
        can_report_figure(actor, town).demand()
    else:
        demand_that(reporter in {town.owner, town.keeper}, "只能登记本专业镇所属单位填报的数据。").demand()
    figure = Figure(
        **_subject_columns(town, indicator, subject),
        indicator=indicator,
        year=year,
        part=part,
        value=base_value(indicator, value, unit, units=units_of(indicator, subject)),
        unit=unit,
        scope=scope,
        source=source,
        reporter=reporter or actor.organisation,
        reported_by=actor.user,
    )
    try:
        with transaction.atomic():
            figure.save()
            _record(actor, "town.report_figure", figure)
    except IntegrityError as error:
        raise Invalid(TAKEN, fields={"source": TAKEN}) from error
    return figure


def confirm_figure(*, actor: Actor, figure: Figure) -> Figure:
    """The statistics unit vouches for a figure; Conflict when it was confirmed or sent back meanwhile."""
    with transaction.atomic():
        row = _waiting(actor, figure)
        row.confirmed_by = actor.organisation
        row.confirmed_at = timezone.now()
        row.save(update_fields=["confirmed_by", "confirmed_at"])
        _record(actor, "figure.confirm", row)
    return row


@transaction.atomic
def confirm_figures(*, actor: Actor, figures: Iterable[Figure]) -> list[Figure]:
    """Confirm several figures, all or none, one act each."""
    # In the order of their numbers, so that two people at once wait for each other instead of locking up.
    return [confirm_figure(actor=actor, figure=each) for each in sorted(figures, key=lambda row: row.pk)]


def reject_figure(*, actor: Actor, figure: Figure, reason: str) -> Figure:
    """The statistics unit sends a figure back: it never counts. Invalid without a reason, Conflict when too late."""
    if not reason.strip():
        raise _invalid("reason", "请写明退回理由，填报人会看到。")
    with transaction.atomic():
        row = _waiting(actor, figure)
        row.rejected_by = actor.organisation
        row.rejected_at = timezone.now()
        row.reject_reason = reason.strip()
        row.save(update_fields=["rejected_by", "rejected_at", "reject_reason"])
        _record(actor, "figure.reject", row, comment=row.reject_reason)
    return row


def units_of(indicator: Indicator, subject: Enterprise | Product | None) -> tuple[str, ...]:
    """The units in which a figure of the indicator may be reported: money in 元, 万元 or 亿元."""
    if indicator.value_type == ValueType.MONEY:
        return tuple(FACTORS)
    own = isinstance(subject, Product) and indicator.unit == UNIT_OF_PRODUCT
    return (subject.output_unit,) if own and isinstance(subject, Product) else (indicator.unit,)


def base_value(indicator: Indicator, value: Decimal, unit: str, *, units: tuple[str, ...]) -> Decimal:
    """The value in the base unit (元 for money), exact; Invalid when the unit or the number does not fit."""
    if unit not in units:
        raise _invalid("unit", f"{indicator.name}的单位应为{'、'.join(units)}。")
    if not value.is_finite() or value >= LARGEST:
        raise _invalid("value", f"{indicator.name}的数值过大，请核对单位。")
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


def _subject_columns(
    town: Town, indicator: Indicator, subject: Enterprise | Product | None
) -> dict[str, Town | Enterprise | Product]:
    kind = FigureSubject.TOWN if subject is None else FigureSubject(subject._meta.model_name or "")
    if indicator.subject != kind:
        raise _invalid(
            "indicator", f"{indicator.name}是{FigureSubject(indicator.subject).label}的指标，请重新选择。"
        )
    if subject is not None and subject.town_id != town.pk:
        raise _invalid("indicator", "所选的企业或产品不在这个专业镇。")
    return {kind.value: subject or town}


def _waiting(actor: Actor, figure: Figure) -> Figure:
    """The figure, locked, if this person may speak on it and nobody has yet."""
    rows = Figure.objects.select_related("town", "enterprise__town", "product__town", "indicator")
    row = locked(rows, figure)
    can_confirm_figure(actor, row).demand()
    if row.confirmed_by is not None:
        raise Conflict(f"“{row}”已由{row.confirmed_by.name}确认，不必再办理。")
    if row.rejected_by is not None:
        raise Conflict(f"“{row}”已由{row.rejected_by.name}退回，不能再办理。")
    return row


def _record(actor: Actor, verb: str, figure: Figure, comment: str = "") -> None:
    named = f"{figure.subject_name} {figure}".strip()
    record(
        actor=actor,
        verb=verb,
        target=figure.subject_town,
        comment=comment,
        details={"figure": named, "id": figure.pk},
    )


def _invalid(name: str, message: str) -> Invalid:
    return Invalid(message, fields={name: message})
