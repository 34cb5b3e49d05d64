"""A round is an office's call for applications at one level, with its dates, its standard and its steps."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from applications.enums import DayUnit, Party, StepKind
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
        Organisation, related_name="open_to_rounds", verbose_name="可申报单位"
    )
    shortlist_word = models.CharField("复核通过后的称谓", max_length=20, default="拟认定")
    guidance = models.TextField("申报说明", max_length=1000, blank=True)
    contact = models.CharField("联系人与电话", max_length=80, blank=True)
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
        ]

    def __str__(self) -> str:
        return self.title

    def is_open(self, moment: datetime) -> bool:
        """Whether applications are taken at that instant."""
        return self.published_at is not None and self.opens_at <= moment < self.closes_at


class RoundStep(models.Model):
    """One step of the round's template: who acts, and how long it may take."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="steps", verbose_name="批次")
    position = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("环节", max_length=20, choices=StepKind.choices)
    name = models.CharField("名称", max_length=20)
    party = models.CharField("承办方", max_length=20, choices=Party.choices)
    days = models.PositiveSmallIntegerField("时限")
    day_unit = models.CharField("时限单位", max_length=10, choices=DayUnit.choices, default=DayUnit.WORKING)
    is_required = models.BooleanField("必经", default=True)

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

    def __str__(self) -> str:
        return self.name
