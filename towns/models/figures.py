"""Indicators are registered data; a figure says of whom, when, in which unit and scope, and who vouches for it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation, User
from core.money import from_base, to_base
from towns.enums import Confirmation, FigureSubject, PeriodPart, ValueType
from towns.models.enterprises import Enterprise
from towns.models.products import Product
from towns.models.towns import Town

if TYPE_CHECKING:
    from accounts.actors import Actor

# The unit of indicators that each product counts in its own unit.
UNIT_OF_PRODUCT = "按产品"


class Indicator(models.Model):
    """指标: what a figure measures. Money is kept in 元 and shown in `unit`."""

    key = models.CharField(
        "代号",
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", "用小写字母和下划线。")],
    )
    name = models.CharField("名称", max_length=40)
    unit = models.CharField("单位", max_length=20)
    value_type = models.CharField("类型", max_length=10, choices=ValueType.choices)
    subject = models.CharField(
        "主体", max_length=10, choices=FigureSubject.choices, default=FigureSubject.TOWN
    )
    definition = models.CharField("解释", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=100)

    class Meta:
        verbose_name = "指标"
        verbose_name_plural = "指标"
        ordering = ["order", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value_type__in=ValueType.values), name="towns_indicator_known_type"
            ),
            models.CheckConstraint(
                condition=Q(subject__in=FigureSubject.values), name="towns_indicator_known_subject"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.unit}）"

    def to_base(self, value: Decimal) -> Decimal:
        """A value written in `unit`, as it is kept: money in 元, everything else unchanged."""
        return to_base(value, self.unit)


class FigureQuerySet(models.QuerySet):
    """Figures, and the order in which they count."""

    def by_weight(self) -> Self:
        """Confirmed before unconfirmed, then the newest: the first of a year is the one that counts."""
        return self.order_by("-year", models.F("confirmed_at").desc(nulls_last=True), "-reported_at", "-pk")

    def whole_years(self) -> Self:
        """Figures of full years."""
        return self.filter(part=PeriodPart.YEAR)

    def standing(self) -> Self:
        """Figures that nobody has sent back: the others never count."""
        return self.filter(rejected_at__isnull=True)

    def awaiting_confirmation(self) -> Self:
        """Figures on which the statistics unit has not spoken."""
        return self.filter(confirmed_at__isnull=True, rejected_at__isnull=True)

    def of_towns(self, towns: models.QuerySet[Town]) -> Self:
        """Figures of these towns, of their enterprises and of their products."""
        ids = towns.order_by().values("pk")
        return self.filter(Q(town__in=ids) | Q(enterprise__town__in=ids) | Q(product__town__in=ids))

    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the town sees its figures at once."""
        return self.of_towns(Town.objects.visible_to(actor))


class Figure(models.Model):
    """One figure of one subject; `value` stands in the base unit (元 for money), `unit` is how it was reported."""

    town = models.ForeignKey(
        Town, models.PROTECT, null=True, blank=True, related_name="figures", verbose_name="专业镇"
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="figures", verbose_name="企业"
    )
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="figures", verbose_name="产品"
    )
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="figures", verbose_name="指标")
    year = models.PositiveSmallIntegerField("年份")
    part = models.CharField(
        "期间", max_length=3, choices=PeriodPart.choices, default=PeriodPart.YEAR, blank=True
    )
    value = models.DecimalField("数值", max_digits=24, decimal_places=4)
    unit = models.CharField("填报单位", max_length=20)
    scope = models.CharField("口径", max_length=120, blank=True)
    source = models.CharField("来源", max_length=200)
    reporter = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reported_figures",
        verbose_name="填报单位名称",
    )
    reported_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="reported_figures", verbose_name="填报人"
    )
    reported_at = models.DateTimeField("填报时间", default=timezone.now)
    confirmed_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmed_figures",
        verbose_name="确认单位",
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    rejected_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rejected_figures",
        verbose_name="退回单位",
    )
    rejected_at = models.DateTimeField("退回时间", null=True, blank=True)
    reject_reason = models.CharField("退回理由", max_length=300, blank=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = "数据"
        verbose_name_plural = "数据"
        ordering = ["-year", "-pk"]
        indexes = [models.Index(fields=["town", "indicator", "-year"], name="towns_figure_of_town")]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(town__isnull=False, enterprise__isnull=True, product__isnull=True)
                    | Q(town__isnull=True, enterprise__isnull=False, product__isnull=True)
                    | Q(town__isnull=True, enterprise__isnull=True, product__isnull=False)
                ),
                name="towns_figure_has_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1900, year__lte=2200), name="towns_figure_plausible_year"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="towns_figure_not_negative"),
            models.CheckConstraint(condition=Q(part__in=PeriodPart.values), name="towns_figure_known_part"),
            models.CheckConstraint(
                condition=(
                    Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                    | Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                ),
                name="towns_figure_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=(
                    Q(rejected_at__isnull=True, rejected_by__isnull=True, reject_reason="")
                    | (
                        Q(rejected_at__isnull=False, rejected_by__isnull=False, confirmed_at__isnull=True)
                        & ~Q(reject_reason="")
                    )
                ),
                name="towns_figure_rejected_by_somebody_with_a_reason",
            ),
            # What was sent back may be reported again; a subject that is null takes no part in its index.
            *(
                models.UniqueConstraint(
                    fields=[subject, "indicator", "year", "part", "scope", "source"],
                    condition=Q(rejected_at__isnull=True),
                    name=f"towns_figure_one_a_source_and_period{suffix}",
                    violation_error_message="同一来源、同一时期的这项数据已经登记。",
                )
                for subject, suffix in (("town", ""), ("enterprise", "_e"), ("product", "_p"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年{self.indicator.name} {self.shown_value}{self.unit}"

    @property
    def shown_value(self) -> Decimal:
        """The value in the unit in which it was reported, without trailing zeros."""
        return from_base(self.value, self.unit)

    @property
    def confirmation(self) -> Confirmation:
        """What the statistics unit has said."""
        if self.rejected_at is not None:
            return Confirmation.REJECTED
        return Confirmation.WAITING if self.confirmed_at is None else Confirmation.CONFIRMED

    @property
    def subject_town(self) -> Town:
        """The town that the figure belongs to, whatever its subject is."""
        row = self.enterprise or self.product
        town = row.town if row else self.town
        assert town is not None, "a figure has one subject"
        return town

    @property
    def subject_name(self) -> str:
        """The enterprise or product that the figure speaks of; empty for the town itself."""
        row = self.enterprise or self.product
        return row.name if row else ""
