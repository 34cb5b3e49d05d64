"""征求意见: a draft is put out with dates; anybody comments clause by clause; the office answers each one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from policies.enums import CommentAnswer, VersionState
from policies.models.clauses import Clause
from policies.models.documents import PolicyVersion

if TYPE_CHECKING:
    from accounts.actors import Actor


class CommentPeriodQuerySet(models.QuerySet):
    """Drafts that are out for comment."""

    def visible_to(self, actor: Actor) -> Self:
        """As the draft itself: open ones everybody, others the unit that keeps it."""
        opened = Q(version__state=VersionState.PUBLISHED)
        if actor.organisation is None:
            return self.filter(opened)
        return self.filter(opened | Q(version__policy__keeper=actor.organisation))


class CommentPeriod(models.Model):
    """征求意见 on one draft, from `opens_at` to `closes_at` (exclusive)."""

    version = models.OneToOneField(
        PolicyVersion, models.PROTECT, related_name="comment_period", verbose_name="征求意见稿"
    )
    opens_at = models.DateTimeField("开始时间")
    closes_at = models.DateTimeField("截止时间")
    introduction = models.TextField("说明", max_length=2000, blank=True)
    contact = models.CharField("联系人", max_length=60)
    telephone = models.CharField("联系电话", max_length=40)
    counter = models.PositiveIntegerField("改动次数", default=1)

    objects = CommentPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "征求意见"
        verbose_name_plural = "征求意见"
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="policies_commentperiod_closes_after_it_opens",
                violation_error_message="截止时间应晚于开始时间。",
            ),
        ]

    def __str__(self) -> str:
        return f"征求意见：{self.version}"

    def is_open(self, at: datetime) -> bool:
        """Whether comments are taken at that instant; the closing instant itself is too late."""
        return self.opens_at <= at < self.closes_at

    def is_over(self, at: datetime) -> bool:
        return self.closes_at <= at


class Comment(models.Model):
    """意见 on a clause, or on the whole (`clause` None). Name and telephone stay inside; `number` is the receipt."""

    period = models.ForeignKey(
        CommentPeriod, models.PROTECT, related_name="comments", verbose_name="征求意见"
    )
    clause = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="comments", verbose_name="条文"
    )
    number = models.CharField("回执号", max_length=16, unique=True)
    name = models.CharField("姓名或单位", max_length=60)
    telephone = models.CharField("电话", max_length=20)
    text = models.TextField("意见", max_length=2000)
    received_at = models.DateTimeField("收到时间", default=timezone.now)
    source = models.CharField(
        "来源标记", max_length=64, blank=True, help_text="网络地址加密后的摘要，只用来限制次数。"
    )
    is_paper = models.BooleanField("纸质件", default=False)
    keyed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="keyed_comments", verbose_name="录入人"
    )
    answer = models.CharField("处理结果", max_length=10, choices=CommentAnswer.choices, blank=True)
    reply = models.TextField("处理说明", max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="answered_comments", verbose_name="处理人"
    )
    answered_at = models.DateTimeField("处理时间", null=True, blank=True)
    counter = models.PositiveIntegerField("改动次数", default=1)

    class Meta:
        verbose_name = "意见"
        verbose_name_plural = "意见"
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["source", "received_at"], name="policies_comment_by_source"),
            models.Index(fields=["period", "-received_at", "-id"], name="policies_comment_of_period"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="") | Q(answer__in=CommentAnswer.values),
                name="policies_comment_known_answer",
            ),
            models.CheckConstraint(
                condition=Q(answer="", reply="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="policies_comment_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"意见 {self.number}"
