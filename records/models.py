"""The act log, the heartbeat of the scheduler, and tasks that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation, Post, User
from records.enums import Outcome

if TYPE_CHECKING:
    from accounts.actors import Actor


class ActQuerySet(models.QuerySet):
    """Acts, and who may read them."""

    def visible_to(self, actor: Actor) -> Self:
        """The whole log is the system administrator's; a unit reads what it did itself."""
        if actor.is_system_admin:
            return self
        if actor.organisation is None:
            return self.none()
        return self.filter(organisation=actor.organisation)

    def about(self, target: models.Model) -> Self:
        """Everything that was done to one row, oldest first."""
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk)).order_by("pk")


class Act(models.Model):
    """One thing that somebody did, or was refused: who, for whom, in which post that day. Never changed."""

    at = models.DateTimeField("时间", default=timezone.now)
    verb = models.CharField("动作", max_length=60)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, default=Outcome.DONE)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="acts", verbose_name="用户"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="acts", verbose_name="单位"
    )
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="acts", verbose_name="岗位"
    )
    # Names as they were that day: a unit that is renamed later does not rewrite its past.
    user_name = models.CharField("姓名", max_length=60, blank=True)
    organisation_name = models.CharField("单位名称", max_length=120, blank=True)
    post_name = models.CharField("职务", max_length=120, blank=True)
    role_names = models.CharField("角色", max_length=120, blank=True)
    target_type = models.CharField("对象类型", max_length=60, blank=True)
    target_id = models.CharField("对象编号", max_length=40, blank=True)
    target_name = models.CharField("对象", max_length=200, blank=True)
    from_state = models.CharField("原状态", max_length=20, blank=True)
    to_state = models.CharField("新状态", max_length=20, blank=True)
    comment = models.TextField("意见", blank=True)
    details = models.JSONField("明细", default=dict, blank=True, encoder=DjangoJSONEncoder)
    address = models.CharField("来源地址", max_length=45, blank=True)
    request_number = models.CharField("请求编号", max_length=32, blank=True)

    objects = ActQuerySet.as_manager()

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id", "id"], name="records_act_target"),
            models.Index(fields=["organisation", "-id"], name="records_act_organisation"),
            models.Index(fields=["verb", "-id"], name="records_act_verb"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="records_act_known_outcome")
        ]

    def __str__(self) -> str:
        return f"{self.user_name or '系统'} {self.verb} {self.target_name}"


class Heartbeat(models.Model):
    """When a part that runs by itself was last alive."""

    name = models.CharField("名称", max_length=30, unique=True)
    beaten_at = models.DateTimeField("最近一次")

    class Meta:
        verbose_name = "心跳"
        verbose_name_plural = "心跳"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TaskFailure(models.Model):
    """A background task that raised: kept until somebody has run it again or set it aside."""

    task = models.CharField("任务", max_length=120)
    task_number = models.CharField("任务编号", max_length=60, db_index=True)
    arguments = models.JSONField("参数", default=list, encoder=DjangoJSONEncoder)
    error = models.CharField("错误", max_length=300)
    trace = models.TextField("经过", blank=True)
    failed_at = models.DateTimeField("失败时间", default=timezone.now)
    settled_at = models.DateTimeField("处理时间", null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="settled_failures", verbose_name="处理人"
    )

    class Meta:
        verbose_name = "失败任务"
        verbose_name_plural = "失败任务"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["-id"], name="records_taskfailure_open", condition=Q(settled_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.task}：{self.error}"
