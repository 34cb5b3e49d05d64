"""One uploaded workbook on its way into the registry, and what was found in it, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation, User
from exchange.enums import OPEN_IMPORTS, ImportState, PageKind
from exchange.workflow import ImportWorkflow
from files.models import FileVersion

if TYPE_CHECKING:
    from accounts.actors import Actor


class ImportQuerySet(models.QuerySet):
    """Imports, and whose they are."""

    def visible_to(self, actor: Actor) -> Self:
        """What one's own unit brought in."""
        return self.none() if actor.organisation is None else self.filter(organisation=actor.organisation)

    def open(self) -> Self:
        """Those that a worker has to do something about."""
        return self.filter(state__in=OPEN_IMPORTS)


class Import(ImportWorkflow):
    """导入: nothing of the file is written before somebody confirms; then all of it or nothing."""

    resource = models.CharField("导入内容", max_length=40)
    # What the rows belong to (a town, a unit), as the resource names it; this app cannot point upwards.
    place = models.PositiveBigIntegerField("归属编号", null=True, blank=True)
    place_name = models.CharField("归属", max_length=120, blank=True)
    file = models.ForeignKey(FileVersion, models.PROTECT, related_name="imports", verbose_name="文件")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="imports", verbose_name="导入单位"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="imports", verbose_name="导入人")
    confirmed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmed_imports",
        verbose_name="确认人",
    )
    created_at = models.DateTimeField("上传时间", default=timezone.now)
    # The row is the outbox: when it was last sent or worked on, and how often a worker began.
    touched_at = models.DateTimeField("最近发送或开始", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    progress = models.PositiveSmallIntegerField("进度", default=0)
    counts = models.JSONField("行数", default=dict, blank=True)
    notes = models.JSONField("说明", default=list, blank=True, encoder=DjangoJSONEncoder)
    # The numbers of the rows that were written anew, in the order of their lines: [[first, how many], …].
    made = models.JSONField("写入的编号", default=list, blank=True)
    digest = models.CharField("内容摘要", max_length=64, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "导入"
        verbose_name_plural = "导入"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="exchange_import_of_unit"),
            models.Index(
                fields=["touched_at"], name="exchange_import_open", condition=Q(state__in=OPEN_IMPORTS)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="exchange_import_known_state"
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="exchange_import_at_most_all"),
        ]

    def __str__(self) -> str:
        return f"{self.place_name}{self.file.name}"

    @property
    def is_open(self) -> bool:
        """A worker is on it, or will be."""
        return self.state in OPEN_IMPORTS


class ImportPage(models.Model):
    """A page of lines of one kind: errors and warnings by cell, or rows as they will be and as they were.

    `lines` are lists as `exchange.lines` packs them.
    """

    batch = models.ForeignKey(Import, models.CASCADE, related_name="pages", verbose_name="导入")
    kind = models.CharField("内容", max_length=8, choices=PageKind.choices)
    number = models.PositiveIntegerField("页码")
    lines = models.JSONField("各行", default=list, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = "导入明细页"
        verbose_name_plural = "导入明细页"
        ordering = ["batch_id", "kind", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "kind", "number"], name="exchange_importpage_one_number_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PageKind.values), name="exchange_importpage_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{PageKind(self.kind).label}第 {self.number} 页"
