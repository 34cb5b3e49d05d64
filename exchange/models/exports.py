"""A list that one person takes home: asked for, made in the background, to be fetched for a day."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation, User
from exchange.enums import OPEN_EXPORTS, ExportStatus, SheetFormat

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.actors import Actor

FOLDER = "exports"


def role_key(roles: Collection[str]) -> str:
    """Roles as one text."""
    return ",".join(sorted(str(role) for role in roles))


class ExportQuerySet(models.QuerySet):
    """Exports, and whose they are."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, asked for by the acting unit, as long as every role is held that was held then."""
        if actor.user is None:
            return self.none()
        held = sorted(actor.roles)
        keys = [role_key(some) for size in range(len(held) + 1) for some in combinations(held, size)]
        return self.filter(user=actor.user, organisation=actor.organisation, roles__in=keys)

    def open(self) -> Self:
        """Those that a worker has to make."""
        return self.filter(status__in=OPEN_EXPORTS)


class Export(models.Model):
    """导出: which list, with which filter, for whom; the row is the outbox, a sweeper sends lost ones again."""

    listing = models.CharField("列表", max_length=40)
    title = models.CharField("名称", max_length=120)
    # What the list's address names besides, and its filter.
    place = models.JSONField("所在", default=dict, blank=True)
    query = models.TextField("筛选条件", blank=True)
    page = models.CharField("列表地址", max_length=300)
    file_format = models.CharField(
        "文件格式", max_length=4, choices=SheetFormat.choices, default=SheetFormat.XLSX
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="exports", verbose_name="导出人")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="exports", verbose_name="导出单位"
    )
    roles = models.CharField("当时的角色", max_length=200, blank=True)
    # Of list, place, filter, format, unit and roles: the same thing asked twice is made once.
    fingerprint = models.CharField("摘要", max_length=64)
    # A job, not a machine of people: the worker moves it by itself, so it has a status and no state.
    status = models.CharField(
        "状态", max_length=10, choices=ExportStatus.choices, default=ExportStatus.WAITING
    )
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    row_count = models.PositiveIntegerField("行数", null=True, blank=True)
    rows_done = models.PositiveIntegerField("已写行数", default=0)
    file = models.FileField("文件", max_length=120, blank=True)
    size = models.PositiveBigIntegerField("字节数", default=0)
    error = models.CharField("未能生成的原因", max_length=300, blank=True)
    requested_at = models.DateTimeField("提出时间", default=timezone.now)
    touched_at = models.DateTimeField("最近发送或开始", default=timezone.now)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    expires_at = models.DateTimeField("过期时间", null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = "导出"
        verbose_name_plural = "导出"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["user", "-id"], name="exchange_export_of_user"),
            models.Index(
                fields=["touched_at"], name="exchange_export_open", condition=Q(status__in=OPEN_EXPORTS)
            ),
            models.Index(
                fields=["expires_at"], name="exchange_export_done", condition=Q(status=ExportStatus.DONE)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ExportStatus.values), name="exchange_export_known_status"
            ),
            models.CheckConstraint(
                condition=Q(file_format__in=SheetFormat.values), name="exchange_export_known_format"
            ),
            models.UniqueConstraint(
                fields=["user", "fingerprint"],
                condition=Q(status__in=OPEN_EXPORTS),
                name="exchange_export_made_once",
            ),
            models.CheckConstraint(
                condition=~Q(status=ExportStatus.DONE) | Q(expires_at__isnull=False),
                name="exchange_export_expires",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Still waiting or being made."""
        return self.status in OPEN_EXPORTS

    @property
    def list_address(self) -> str:
        """Where the list stands on screen, narrowed as it was."""
        return f"{self.page}?{self.query}" if self.query else self.page

    @property
    def percent(self) -> int:
        """How much of it is written, 0 to 100."""
        return min(100, self.rows_done * 100 // self.row_count) if self.row_count else 0

    @property
    def is_fetchable(self) -> bool:
        """Whether the file can still be had."""
        return (
            self.status == ExportStatus.DONE
            and self.expires_at is not None
            and timezone.now() < self.expires_at
        )
