"""Policies and their versions: 征求意见稿, the issued text, and whatever replaces it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Division, Organisation, User
from core.enums import Level
from files.models import FileVersion
from policies.enums import Force, PolicyKind, RelationKind, VersionState
from policies.workflow import PolicyVersionWorkflow

if TYPE_CHECKING:
    from accounts.actors import Actor


class PolicyQuerySet(models.QuerySet):
    """Documents, and who sees that they are there."""

    def visible_to(self, actor: Actor) -> Self:
        """Those with an open text, to everybody; all that it keeps, to the unit that keeps them."""
        opened = PolicyVersion.objects.published().filter(policy=models.OuterRef("pk"))
        seen = models.Exists(opened)
        return self.filter(seen if actor.organisation is None else Q(keeper=actor.organisation) | seen)


class Policy(models.Model):
    """政策文件 under a key of its own that standards and applications name (文号, or a key of ours); its texts are versions."""

    key = models.CharField("键", max_length=80, unique=True)
    kind = models.CharField("种类", max_length=10, choices=PolicyKind.choices)
    level = models.CharField("级别", max_length=10, choices=Level.choices)
    division = models.ForeignKey(Division, models.PROTECT, related_name="policies", verbose_name="适用地区")
    keeper = models.ForeignKey(
        Organisation, models.PROTECT, related_name="kept_policies", verbose_name="维护单位"
    )
    repealed_on = models.DateField("废止日期", null=True, blank=True)
    repealed_by = models.CharField("废止依据", max_length=120, blank=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = "政策文件"
        verbose_name_plural = "政策文件"
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="policies_policy_has_a_key"),
            models.CheckConstraint(
                condition=Q(kind__in=PolicyKind.values), name="policies_policy_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(repealed_on__isnull=True) | ~Q(repealed_by=""),
                name="policies_policy_repealed_by_something",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class PolicyVersionQuerySet(models.QuerySet):
    """Versions, and who sees them."""

    def visible_to(self, actor: Actor) -> Self:
        """What is open, to everybody; what is being checked, to the unit that keeps it."""
        opened = Q(state=VersionState.PUBLISHED)
        if actor.organisation is None:
            return self.filter(opened)
        return self.filter(opened | Q(policy__keeper=actor.organisation))

    def published(self) -> Self:
        """What everybody may read."""
        return self.filter(state=VersionState.PUBLISHED)

    def newest(self) -> Self:
        """Of each policy the published version with the highest number."""
        later = self.model._default_manager.filter(
            policy=models.OuterRef("policy"),
            number__gt=models.OuterRef("number"),
            state=VersionState.PUBLISHED,
        )
        return self.published().filter(~models.Exists(later))

    def with_policy(self) -> Self:
        """With all that a line of the library shows."""
        return self.select_related("policy__division", "policy__keeper")


class PolicyVersion(PolicyVersionWorkflow):
    """One text of a policy as it was read from its source; `since` and `until` (exclusive) are its days of force."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions", verbose_name="政策文件")
    number = models.PositiveSmallIntegerField("第几稿")
    title = models.CharField("标题", max_length=200)
    document_number = models.CharField("文号", max_length=60, blank=True)
    issuer = models.CharField("发布机构", max_length=120, blank=True)
    signed_on = models.DateField("成文日期", null=True, blank=True)
    published_on = models.DateField("发布日期", null=True, blank=True)
    since = models.DateField("施行日期", null=True, blank=True)
    until = models.DateField("失效日期（不含）", null=True, blank=True)
    is_draft = models.BooleanField("征求意见稿", default=False)
    index_number = models.CharField("索引号", max_length=80, blank=True)
    topic = models.CharField("主题分类", max_length=80, blank=True)
    disclosure = models.CharField("公开方式", max_length=40, blank=True)
    explained_by = models.CharField("解释机关", max_length=120, blank=True)
    contact = models.CharField("咨询电话", max_length=120, blank=True)
    source = models.ForeignKey(
        FileVersion, models.PROTECT, null=True, blank=True, related_name="policies", verbose_name="原文件"
    )
    source_text = models.TextField("原文", blank=True)
    warnings = models.JSONField("提示", default=list, blank=True)
    checked_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="checked_policies",
        verbose_name="文件信息核对人",
    )
    checked_at = models.DateTimeField("文件信息核对时间", null=True, blank=True)
    read_at = models.DateTimeField("读入时间", default=timezone.now)
    dated_on = models.DateField(
        "排序日期", default=timezone.localdate, help_text="发布、成文或读入的日期，先有的为准。"
    )

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "政策版本"
        verbose_name_plural = "政策版本"
        ordering = ["policy_id", "number"]
        indexes = [models.Index(fields=["-dated_on", "-id"], name="policies_policyversion_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policies_policyversion_one_number"),
            models.CheckConstraint(
                condition=Q(state__in=VersionState.values), name="policies_policyversion_known_state"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="policies_policyversion_has_a_title"),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gt=F("since")),
                name="policies_policyversion_ends_after_it_begins",
                violation_error_message="失效日期应晚于施行日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_text(self) -> bool:
        """Whether the full text is here; the reference data carry headings alone."""
        return bool(self.source_text)

    @property
    def own_day(self) -> date:
        """The day that it is known by: published, signed, or read in."""
        return self.published_on or self.signed_on or timezone.localdate(self.read_at)

    @property
    def last_day(self) -> date | None:
        """The last day of force, as documents name it (有效期至)."""
        return self.until - timedelta(days=1) if self.until else None

    @property
    def force_today(self) -> Force:
        """Whether it holds today, of a newest text: nothing stands in its place."""
        return self.force_on(timezone.localdate())

    def force_on(self, day: date, *, amended_since: date | None = None) -> Force:
        """Whether it holds on that day; `amended_since`: from when on a later version stands in its place."""
        if self.is_draft:
            return Force.COMMENT
        repealed = self.policy.repealed_on
        if repealed is not None and repealed <= day:
            return Force.REPEALED
        if self.until is not None and self.until <= day:
            return Force.EXPIRED
        if amended_since is not None and amended_since <= day:
            return Force.AMENDED
        begins = self.since or self.published_on or self.signed_on
        return Force.COMING if begins is not None and day < begins else Force.IN_FORCE


class PolicyRelation(models.Model):
    """One document names another by its number; the other may not be in the library."""

    version = models.ForeignKey(
        PolicyVersion, models.CASCADE, related_name="relations", verbose_name="政策版本"
    )
    kind = models.CharField("关系", max_length=10, choices=RelationKind.choices)
    document_number = models.CharField("所指文号", max_length=80)
    position = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = "文件关系"
        verbose_name_plural = "文件关系"
        ordering = ["version_id", "kind", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind", "document_number"], name="policies_policyrelation_said_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.document_number}"
