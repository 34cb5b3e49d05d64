"""What the reviewers write: judgements of what figures cannot answer, and notes that stay inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation, User
from applications.enums import JUDGED, RELAXATIONS, Conclusion
from applications.models.applications import Application
from applications.models.checks import FactSheet

if TYPE_CHECKING:
    from accounts.actors import Actor


class Judgement(models.Model):
    """研判: a person's word on one judged requirement or one relaxation of one fact sheet, with its reason.

    Written once; a change of mind is a later row, and the newest of a requirement counts.
    """

    fact_sheet = models.ForeignKey(
        FactSheet, models.PROTECT, related_name="judgements", verbose_name="事实表"
    )
    criterion = models.PositiveSmallIntegerField("条件序号")
    requirement = models.CharField("指标要求", max_length=40)
    conclusion = models.CharField("结论", max_length=10, choices=Conclusion.choices)
    reason = models.TextField("理由", max_length=1000)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="judgements", verbose_name="研判人")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="judgements", verbose_name="研判单位"
    )
    made_at = models.DateTimeField("研判时间", default=timezone.now)

    class Meta:
        verbose_name = "研判"
        verbose_name_plural = "研判"
        ordering = ["fact_sheet_id", "criterion", "requirement", "-pk"]
        indexes = [
            models.Index(
                fields=["fact_sheet", "criterion", "requirement", "-id"], name="applications_newest_judgement"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(conclusion__in=Conclusion.values), name="applications_judgement_known_conclusion"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="applications_judgement_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.requirement}：{self.get_conclusion_display()}"

    @property
    def is_of_relaxation(self) -> bool:
        """Whether it answers a relaxation and not a judged criterion."""
        return self.conclusion in RELAXATIONS

    @property
    def is_favourable(self) -> bool:
        """Whether it speaks for the town."""
        return self.conclusion in {*JUDGED[:2], Conclusion.GRANTED}


class NoteQuerySet(models.QuerySet):
    """Notes, and who reads them."""

    def visible_to(self, actor: Actor) -> Self:
        """People of the office that wrote it: neither the applicant nor another level ever does."""
        if actor.organisation is None or not actor.is_office:
            return self.none()
        return self.filter(organisation=actor.organisation)


class Note(models.Model):
    """内部备注: from colleague to colleague; written once."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="notes", verbose_name="申报")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="application_notes", verbose_name="单位"
    )
    text = models.TextField("备注", max_length=1000)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="application_notes", verbose_name="记录人")
    made_at = models.DateTimeField("记录时间", default=timezone.now)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = "内部备注"
        verbose_name_plural = "内部备注"
        ordering = ["application_id", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="applications_note_says_something")]

    def __str__(self) -> str:
        return self.text[:30]
