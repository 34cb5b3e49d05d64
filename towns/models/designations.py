"""Recognition as it belongs to the town: it may exist without an application, a number or a date."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation
from core.enums import Level
from towns.enums import DesignationState
from towns.models.towns import Town


class Designation(models.Model):
    """认定: a town recognised at a level by an authority, under a document if one is known."""

    town = models.ForeignKey(Town, models.PROTECT, related_name="designations", verbose_name="专业镇")
    level = models.CharField("认定级别", max_length=10, choices=Level.choices)
    authority = models.ForeignKey(
        Organisation, models.PROTECT, related_name="designations_given", verbose_name="认定机关"
    )
    document_number = models.CharField("文号", max_length=60, blank=True)
    document_title = models.CharField("文件", max_length=160, blank=True)
    decided_on = models.DateField("认定日期", null=True, blank=True)
    year = models.PositiveSmallIntegerField("认定年份", null=True, blank=True)
    source = models.CharField("来源", max_length=200, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=DesignationState.choices, default=DesignationState.ACTIVE
    )
    published_at = models.DateTimeField("公布时间", default=timezone.now)

    class Meta:
        verbose_name = "认定"
        verbose_name_plural = "认定"
        ordering = ["town_id", "-published_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["town", "level"],
                condition=Q(state=DesignationState.ACTIVE),
                name="towns_designation_one_in_force_a_level",
                violation_error_message="这个专业镇在该级别已有有效认定。",
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="towns_designation_known_level"),
            models.CheckConstraint(
                condition=Q(state__in=DesignationState.values), name="towns_designation_known_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}专业镇"
