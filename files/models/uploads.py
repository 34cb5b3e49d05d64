"""Large files on their way in, piece by piece."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Organisation, User
from files.models.stored import LONGEST_NAME, FileVersion

if TYPE_CHECKING:
    from accounts.actors import Actor


class UploadQuerySet(models.QuerySet):
    """Uploads on their way in, and whose they are."""

    def visible_to(self, actor: Actor) -> Self:
        """The unit's people: a colleague may finish what somebody began."""
        return self.none() if actor.organisation is None else self.filter(owner=actor.organisation)

    def unfinished(self) -> Self:
        """What has not become a version yet."""
        return self.filter(version__isnull=True)


class Upload(models.Model):
    """A large file that comes in piece by piece, today or on another day; the bytes stand in `files.incoming`."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="uploads", verbose_name="归属单位")
    user = models.ForeignKey(User, models.PROTECT, related_name="uploads", verbose_name="上传人")
    matter = models.CharField(
        "事项", max_length=60, help_text="由使用上传的应用填写，用来找回没有传完的文件。"
    )
    name = models.CharField("文件名", max_length=LONGEST_NAME)
    mark = models.CharField("文件标记", max_length=40, blank=True, help_text="浏览器所说的修改时间。")
    size = models.PositiveBigIntegerField("大小（字节）")
    received = models.PositiveBigIntegerField("已收到（字节）", default=0)
    version = models.ForeignKey(
        FileVersion, models.PROTECT, null=True, blank=True, related_name="uploads", verbose_name="存成的版本"
    )
    created_at = models.DateTimeField("开始时间", default=timezone.now)
    touched_at = models.DateTimeField("最近收到时间", default=timezone.now)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "分段上传"
        verbose_name_plural = "分段上传"
        ordering = ["pk"]
        indexes = [models.Index(fields=["owner", "matter"], name="files_upload_of_matter")]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="files_upload_not_empty"),
            models.CheckConstraint(
                condition=Q(received__lte=F("size")), name="files_upload_no_more_than_said"
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=True) | Q(received=F("size")), name="files_upload_stored_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def percent(self) -> int:
        """How much has come in; 100 only when all has."""
        return self.received * 100 // self.size
