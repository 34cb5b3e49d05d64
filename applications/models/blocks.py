"""The form is saved block by block: how often each was saved and by whom, and who is in which block now."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from applications.blocks import BLOCKS
from applications.models.applications import Application

KEYS = tuple(block.key for block in BLOCKS)


class ApplicationBlock(models.Model):
    """One block of one application once it was saved; its content stands in the application's draft."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="blocks", verbose_name="申报")
    key = models.CharField("部分", max_length=20)
    version = models.PositiveIntegerField("版本", default=1)
    saved_at = models.DateTimeField("保存时间")
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="saved_blocks", verbose_name="保存人")

    class Meta:
        verbose_name = "申报填写部分"
        verbose_name_plural = "申报填写部分"
        ordering = ["application_id", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "key"], name="applications_applicationblock_one_a_key"
            ),
            models.CheckConstraint(condition=Q(key__in=KEYS), name="applications_applicationblock_known_key"),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="applications_applicationblock_counts_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}：{self.key}"


class BlockPresence(models.Model):
    """Where in an application's form a person was seen last; no act, only a hint to colleagues."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="presences", verbose_name="申报"
    )
    user = models.ForeignKey(User, models.CASCADE, related_name="presences", verbose_name="填写人")
    key = models.CharField("部分", max_length=20)
    seen_at = models.DateTimeField("最近填写时间")

    class Meta:
        verbose_name = "正在填写"
        verbose_name_plural = "正在填写"
        ordering = ["application_id", "user_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "user"], name="applications_blockpresence_one_a_person"
            ),
            models.CheckConstraint(condition=Q(key__in=KEYS), name="applications_blockpresence_known_key"),
        ]

    def __str__(self) -> str:
        return f"{self.user}：{self.key}"
