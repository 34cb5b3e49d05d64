"""Whom to call in a member unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from accounts.models import Organisation
from core.models import Period, PeriodQuerySet

if TYPE_CHECKING:
    from accounts.actors import Actor


class LiaisonQuerySet(PeriodQuerySet):
    """Liaisons, and who may read their names; the telephone is masked for everybody."""

    def visible_to(self, actor: Actor) -> Self:
        """The unit itself, its government's people and every office above."""
        if actor.organisation is None:
            return self.none()
        if actor.is_system_admin:
            return self
        below = Organisation.objects.filter(superiors__superior=actor.organisation.seat_of_power)
        return self.filter(organisation__in=below.values("pk"))


class Liaison(Period):
    """联络员 of a unit from a day until (not on) another; every look at the full number is on record."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="liaisons", verbose_name="单位"
    )
    name = models.CharField("姓名", max_length=40)
    telephone = models.CharField("电话", max_length=20)

    objects = LiaisonQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "联络员"
        verbose_name_plural = "联络员"
        ordering = ["organisation_id", "since"]

    def __str__(self) -> str:
        return f"{self.organisation}：{self.name}"
