"""目标: figures that a document sets, and what has been reached of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Division, User
from core.enums import Level
from policies.enums import TargetKind, TargetSource
from policies.models.clauses import Clause
from policies.models.documents import Policy
from towns.models import Indicator, Town

SOURCES_WHOLE = (
    Q(counted_by=TargetSource.BY_HAND)
    | (Q(counted_by=TargetSource.DESIGNATIONS, division__isnull=False) & ~Q(level=""))
    | Q(counted_by=TargetSource.FIGURE, town__isnull=False, indicator__isnull=False)
)


class Target(models.Model):
    """目标 of a document; `clause` None is its preamble. `low` is the value to reach (growth in %), `high` the end of a range."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="targets", verbose_name="政策文件")
    clause = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name="条文"
    )
    position = models.PositiveSmallIntegerField("次序", default=1)
    subject = models.CharField("目标", max_length=120)
    kind = models.CharField("衡量方式", max_length=10, choices=TargetKind.choices)
    low = models.DecimalField("目标值", max_digits=20, decimal_places=4, null=True, blank=True)
    high = models.DecimalField("区间上限", max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField("单位", max_length=20, blank=True)
    base_year = models.PositiveSmallIntegerField("基准年", null=True, blank=True)
    base_value = models.DecimalField("基准值", max_digits=20, decimal_places=4, null=True, blank=True)
    is_striving = models.BooleanField("力争", default=False)
    due_on = models.DateField("完成期限", null=True, blank=True)
    counted_by = models.CharField(
        "数值来源", max_length=12, choices=TargetSource.choices, default=TargetSource.BY_HAND
    )
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name="地区"
    )
    level = models.CharField("认定级别", max_length=10, choices=Level.choices, blank=True)
    town = models.ForeignKey(
        Town, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name="专业镇"
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name="指标"
    )
    counter = models.PositiveIntegerField("改动次数", default=1)

    class Meta:
        verbose_name = "目标"
        verbose_name_plural = "目标"
        ordering = ["policy_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=TargetKind.values), name="policies_target_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[TargetKind.MILESTONE, TargetKind.DOUBLING]) | Q(low__gt=0),
                name="policies_target_has_a_value",
                violation_error_message="请填大于 0 的目标值。",
            ),
            models.CheckConstraint(
                condition=~Q(kind=TargetKind.RANGE) | Q(high__gt=F("low")),
                name="policies_target_range_has_two_ends",
                violation_error_message="区间上限应大于目标值。",
            ),
            models.CheckConstraint(
                condition=Q(counted_by__in=TargetSource.values) & SOURCES_WHOLE,
                name="policies_target_source_is_whole",
                violation_error_message="请把数值来源需要的地区、级别、专业镇、指标填全。",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class TargetReading(models.Model):
    """进展: a value that an office noted, as of a day, with its source; a milestone is reached at 1. Append-only."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="readings", verbose_name="目标")
    value = models.DecimalField("数值", max_digits=20, decimal_places=4)
    as_of = models.DateField("截至日期")
    source = models.CharField("来源", max_length=200)
    noted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="noted_readings", verbose_name="登记人"
    )
    noted_at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = "目标进展"
        verbose_name_plural = "目标进展"
        ordering = ["target_id", "-as_of", "-pk"]

    def __str__(self) -> str:
        return f"{self.target}：{self.value}（截至 {self.as_of:%Y-%m-%d}）"
