"""Files that stand beside a document: what it encloses, and what explains it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from files.models import FileVersion
from policies.enums import AttachmentKind
from policies.models.documents import Policy


class PolicyAttachment(models.Model):
    """附件 or 相关解读 of a policy, open to everybody as soon as a text of it is."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="attachments", verbose_name="政策文件")
    kind = models.CharField("种类", max_length=12, choices=AttachmentKind.choices)
    title = models.CharField("名称", max_length=120)
    file = models.ForeignKey(
        FileVersion, models.PROTECT, related_name="policy_attachments", verbose_name="文件"
    )
    added_at = models.DateTimeField("添加时间", default=timezone.now)

    class Meta:
        verbose_name = "政策附件"
        verbose_name_plural = "政策附件"
        ordering = ["policy_id", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AttachmentKind.values), name="policies_policyattachment_known_kind"
            ),
            models.UniqueConstraint(
                fields=["policy", "title"],
                name="policies_policyattachment_one_title",
                violation_error_message="这份文件已有同名的附件或解读。",
            ),
        ]

    def __str__(self) -> str:
        return self.title
