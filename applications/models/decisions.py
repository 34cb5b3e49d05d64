"""A decision: several applications under one number and date; before it is applied nothing shows outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation, User
from applications.enums import DecisionState
from applications.models.applications import Application
from applications.models.rounds import Round
from applications.workflow import DecisionWorkflow
from towns.models import Designation

if TYPE_CHECKING:
    from accounts.actors import Actor


class DecisionQuerySet(models.QuerySet):
    """Decisions, and who sees them before they are published."""

    def visible_to(self, actor: Actor) -> Self:
        """The office that prepared it and the authority that decides."""
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
            models.UniqueConstraint(
                fields=["authority", "document_number"],
                condition=~Q(document_number=""),
                name="applications_decision_one_number_an_authority",
                violation_error_message="这个文号已登记过。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DecisionItem(models.Model):
    """One application on the list of a decision, and the designation that came of it."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="items", verbose_name="决定")
    application = models.OneToOneField(
        Application, models.PROTECT, related_name="decision_item", verbose_name="申报"
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
