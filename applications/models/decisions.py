"""A decision: several applications under one number and date; before it is applied nothing shows outside."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Organisation, User
from applications.enums import DecisionState, ErratumField
from applications.models.applications import Application
from applications.models.checks import FactSheet
from applications.models.rounds import Round
from applications.workflow import DecisionWorkflow
from files.models import StoredFile
from towns.models import Designation

if TYPE_CHECKING:
    from accounts.actors import Actor


class DecisionQuerySet(models.QuerySet):
    """Decisions, and who sees them before they are published."""

    def visible_to(self, actor: Actor) -> Self:
        """The office that prepared it and the authority that decides, which may be one and the same (P 附件三)."""
        if actor.organisation is None or not (actor.is_office or actor.is_registrar):
            return self.none()
        return self.filter(Q(round__office=actor.organisation) | Q(authority=actor.organisation))


class Decision(DecisionWorkflow):
    """认定决定."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="decisions", verbose_name="批次")
    authority = models.ForeignKey(
        Organisation, models.PROTECT, related_name="decisions", verbose_name="认定单位"
    )
    title = models.CharField("标题", max_length=120)
    document_number = models.CharField("文号", max_length=60, blank=True)
    decided_on = models.DateField("认定日期", null=True, blank=True)
    scan = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="decision", verbose_name="扫描件"
    )
    prepared_by = models.ForeignKey(
        User, models.PROTECT, related_name="prepared_decisions", verbose_name="报请人"
    )
    prepared_at = models.DateTimeField("报请时间", default=timezone.now)
    applied_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="applied_decisions", verbose_name="登记人"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "认定决定"
        verbose_name_plural = "认定决定"
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DecisionState.values), name="applications_decision_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state=DecisionState.PREPARED)
                | (~Q(document_number="") & Q(decided_on__isnull=False, applied_by__isnull=False)),
                name="applications_decision_applied_with_number_and_date",
            ),
            models.CheckConstraint(
                condition=Q(applied_by__isnull=True) | ~Q(applied_by=F("prepared_by")),
                name="applications_decision_applied_by_another",
                violation_error_message="报请人不能自己公布。",
            ),
            models.UniqueConstraint(
                fields=["authority", "document_number"],
                condition=~Q(document_number=""),
                name="applications_decision_one_number_an_authority",
                violation_error_message="这个文号已登记过。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_applied(self) -> bool:
        """Whether everybody reads it."""
        return self.state == DecisionState.APPLIED


class DecisionItem(models.Model):
    """One application on the list of a decision, the sheet that the decision rests on, and what came of it."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="items", verbose_name="决定")
    application = models.OneToOneField(
        Application, models.PROTECT, related_name="decision_item", verbose_name="申报"
    )
    # Rows of the first weeks name neither.
    fact_sheet = models.ForeignKey(
        FactSheet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decision_items",
        verbose_name="所依据的事实表",
    )
    added_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="listed_items", verbose_name="列入人"
    )
    designation = models.OneToOneField(
        Designation, models.PROTECT, null=True, blank=True, related_name="decision_item", verbose_name="认定"
    )

    class Meta:
        verbose_name = "决定事项"
        verbose_name_plural = "决定事项"
        ordering = ["decision_id", "pk"]

    def __str__(self) -> str:
        return f"{self.decision}：{self.application}"


class Erratum(models.Model):
    """更正说明: what a published decision said wrongly, what it says now, and why; written once."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="errata", verbose_name="决定")
    field = models.CharField("更正的内容", max_length=20, choices=ErratumField.choices)
    old = models.CharField("原来", max_length=120)
    new = models.CharField("更正为", max_length=120)
    reason = models.CharField("更正理由", max_length=300)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="errata", verbose_name="更正人")
    made_at = models.DateTimeField("更正时间", default=timezone.now)

    class Meta:
        verbose_name = "更正说明"
        verbose_name_plural = "更正说明"
        ordering = ["decision_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(field__in=ErratumField.values), name="applications_erratum_known_field"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="applications_erratum_has_a_reason"),
            models.CheckConstraint(condition=~Q(new=F("old")), name="applications_erratum_changes_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()}由“{self.old_words}”更正为“{self.new_words}”"

    @property
    def old_words(self) -> str:
        """What it said, as people read it."""
        return self._in_words(self.old)

    @property
    def new_words(self) -> str:
        """What it says now, as people read it."""
        return self._in_words(self.new)

    def _in_words(self, value: str) -> str:
        if self.field != ErratumField.DECIDED_ON:
            return value
        day = date.fromisoformat(value)
        return f"{day.year}年{day.month}月{day.day}日"
