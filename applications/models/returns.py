"""退回补正: one act of returning is one notice with its items; each item is answered, and looked at again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Organisation, User
from applications.enums import ItemKind, Resolution, ReturnReason
from applications.models.applications import Application
from applications.models.checks import FactSheet
from applications.models.evidence import Evidence

if TYPE_CHECKING:
    from accounts.actors import Actor


class ReturnNoticeQuerySet(models.QuerySet):
    """Notices, and who reads them."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the application: what was given back is told to everybody on its way."""
        return self.filter(application__in=Application.objects.visible_to(actor))


class ReturnNotice(models.Model):
    """补正通知: everything that an office asks for, told at once (一次性告知, practice.md 3.3).

    While `answered_at` is empty the applicant answers and the office's clock stands still.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="return_notices", verbose_name="申报"
    )
    number = models.PositiveSmallIntegerField("第几次退回")
    fact_sheet = models.ForeignKey(
        FactSheet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="return_notices",
        verbose_name="退回时的事实表",
    )
    due_on = models.DateField("补正期限", null=True, blank=True)
    comment = models.TextField("总的意见", max_length=1000, blank=True)
    returned_by = models.ForeignKey(
        User, models.PROTECT, related_name="return_notices", verbose_name="退回人"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="return_notices", verbose_name="退回单位"
    )
    returned_at = models.DateTimeField("退回时间", default=timezone.now)
    answered_at = models.DateTimeField("重新提交时间", null=True, blank=True)

    objects = ReturnNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "补正通知"
        verbose_name_plural = "补正通知"
        ordering = ["application_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"], name="applications_returnnotice_one_number"
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(answered_at__isnull=True),
                name="applications_returnnotice_one_open",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("returned_at")),
                name="applications_returnnotice_answered_after_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} 第 {self.number} 次退回"

    @property
    def is_open(self) -> bool:
        """The applicant has not handed in again."""
        return self.answered_at is None


class ReturnItemQuerySet(models.QuerySet):
    """Items, and who reads them."""

    def marks(self) -> Self:
        """What an office has put down and not told anybody yet."""
        return self.filter(notice__isnull=True)

    def visible_to(self, actor: Actor) -> Self:
        """A mark is its office's alone; what was told is read by whoever sees the application."""
        if actor.organisation is None:
            return self.none()
        told = Q(notice__isnull=False, application__in=Application.objects.visible_to(actor))
        own = Q(organisation=actor.organisation) if actor.is_office else Q(pk__in=[])
        return self.filter(told | own)


class ReturnItem(models.Model):
    """补正事项: one thing with one reason; without a notice it is a mark that only its office reads.

    `label` is what it was called when it was told; `opens` are the keys of the blocks that it unlocks, written out
    then: a rule asks the row and no standard. Evidence is unlocked by `criterion` and `evidence`.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="return_items", verbose_name="申报"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="return_items", verbose_name="标记单位"
    )
    notice = models.ForeignKey(
        ReturnNotice, models.PROTECT, null=True, blank=True, related_name="items", verbose_name="补正通知"
    )
    kind = models.CharField("类型", max_length=10, choices=ItemKind.choices)
    criterion = models.PositiveSmallIntegerField("条件序号", null=True, blank=True)
    block = models.CharField("部分", max_length=20, blank=True)
    field = models.CharField("填写项", max_length=40, blank=True)
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="return_items", verbose_name="佐证材料"
    )
    label = models.CharField("对象", max_length=160)
    opens = models.JSONField("可以修改的部分", default=list, blank=True)
    reason = models.CharField("原因", max_length=12, choices=ReturnReason.choices)
    text = models.TextField("说明", max_length=500)
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="marked_items", verbose_name="标记人")
    marked_at = models.DateTimeField("标记时间", default=timezone.now)
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to", verbose_name="上次的事项"
    )
    answer = models.TextField("答复", max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="answered_items", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    resolution = models.CharField("核对结果", max_length=10, choices=Resolution.choices, blank=True)
    resolved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="resolved_items", verbose_name="核对人"
    )
    resolved_at = models.DateTimeField("核对时间", null=True, blank=True)

    objects = ReturnItemQuerySet.as_manager()

    class Meta:
        verbose_name = "补正事项"
        verbose_name_plural = "补正事项"
        ordering = ["application_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ItemKind.values), name="applications_returnitem_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=ReturnReason.values), name="applications_returnitem_known_reason"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="applications_returnitem_says_what"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="applications_returnitem_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True, resolution="")
                | (Q(resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(resolution="")),
                name="applications_returnitem_resolved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(notice__isnull=False) | Q(answered_at__isnull=True, resolved_at__isnull=True),
                name="applications_returnitem_told_before_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}：{self.get_reason_display()}，{self.text}"

    @property
    def key(self) -> str:
        """How forms and addresses name what it speaks of: whole, criterion-3, block-scale, field-tax, evidence-12."""
        number = {
            ItemKind.CRITERION: self.criterion,
            ItemKind.BLOCK: self.block,
            ItemKind.FIELD: self.field,
            ItemKind.EVIDENCE: self.evidence_id,
        }.get(ItemKind(self.kind))
        return self.kind if number is None else f"{self.kind}-{number}"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None


class PhraseQuerySet(models.QuerySet):
    """常用意见, and whose they are."""

    def visible_to(self, actor: Actor) -> Self:
        """A person's own alone."""
        return self.filter(user=actor.user) if actor.user is not None else self.none()


class Phrase(models.Model):
    """常用意见: a sentence that a person says often, offered where something is marked."""

    user = models.ForeignKey(User, models.CASCADE, related_name="phrases", verbose_name="用户")
    text = models.CharField("内容", max_length=200)
    added_at = models.DateTimeField("添加时间", default=timezone.now)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        verbose_name = "常用意见"
        verbose_name_plural = "常用意见"
        ordering = ["user_id", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "text"],
                name="applications_phrase_once_a_person",
                violation_error_message="这条常用意见已经有了。",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="applications_phrase_says_something"),
        ]

    def __str__(self) -> str:
        return self.text
