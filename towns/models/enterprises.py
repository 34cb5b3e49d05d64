"""Enterprises of a town, and the titles that they or the town itself hold."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from towns.enums import EnterpriseKind, EnterpriseRole, HonourLevel, TitleKind
from towns.models.fields import CreditCodeField, day_that_has_come, plausible_year
from towns.models.rows import RegistryRow
from towns.models.towns import Town


class Enterprise(RegistryRow):
    """A market entity of a town; family farms and co-operatives count (P 二(五))."""

    town = models.ForeignKey(Town, models.CASCADE, related_name="enterprises", verbose_name="专业镇")
    name = models.CharField("名称", max_length=120, help_text="与营业执照一致的全称。")
    kind = models.CharField(
        "类型", max_length=20, choices=EnterpriseKind.choices, default=EnterpriseKind.COMPANY
    )
    role = models.CharField("角色", max_length=20, choices=EnterpriseRole.choices)
    credit_code = CreditCodeField("统一社会信用代码", help_text="18 位，见营业执照；暂时不知道可以不填。")

    class Meta:
        verbose_name = "企业"
        verbose_name_plural = "企业"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["town", "credit_code"],
                condition=~Q(credit_code=""),
                name="towns_enterprise_one_code_a_town",
                violation_error_code="credit_code",
                violation_error_message="这个信用代码已登记在本专业镇。",
            ),
            models.UniqueConstraint(
                fields=["town", "name"],
                condition=Q(credit_code=""),
                name="towns_enterprise_one_name_without_code",
                violation_error_code="name",
                violation_error_message="本专业镇已有同名、未填信用代码的一户；如是另一户，请填信用代码区分。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=EnterpriseKind.values), name="towns_enterprise_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(role__in=EnterpriseRole.values), name="towns_enterprise_known_role"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Title(RegistryRow):
    """称号: what an enterprise of the town, or the town itself where none is named, was recognised as."""

    town = models.ForeignKey(Town, models.CASCADE, related_name="titles", verbose_name="专业镇")
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="titles",
        verbose_name="获得企业",
        help_text="先在“企业”中登记；属于专业镇整体的，不选。",
    )
    kind = models.CharField("称号", max_length=20, choices=TitleKind.choices)
    level = models.CharField("级别", max_length=10, choices=HonourLevel.choices)
    recognised_year = models.PositiveSmallIntegerField(
        "首次认定年份", null=True, blank=True, validators=[plausible_year], help_text="不知道可以不填。"
    )
    recognised_on = models.DateField(
        "首次认定日期",
        null=True,
        blank=True,
        validators=[day_that_has_come],
        help_text="知道具体日期时填写。",
    )
    document = models.CharField("认定文件", max_length=160, blank=True, help_text="文件名称或文号。")

    class Meta:
        verbose_name = "称号"
        verbose_name_plural = "称号"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "kind", "level"],
                name="towns_title_once_an_enterprise",
                violation_error_code="kind",
                violation_error_message="这家企业已登记同级别的这个称号。",
            ),
            models.UniqueConstraint(
                fields=["town", "kind", "level"],
                condition=Q(enterprise__isnull=True),
                name="towns_title_once_a_town",
                violation_error_code="kind",
                violation_error_message="专业镇整体已登记同级别的这个称号；属于企业的，请选企业。",
            ),
            models.CheckConstraint(condition=Q(kind__in=TitleKind.values), name="towns_title_known_kind"),
            models.CheckConstraint(condition=Q(level__in=HonourLevel.values), name="towns_title_known_level"),
        ]

    def __str__(self) -> str:
        holder = self.enterprise.name if self.enterprise else self.town.name
        return f"{holder} {self.get_level_display()}{self.get_kind_display()}"

    def clean(self) -> None:
        """The enterprise is one of the town's, and day and year say the same."""
        problems: dict[str, Any] = {}
        if self.enterprise is not None and self.enterprise.town_id != self.town_id:
            problems["enterprise"] = "请从本专业镇登记的企业中选择。"
        if self.recognised_on is not None and self.recognised_year not in (None, self.recognised_on.year):
            problems["recognised_year"] = "年份与认定日期不一致，请核对。"
        if problems:
            raise ValidationError(problems)
        if self.recognised_on is not None:
            self.recognised_year = self.recognised_on.year
