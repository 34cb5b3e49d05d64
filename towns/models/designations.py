"""Recognition as it belongs to the town: it may exist without an application, a number or a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from core.enums import Level
from towns.enums import DesignationState
from towns.models.towns import Town
from towns.workflow import DesignationWorkflow

if TYPE_CHECKING:
    from accounts.actors import Actor


class DesignationQuerySet(models.QuerySet):
    """Recognitions, and who looks after them; what everybody reads of one stands on the public pages."""

    def visible_to(self, actor: Actor) -> Self:
        """The authority that gave it, and the leading-group office of that level (see `towns.rules`)."""
        unit = actor.organisation
        if unit is None or not (actor.is_office or actor.is_registrar):
            return self.none()
        sight = Q(authority=unit)
        if unit.kind == OrganisationKind.OFFICE and unit.level:
            seat = unit.seat_of_power
            near = Q(authority=seat) | Q(town__owner__superiors__superior=seat)
            sight |= Q(near, ~Q(authority__kind=OrganisationKind.OFFICE), level=unit.level)
        return self.filter(sight).distinct()


class Designation(DesignationWorkflow):
    """认定: a town recognised at a level by an authority, under a document if one is known."""

    town = models.ForeignKey(Town, models.PROTECT, related_name="designations", verbose_name="专业镇")
    level = models.CharField("认定级别", max_length=10, choices=Level.choices)
    authority = models.ForeignKey(
        Organisation, models.PROTECT, related_name="designations_given", verbose_name="认定机关"
    )
    document_number = models.CharField("文号", max_length=60, blank=True)
    document_title = models.CharField("文件", max_length=160, blank=True)
    decided_on = models.DateField("认定日期", null=True, blank=True)
    year = models.PositiveSmallIntegerField("认定年份", null=True, blank=True)
    source = models.CharField("来源", max_length=200, blank=True)
    revoked_on = models.DateField("撤销日期", null=True, blank=True)
    published_at = models.DateTimeField("公布时间", default=timezone.now)

    objects = DesignationQuerySet.as_manager()

    class Meta:
        verbose_name = "认定"
        verbose_name_plural = "认定"
        ordering = ["town_id", "-published_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["town", "level"],
                condition=Q(state=DesignationState.ACTIVE),
                name="towns_designation_one_in_force_a_level",
                violation_error_message="这个专业镇在该级别已有有效认定。",
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="towns_designation_known_level"),
            models.CheckConstraint(
                condition=Q(state__in=DesignationState.values), name="towns_designation_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state=DesignationState.ACTIVE) | Q(revoked_on__isnull=False),
                name="towns_designation_revoked_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True)
                | Q(decided_on__isnull=True)
                | Q(revoked_on__gte=F("decided_on")),
                name="towns_designation_given_before_revoked",
                violation_error_message="撤销日期不能早于认定日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.town}的{self.get_level_display()}认定"

    @property
    def is_in_force(self) -> bool:
        """Whether the town counts as recognised at this level today."""
        return self.state == DesignationState.ACTIVE
