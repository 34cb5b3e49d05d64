"""A round is an office's call for applications at one level, with its dates, its standard and its steps."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Organisation, User
from applications.enums import STEP_PARTIES, DayUnit, StepKind
from core.enums import Level
from standards.models import StandardVersion

if TYPE_CHECKING:
    from accounts.actors import Actor


class RoundQuerySet(models.QuerySet):
    """Rounds, by time and by who may see them."""

    def published(self) -> Self:
        """Rounds that everybody may read."""
        return self.filter(published_at__isnull=False)

    def open_at(self, moment: datetime) -> Self:
        """Published rounds that take applications at that instant; the closing instant itself is outside."""
        return self.published().filter(opens_at__lte=moment, closes_at__gt=moment)

    def visible_to(self, actor: Actor) -> Self:
        """Published rounds are public; an unpublished one is its office's alone."""
        if actor.organisation is None:
            return self.published()
        return self.filter(Q(published_at__isnull=False) | Q(office=actor.organisation))


class Round(models.Model):
    """申报批次."""

    title = models.CharField("名称", max_length=80)
    level = models.CharField("级别", max_length=10, choices=Level.choices)
    year = models.PositiveSmallIntegerField("年度")
    office = models.ForeignKey(
        Organisation, models.PROTECT, related_name="run_rounds", verbose_name="复核单位"
    )
    authority = models.ForeignKey(
        Organisation, models.PROTECT, related_name="decided_rounds", verbose_name="认定单位"
    )
    standard_version = models.ForeignKey(
        StandardVersion, models.PROTECT, related_name="rounds", verbose_name="适用标准"
    )
    applicants = models.ManyToManyField(
        Organisation, through="RoundApplicant", related_name="open_to_rounds", verbose_name="可申报单位"
    )
    shortlist_word = models.CharField("复核通过后的称谓", max_length=20, default="拟认定")
    stamped_scan_required = models.BooleanField(
        "推荐上报前须上传盖章扫描件", default=False, help_text="不勾选时，申报单位可以上传，也可以不上传。"
    )
    guidance = models.TextField("申报说明", max_length=1000, blank=True)
    contact = models.CharField("联系人与电话", max_length=80, blank=True)
    return_limit = models.PositiveSmallIntegerField(
        "限退回次数", null=True, blank=True, help_text="办公室最多退回补正几次；不填为不限。"
    )
    opens_at = models.DateTimeField("开始时间")
    closes_at = models.DateTimeField("截止时间（不含）")
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    accepted_count = models.PositiveIntegerField("已用受理序号", default=0)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "申报批次"
        verbose_name_plural = "申报批次"
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="applications_round_closes_after_it_opens",
                violation_error_message="截止时间应晚于开始时间。",
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="applications_round_known_level"
            ),
            models.UniqueConstraint(
                fields=["office", "title"],
                name="applications_round_one_title_an_office",
                violation_error_message="本单位已有同名批次。",
            ),
            models.CheckConstraint(
                condition=Q(return_limit__isnull=True) | Q(return_limit__gte=1),
                name="applications_round_return_limit_of_one_or_more",
                violation_error_message="限退回次数至少为 1；不限请留空。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_open(self, moment: datetime) -> bool:
        """Whether applications are taken at that instant."""
        return self.published_at is not None and self.opens_at <= moment < self.closes_at


class RoundApplicant(models.Model):
    """A unit that may file in a round, and how many towns it may recommend there."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="applicant_places", verbose_name="批次")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="round_places", verbose_name="可申报单位"
    )
    quota = models.PositiveSmallIntegerField(
        "限报数", null=True, blank=True, help_text="最多推荐几个专业镇；不填为不限。"
    )

    class Meta:
        verbose_name = "批次可申报单位"
        verbose_name_plural = "批次可申报单位"
        ordering = ["round_id", "organisation_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organisation"], name="applications_roundapplicant_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(quota__isnull=True) | Q(quota__gte=1),
                name="applications_roundapplicant_quota_of_one_or_more",
                violation_error_message="限报数至少为 1；不限请留空。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}：{self.organisation}"


class StepPlan(models.Model):
    """What a step is, in a template and in a round alike: who acts, and how long it may take."""

    position = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("环节", max_length=20, choices=StepKind.choices)
    name = models.CharField("名称", max_length=20)
    party = models.CharField(
        "承办方", max_length=20, choices=[(party.value, party.label) for party in STEP_PARTIES]
    )
    days = models.PositiveSmallIntegerField("时限")
    day_unit = models.CharField("时限单位", max_length=10, choices=DayUnit.choices, default=DayUnit.WORKING)
    is_required = models.BooleanField("必经", default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class StepTemplate(StepPlan):
    """The steps that a new round of a level begins with; data of the reference files, not of the program."""

    level = models.CharField("级别", max_length=10, choices=Level.choices)

    class Meta:
        verbose_name = "环节模板"
        verbose_name_plural = "环节模板"
        ordering = ["level", "position"]
        constraints = [
            models.UniqueConstraint(fields=["level", "position"], name="applications_steptemplate_one_place"),
            models.CheckConstraint(
                condition=Q(kind__in=StepKind.values), name="applications_steptemplate_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="applications_steptemplate_known_level"
            ),
        ]


class RoundStep(StepPlan):
    """One step of a round; applications lay out their own from these."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="steps", verbose_name="批次")

    class Meta:
        verbose_name = "批次环节"
        verbose_name_plural = "批次环节"
        ordering = ["round_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="applications_roundstep_one_place"),
            models.CheckConstraint(
                condition=Q(kind__in=StepKind.values), name="applications_roundstep_known_kind"
            ),
        ]


class RoundExtension(models.Model):
    """延期: the closing moved to a later instant, with a reason that everybody reads; written once."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="extensions", verbose_name="批次")
    old_closes_at = models.DateTimeField("原截止时间（不含）")
    new_closes_at = models.DateTimeField("新截止时间（不含）")
    reason = models.CharField("延期理由", max_length=300)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="round_extensions", verbose_name="办理人")
    made_at = models.DateTimeField("办理时间", default=timezone.now)

    class Meta:
        verbose_name = "批次延期"
        verbose_name_plural = "批次延期"
        ordering = ["round_id", "-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(new_closes_at__gt=F("old_closes_at")),
                name="applications_roundextension_later_than_before",
                violation_error_message="新的截止时间应晚于原来的截止时间。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} 延期"

    @property
    def is_reopening(self) -> bool:
        """Made when the round had already closed: 重新开放."""
        return self.made_at >= self.old_closes_at
