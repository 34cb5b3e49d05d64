"""佐证材料: files that support one criterion of an application, or the application as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from applications.models.applications import Application
from files.models import StoredFile

if TYPE_CHECKING:
    from accounts.actors import Actor


class EvidenceQuerySet(models.QuerySet):
    """Evidence, and whose it is."""

    def visible_to(self, actor: Actor) -> Self:
        """The applicant's people; everybody else reads what was submitted, in the fact sheet."""
        if actor.organisation is None:
            return self.none()
        return self.filter(application__applicant=actor.organisation)

    def standing(self) -> Self:
        """What has not been taken out."""
        return self.filter(removed_at__isnull=True)


class Evidence(models.Model):
    """One file of an application; which version of it counts, each submission freezes in its fact sheet.

    What it supports stands in its uses; without any it is other material. What a submission once named stays as a
    row when it is taken out; anything else is deleted.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="evidence", verbose_name="申报")
    title = models.CharField("材料名称", max_length=80)
    stored_file = models.OneToOneField(
        StoredFile, models.PROTECT, related_name="evidence", verbose_name="文件"
    )
    valid_until = models.DateField(
        "有效期至", null=True, blank=True, help_text="证书、证明有有效期的填写，这一天仍有效。"
    )
    added_by = models.ForeignKey(User, models.PROTECT, related_name="added_evidence", verbose_name="添加人")
    added_at = models.DateTimeField("添加时间", default=timezone.now)
    removed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="removed_evidence", verbose_name="移除人"
    )
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "佐证材料"
        verbose_name_plural = "佐证材料"
        ordering = ["application_id", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="applications_evidence_has_a_title"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="applications_evidence_removed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceUse(models.Model):
    """What a piece of evidence supports: a criterion, and there the material that a requirement asks for by name."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="uses", verbose_name="佐证材料")
    criterion = models.PositiveSmallIntegerField("条件序号")
    requirement = models.CharField("指标要求代号", max_length=40, blank=True)
    asked = models.CharField("标准要求的材料", max_length=200, blank=True)

    class Meta:
        verbose_name = "佐证材料用途"
        verbose_name_plural = "佐证材料用途"
        ordering = ["evidence_id", "criterion", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "criterion", "requirement", "asked"],
                name="applications_evidenceuse_once",
            ),
            models.CheckConstraint(
                condition=Q(criterion__gte=1), name="applications_evidenceuse_counts_from_one"
            ),
            models.CheckConstraint(
                condition=Q(requirement="", asked="") | ~Q(requirement="") & ~Q(asked=""),
                name="applications_evidenceuse_names_both",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence}：第 {self.criterion} 条"
