"""打包下载: the files of an application as one ZIP, made in the background for one person."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Organisation, User
from applications.enums import OPEN_PACKAGES, PackageStatus
from applications.models.applications import Application

if TYPE_CHECKING:
    from accounts.actors import Actor


class PackageQuerySet(models.QuerySet):
    """Packages, and whose they are."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever asked for it, as long as they act for the unit for which they asked."""
        if actor.user is None or actor.organisation is None:
            return self.none()
        return self.filter(requested_by=actor.user, organisation=actor.organisation)


class EvidencePackage(models.Model):
    """A ZIP that somebody asked for; the row is the outbox, and `content` the file versions that this person may read.

    The file stands under `PACKAGES_ROOT`, is handed to that person alone while they may still read all of it, and
    goes when `expires_at` has come.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="packages", verbose_name="申报")
    requested_by = models.ForeignKey(
        User, models.PROTECT, related_name="evidence_packages", verbose_name="申请人"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="evidence_packages", verbose_name="申请单位"
    )
    requested_at = models.DateTimeField("申请时间", default=timezone.now)
    expires_at = models.DateTimeField("失效时间")
    content = models.TextField("内容清单")
    status = models.CharField(
        "进度", max_length=10, choices=PackageStatus.choices, default=PackageStatus.WAITING
    )
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    touched_at = models.DateTimeField("最近进展时间", default=timezone.now)
    files_total = models.PositiveIntegerField("文件数")
    files_done = models.PositiveIntegerField("已打包文件数", default=0)
    size = models.PositiveBigIntegerField("大小（字节）", default=0)
    error = models.CharField("未完成的原因", max_length=300, blank=True)

    objects = PackageQuerySet.as_manager()

    class Meta:
        verbose_name = "材料打包"
        verbose_name_plural = "材料打包"
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["touched_at"],
                condition=Q(status__in=OPEN_PACKAGES),
                name="applications_package_open",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=PackageStatus.values),
                name="applications_evidencepackage_known_status",
            ),
            models.CheckConstraint(
                condition=Q(files_done__lte=F("files_total")),
                name="applications_evidencepackage_no_more_than_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}材料打包"

    @property
    def entries(self) -> list[dict[str, Any]]:
        """What goes in, in order: name in the ZIP, version, criteria, title, valid_until, sha256."""
        found: list[dict[str, Any]] = json.loads(self.content)
        return found

    @property
    def is_open(self) -> bool:
        """Whether a worker has still to do something."""
        return self.status in OPEN_PACKAGES

    @property
    def is_ready(self) -> bool:
        """Whether it can be downloaded, its time apart."""
        return self.status == PackageStatus.DONE
