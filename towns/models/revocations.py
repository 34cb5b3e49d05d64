"""The revocation of a recognition: proposed by the office, confirmed by the authority, on record for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Organisation, User
from towns.enums import RevocationState
from towns.models.designations import Designation
from towns.workflow import RevocationWorkflow

if TYPE_CHECKING:
    from accounts.actors import Actor


class RevocationQuerySet(models.QuerySet):
    """Revocations; until one is confirmed nothing of it shows outside the office and the authority."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever looks after the recognition."""
        return self.filter(designation__in=Designation.objects.visible_to(actor))

    def proposed(self) -> Self:
        """Those that wait for the authority's word."""
        return self.filter(state=RevocationState.PROPOSED)


class Revocation(RevocationWorkflow):
    """撤销认定: the reason of the office, then number and date of the authority's document."""

    designation = models.ForeignKey(
        Designation, models.PROTECT, related_name="revocations", verbose_name="认定"
    )
    reason = models.TextField("撤销理由", max_length=1000)
    office = models.ForeignKey(
        Organisation, models.PROTECT, related_name="proposed_revocations", verbose_name="提请单位"
    )
    proposed_by = models.ForeignKey(
        User, models.PROTECT, related_name="proposed_revocations", verbose_name="提请人"
    )
    proposed_at = models.DateTimeField("提请时间", default=timezone.now)
    document_number = models.CharField("文号", max_length=60, blank=True)
    decided_on = models.DateField("撤销日期", null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="settled_revocations", verbose_name="办结人"
    )

    objects = RevocationQuerySet.as_manager()

    class Meta:
        verbose_name = "认定撤销"
        verbose_name_plural = "认定撤销"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RevocationState.values), name="towns_revocation_known_state"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="towns_revocation_has_a_reason"),
            models.UniqueConstraint(
                fields=["designation"],
                condition=Q(state=RevocationState.PROPOSED),
                name="towns_revocation_one_open_a_designation",
                violation_error_message="这个认定已提请撤销，正在等候确认。",
            ),
            models.CheckConstraint(
                condition=Q(state=RevocationState.PROPOSED)
                | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="towns_revocation_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=RevocationState.CONFIRMED)
                | (~Q(document_number="") & Q(decided_on__isnull=False)),
                name="towns_revocation_confirmed_with_number_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=RevocationState.CONFIRMED) | ~Q(settled_by=F("proposed_by")),
                name="towns_revocation_confirmed_by_another",
                violation_error_message="提请人不能自己确认。",
            ),
        ]

    def __str__(self) -> str:
        return f"撤销{self.designation}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for the authority's word."""
        return self.state == RevocationState.PROPOSED
