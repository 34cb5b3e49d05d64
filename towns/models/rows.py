"""What all rows of a town's registry share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from towns.models.towns import Town

if TYPE_CHECKING:
    from accounts.actors import Actor


class RegistryRowQuerySet(models.QuerySet):
    """Rows of towns, and who sees them."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the town sees its rows at once."""
        return self.filter(town__in=Town.objects.visible_to(actor).values("pk"))


class RegistryRow(models.Model):
    """A row that belongs to a town; `version` counts its changes, so that an old page overwrites nothing."""

    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = RegistryRowQuerySet.as_manager()

    class Meta:
        abstract = True
