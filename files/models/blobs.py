"""Bytes kept once, and what is found out about them afterwards; the bytes themselves are never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from files.enums import FileKind, ScanState


class Blob(models.Model):
    """Bytes in the default storage, kept once however often they are uploaded. Never changed."""

    sha256 = models.CharField("摘要", max_length=64, unique=True)
    size = models.PositiveBigIntegerField("大小（字节）")
    kind = models.CharField("格式", max_length=10, choices=FileKind.choices)
    stored_at = models.DateTimeField("存入时间", default=timezone.now)

    class Meta:
        verbose_name = "文件内容"
        verbose_name_plural = "文件内容"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="files_blob_not_empty"),
            models.CheckConstraint(condition=Q(kind__in=FileKind.values), name="files_blob_known_kind"),
        ]

    def __str__(self) -> str:
        return self.sha256

    @property
    def content_type(self) -> str:
        """As HTTP names the kind."""
        return FileKind(self.kind).content_type

    @property
    def scan_state(self) -> ScanState:
        """What the virus scanner says; bytes from before there was one are UNSCANNED."""
        scan: BlobScan | None = getattr(self, "scan", None)
        return ScanState.UNSCANNED if scan is None else ScanState(scan.state)


class BlobScan(models.Model):
    """What the virus scanner says of some bytes. While the state is PENDING the row is the outbox of its task."""

    blob = models.OneToOneField(Blob, models.PROTECT, related_name="scan", verbose_name="文件内容")
    state = models.CharField(
        "查杀状态", max_length=12, choices=ScanState.choices, default=ScanState.UNSCANNED
    )
    # The scanner's own words, e.g. ClamAV 1.4.3/27500 and Win.Test.EICAR_HDB-1.
    engine = models.CharField("查杀引擎", max_length=120, blank=True)
    found = models.CharField("发现的病毒", max_length=200, blank=True)
    asked_at = models.DateTimeField("送检时间", default=timezone.now)
    scanned_at = models.DateTimeField("查杀时间", null=True, blank=True)

    class Meta:
        verbose_name = "查杀结果"
        verbose_name_plural = "查杀结果"
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "asked_at"], name="files_blobscan_outbox")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ScanState.values), name="files_blobscan_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ScanState.CLEAN, ScanState.QUARANTINED])
                | Q(scanned_at__isnull=False),
                name="files_blobscan_verdict_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.blob}：{ScanState(self.state).label}"
