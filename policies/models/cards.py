"""政策卡片: a policy in plain words, made by the office that keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from policies.enums import CardAudience
from policies.models.documents import Policy, PolicyVersion

if TYPE_CHECKING:
    from accounts.actors import Actor


class PolicyCardQuerySet(models.QuerySet):
    """Cards, and who sees them."""

    def visible_to(self, actor: Actor) -> Self:
        """Open ones of open policies everybody; one that is being written the unit that keeps the policy."""
        opened = PolicyVersion.objects.published().filter(policy=models.OuterRef("policy"))
        public = Q(is_open=True) & models.Exists(opened)
        if actor.organisation is None:
            return self.filter(public)
        return self.filter(public | Q(policy__keeper=actor.organisation))


class PolicyCard(models.Model):
    """政策卡片 of one policy; `version` counts every change, so that two writers do not overwrite each other."""

    policy = models.OneToOneField(Policy, models.CASCADE, related_name="card", verbose_name="政策文件")
    audience = models.CharField(
        "写给谁", max_length=12, choices=CardAudience.choices, default=CardAudience.ENTERPRISE
    )
    summary = models.TextField("这是什么", max_length=600)
    concerns = models.TextField("和谁有关", max_length=600)
    benefits = models.TextField("能得到什么、要做什么", max_length=2000)
    term = models.CharField("到什么时候", max_length=200)
    steps = models.TextField("怎么办", max_length=2000)
    contact = models.CharField("找谁问", max_length=120)
    telephone = models.CharField("电话", max_length=40)
    is_open = models.BooleanField("公开", default=False)
    version = models.PositiveIntegerField("版本", default=1)
    edited_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="edited_cards", verbose_name="修改人"
    )
    edited_at = models.DateTimeField("修改时间", default=timezone.now)

    objects = PolicyCardQuerySet.as_manager()

    class Meta:
        verbose_name = "政策卡片"
        verbose_name_plural = "政策卡片"
        ordering = ["-edited_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=CardAudience.values), name="policies_policycard_known_audience"
            ),
        ]

    def __str__(self) -> str:
        return f"政策卡片：{self.policy}"
