"""What was submitted, frozen; and what holding it against a standard found."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from applications.enums import OPEN_CHECKS, CheckStatus
from applications.models.applications import Application
from standards.models import StandardVersion


class FactSheet(models.Model):
    """事实表: everything a submission rests on, as canonical JSON; written once, never changed.

    {"schema": 2, "facts": {the check_facts form}, "history": {indicator: {year: text}}, "answers": {…},
    "figures": [ids], "files": [{"uses": [[criterion, requirement, words asked for]], "title": …,
    "version": id, "sha256": …, "valid_until": day or null}]}; schema 1 has "criterion": number or null for "uses"
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="fact_sheets", verbose_name="申报"
    )
    number = models.PositiveSmallIntegerField("第几次提交")
    schema_version = models.PositiveSmallIntegerField("格式版本", default=1)
    content = models.TextField("内容")
    sha256 = models.CharField("摘要", max_length=64)
    created_at = models.DateTimeField("提交时间", default=timezone.now)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="fact_sheets", verbose_name="提交人")

    class Meta:
        verbose_name = "事实表"
        verbose_name_plural = "事实表"
        ordering = ["application_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"], name="applications_factsheet_one_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} 第 {self.number} 次提交"

    @cached_property
    def data(self) -> dict[str, Any]:
        """The content, parsed."""
        parsed: dict[str, Any] = json.loads(self.content)
        return parsed


class CheckRun(models.Model):
    """One check of one fact sheet against one version; the row itself is the outbox, a sweeper sends lost ones again."""

    fact_sheet = models.ForeignKey(FactSheet, models.PROTECT, related_name="checks", verbose_name="事实表")
    standard_version = models.ForeignKey(
        StandardVersion, models.PROTECT, related_name="checks", verbose_name="标准版本"
    )
    number = models.PositiveSmallIntegerField("第几次检查", default=1)
    # A job, not a machine of people: the worker moves it by itself, so it has a status and no state.
    status = models.CharField("状态", max_length=10, choices=CheckStatus.choices, default=CheckStatus.WAITING)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    eligible = models.CharField("结论", max_length=12, blank=True)
    digest = models.CharField("结果摘要", max_length=64, blank=True)
    requested_at = models.DateTimeField("提出时间", default=timezone.now)
    touched_at = models.DateTimeField("最近发送或开始", default=timezone.now)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    error = models.CharField("未完成的原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "条件检查"
        verbose_name_plural = "条件检查"
        ordering = ["fact_sheet_id", "-number"]
        indexes = [
            models.Index(
                fields=["touched_at"],
                name="applications_checkrun_open",
                condition=Q(status__in=OPEN_CHECKS),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["fact_sheet", "standard_version", "number"], name="applications_checkrun_one_number"
            ),
            models.CheckConstraint(
                condition=Q(status__in=CheckStatus.values), name="applications_checkrun_known_status"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact_sheet} 条件检查"

    @property
    def is_open(self) -> bool:
        """Still waiting or running."""
        return self.status in OPEN_CHECKS


class CheckFinding(models.Model):
    """One verdict of a check, in the order of the standard."""

    check_run = models.ForeignKey(CheckRun, models.PROTECT, related_name="findings", verbose_name="检查")
    position = models.PositiveSmallIntegerField("次序")
    criterion = models.PositiveSmallIntegerField("条件序号")
    criterion_title = models.CharField("条件", max_length=60)
    requirement = models.CharField("指标要求", max_length=40)
    verdict = models.CharField("结果", max_length=12)
    message = models.TextField("说明")
    clause = models.CharField("条款", max_length=40)
    gap = models.CharField("差距", max_length=80, blank=True)

    class Meta:
        verbose_name = "检查结果"
        verbose_name_plural = "检查结果"
        ordering = ["check_run_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_run", "position"], name="applications_checkfinding_one_place"
            )
        ]

    def __str__(self) -> str:
        return self.message
