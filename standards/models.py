"""Standards as data: a version freezes at publication, and every result says from which version it came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from core.enums import Level
from criteria.findings import Eligibility
from standards.enums import VersionState
from standards.workflow import VersionWorkflow
from towns.models import Town

ELIGIBILITIES = [(each.value, each.words) for each in Eligibility]


class Standard(models.Model):
    """认定标准: what one issuer demands at one level; `document` is a text key (文号 or a key of ours)."""

    code = models.SlugField("代号", max_length=40, unique=True)
    title = models.CharField("名称", max_length=120)
    level = models.CharField("级别", max_length=10, choices=Level.choices)
    issuer = models.ForeignKey(
        Organisation, models.PROTECT, related_name="standards", verbose_name="制定单位"
    )
    document = models.CharField("依据文件", max_length=80)
    document_title = models.CharField("文件名称", max_length=160)

    class Meta:
        verbose_name = "认定标准"
        verbose_name_plural = "认定标准"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class StandardVersion(VersionWorkflow):
    """One version; a draft is shown as 征求意见稿 and never serves a real round."""

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="versions", verbose_name="标准")
    number = models.PositiveSmallIntegerField("版本号")
    categories = models.JSONField("类别", default=list)
    effective_from = models.DateField("施行日期", null=True, blank=True)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = "标准版本"
        verbose_name_plural = "标准版本"
        ordering = ["standard_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "number"], name="standards_standardversion_one_number"
            ),
            models.CheckConstraint(
                condition=Q(state__in=VersionState.values), name="standards_standardversion_known_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard.title} {self.number_name}"

    def category_of(self, category: str | None) -> str | None:
        """A town's usual category as this version counts it; None where it has no place for it."""
        for each in self.categories:
            if category == each["key"] or category in each.get("covers", ()):
                return str(each["key"])
        return None

    @property
    def number_name(self) -> str:
        """第 1 版, or 第 1 版（征求意见稿）."""
        draft = "（征求意见稿）" if self.state == VersionState.DRAFT else ""
        return f"第 {self.number} 版{draft}"


class Criterion(models.Model):
    """One numbered criterion, with the clause that it comes from."""

    version = models.ForeignKey(
        StandardVersion, models.PROTECT, related_name="criteria", verbose_name="标准版本"
    )
    number = models.PositiveSmallIntegerField("序号")
    title = models.CharField("名称", max_length=60)
    clause = models.CharField("条款", max_length=40)

    class Meta:
        verbose_name = "条件"
        verbose_name_plural = "条件"
        ordering = ["version_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="standards_criterion_one_number")
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 条 {self.title}"


class Requirement(models.Model):
    """A checkable demand inside a criterion: a registered kind and its parameters."""

    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="requirements", verbose_name="条件")
    key = models.CharField("代号", max_length=40)
    kind = models.CharField("类型", max_length=40)
    params = models.JSONField("参数", default=dict)
    clause = models.CharField("条款", max_length=40)
    words = models.TextField("给申报单位的说明", blank=True)
    evidence = models.JSONField("佐证材料", default=list)
    reading = models.TextField(
        "我们的理解", blank=True, help_text="文件没有写明、由我们解读的部分，显示时须注明。"
    )
    position = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = "指标要求"
        verbose_name_plural = "指标要求"
        ordering = ["criterion_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "position"], name="standards_requirement_one_place")
        ]

    def __str__(self) -> str:
        return self.key


class Standing(models.Model):
    """达标情况: a town held against a version in force on the registry's data; derived, advice and no decision."""

    town = models.ForeignKey(Town, models.CASCADE, related_name="standings", verbose_name="专业镇")
    standard_version = models.ForeignKey(
        StandardVersion, models.CASCADE, related_name="standings", verbose_name="标准版本"
    )
    year = models.PositiveSmallIntegerField("数据年份")
    eligible = models.CharField("结论", max_length=12, choices=ELIGIBILITIES)
    lacking = models.PositiveSmallIntegerField("差的项数")
    counts = models.JSONField("各种结果的项数", default=dict)
    gaps = models.JSONField("差距", default=list)
    digest = models.CharField("结果摘要", max_length=64)
    seen_until = models.DateTimeField("已计入此刻之前的改动")
    computed_at = models.DateTimeField("检查时间")

    class Meta:
        verbose_name = "达标情况"
        verbose_name_plural = "达标情况"
        ordering = ["town_id", "standard_version_id"]
        indexes = [
            models.Index(fields=["standard_version", "eligible"], name="standards_standing_outcome"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["town", "standard_version"], name="standards_standing_one_a_version"
            ),
            models.CheckConstraint(
                condition=Q(eligible__in=[each.value for each in Eligibility]),
                name="standards_standing_known_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.town} {self.get_eligible_display()}"
