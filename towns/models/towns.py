"""A town is an industry cluster, in principle inside one county; never an administrative township."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Division, Organisation
from towns.enums import Category, Declarable
from towns.models.fields import KeysField

if TYPE_CHECKING:
    from accounts.actors import Actor


class TownQuerySet(models.QuerySet):
    """Towns, and which of them a person sees."""

    def visible_to(self, actor: Actor) -> Self:
        """Registry rows: the owner, the keeper, and at once everybody above them in the chain."""
        if actor.organisation is None:
            return self.none()
        if actor.is_system_admin:
            return self
        above = Q(owner__superiors__superior=actor.organisation.seat_of_power)
        return self.filter(above | Q(keeper=actor.organisation)).distinct()

    def with_public_page(self) -> Self:
        """Towns that were ever recognised: a page that people have linked to says so when that is over."""
        return self.filter(designations__isnull=False).distinct()


class Town(models.Model):
    """专业镇: one speciality industry; the county government owns the row, a township may keep it."""

    name = models.CharField("名称", max_length=60)
    county = models.ForeignKey(
        Division, models.PROTECT, related_name="towns", verbose_name="所在县（市、区）"
    )
    other_counties = models.ManyToManyField(
        Division, blank=True, related_name="shared_towns", verbose_name="涉及的其他县"
    )
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="owned_towns", verbose_name="归属单位"
    )
    keeper = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="kept_towns",
        verbose_name="建设镇（街道）",
    )
    category = models.CharField("类别", max_length=20, choices=Category.choices)
    main_industry = models.CharField("主导产业", max_length=60)
    introduction = models.TextField("简介", max_length=800, blank=True)
    sort_key = models.CharField("拼音", max_length=160)
    created_at = models.DateTimeField("登记时间", default=timezone.now)
    version = models.PositiveIntegerField("版本", default=1)
    complete_sections = KeysField(
        "已登记齐全的栏目", words=dict(Declarable.choices), blank=True, editable=False
    )

    objects = TownQuerySet.as_manager()

    class Meta:
        verbose_name = "专业镇"
        verbose_name_plural = "专业镇"
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["sort_key", "id"], name="towns_town_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "name"],
                name="towns_town_one_name_a_county",
                violation_error_message="这个县已登记同名的专业镇。",
            ),
            models.CheckConstraint(
                condition=Q(category__in=Category.values), name="towns_town_known_category"
            ),
        ]

    def __str__(self) -> str:
        return self.name
