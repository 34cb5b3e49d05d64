"""A seat belongs to a post: whoever holds the post sits there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.models import Post
from core.models import Period, PeriodQuerySet
from leadership.enums import SeatRole
from leadership.models.groups import LeadingGroup

if TYPE_CHECKING:
    from accounts.actors import Actor


class SeatQuerySet(PeriodQuerySet):
    """Seats, in the order of the protocol."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the group."""
        return self.filter(group__in=LeadingGroup.objects.visible_to(actor).values("pk"))

    def in_protocol_order(self) -> Self:
        """组长, 副组长, 成员, then the office, each in the order of the document."""
        return self.order_by("role", "position", "pk")


class Seat(Period):
    """席位: a role of a group, tied to a post from a day until (not on) another; `title` is what the document printed."""

    group = models.ForeignKey(LeadingGroup, models.PROTECT, related_name="seats", verbose_name="领导小组")
    role = models.PositiveSmallIntegerField("席位", choices=SeatRole.choices)
    post = models.ForeignKey(Post, models.PROTECT, related_name="seats", verbose_name="岗位")
    title = models.CharField("文件所印职务", max_length=160)
    position = models.PositiveSmallIntegerField("顺序")
    basis = models.CharField("依据", max_length=120, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "席位"
        verbose_name_plural = "席位"
        ordering = ["group_id", "role", "position", "pk"]
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(condition=Q(role__in=SeatRole.values), name="leadership_seat_known_role"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}：{self.title}"
