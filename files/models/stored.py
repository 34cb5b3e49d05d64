"""The file that people speak of, and its versions, which are never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation, User
from files.enums import ScanState
from files.models.blobs import Blob

if TYPE_CHECKING:
    from accounts.actors import Actor

LONGEST_NAME = 120


class StoredFileQuerySet(models.QuerySet):
    """Files, and whose they are."""

    def visible_to(self, actor: Actor) -> Self:
        """The owner's own; everybody else comes in through a door (`files.doors`)."""
        return self.none() if actor.organisation is None else self.filter(owner=actor.organisation)


class StoredFile(models.Model):
    """What people call the file; each upload to it is a version."""

    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="stored_files", verbose_name="归属单位"
    )
    title = models.CharField("标题", max_length=LONGEST_NAME)
    created_at = models.DateTimeField("建立时间", default=timezone.now)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = "文件"
        verbose_name_plural = "文件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class FileVersionQuerySet(models.QuerySet):
    """Versions, and whose they are."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the files that the actor's unit owns; see `StoredFileQuerySet.visible_to`."""
        return self.filter(stored_file__in=StoredFile.objects.visible_to(actor).values("pk"))

    def with_names(self) -> Self:
        """With all that `_file.html` and the download show."""
        return self.select_related("stored_file__owner", "blob__scan", "uploaded_by", "organisation")


class FileVersion(models.Model):
    """One upload: which bytes, under which name, by whom and for which unit. Never changed."""

    stored_file = models.ForeignKey(StoredFile, models.PROTECT, related_name="versions", verbose_name="文件")
    number = models.PositiveIntegerField("版本", default=1)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="versions", verbose_name="文件内容")
    name = models.CharField("文件名", max_length=LONGEST_NAME)
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, related_name="uploaded_versions", verbose_name="上传人"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="uploaded_versions", verbose_name="上传单位"
    )
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now)

    objects = FileVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "文件版本"
        verbose_name_plural = "文件版本"
        ordering = ["stored_file_id", "number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="files_fileversion_counts_from_one"),
            models.UniqueConstraint(
                fields=["stored_file", "number"],
                name="files_fileversion_one_row_a_number",
                violation_error_message="这个文件的这一版已经存在。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stored_file}（第 {self.number} 版）"

    @property
    def scan_state(self) -> ScanState:
        """What the virus scanner says of the bytes; read with `with_names()`, it asks nothing more."""
        return self.blob.scan_state

    @property
    def is_quarantined(self) -> bool:
        """Whether the scanner found a virus: nobody opens it, and it is not submitted."""
        return self.scan_state == ScanState.QUARANTINED
