"""Paper: an application that an office keyed in, and the stamped scan of what was printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Organisation, User
from applications.models.applications import Application
from applications.models.checks import FactSheet
from files.models import StoredFile

if TYPE_CHECKING:
    from accounts.actors import Actor


class PaperFilingQuerySet(models.QuerySet):
    """Papers, and who reads of them."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the application."""
        return self.filter(application__in=Application.objects.visible_to(actor))


class PaperFiling(models.Model):
    """纸质申报件: when it was signed, recommended and received, its scan, and who keyed it in for the office."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="paper", verbose_name="申报")
    office = models.ForeignKey(
        Organisation, models.PROTECT, related_name="paper_filings", verbose_name="录入单位"
    )
    signed_on = models.DateField("申报单位签章日期")
    recommended_on = models.DateField("推荐盖章日期")
    received_on = models.DateField("收到日期")
    scan = models.OneToOneField(
        StoredFile, models.PROTECT, related_name="paper_filing", verbose_name="纸质件扫描件"
    )
    keyed_by = models.ForeignKey(User, models.PROTECT, related_name="paper_filings", verbose_name="登记人")
    keyed_at = models.DateTimeField("登记时间", default=timezone.now)

    objects = PaperFilingQuerySet.as_manager()

    class Meta:
        verbose_name = "纸质申报件"
        verbose_name_plural = "纸质申报件"
        ordering = ["application_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recommended_on__gte=F("signed_on"), received_on__gte=F("recommended_on")),
                name="applications_paperfiling_signed_recommended_received",
                violation_error_message="签章、推荐、收到的日期应依次先后。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application}纸质件"


class StampedScan(models.Model):
    """盖章扫描件: the scan of one numbered print, signed and sealed; a newer upload is a newer version of the file."""

    fact_sheet = models.OneToOneField(
        FactSheet, models.PROTECT, related_name="stamped_scan", verbose_name="所属提交"
    )
    stored_file = models.OneToOneField(
        StoredFile, models.PROTECT, related_name="stamped_scan", verbose_name="文件"
    )
    added_by = models.ForeignKey(
        User, models.PROTECT, related_name="stamped_scans", verbose_name="首次上传人"
    )
    added_at = models.DateTimeField("首次上传时间", default=timezone.now)

    class Meta:
        verbose_name = "盖章扫描件"
        verbose_name_plural = "盖章扫描件"
        ordering = ["fact_sheet_id"]

    def __str__(self) -> str:
        return f"{self.fact_sheet}盖章扫描件"
