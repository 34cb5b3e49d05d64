"""The leading group of a level, and the days on which its office vouched for the roster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from core.enums import Level

if TYPE_CHECKING:
    from accounts.actors import Actor


class LeadingGroupQuerySet(models.QuerySet):
    """Groups, and whose pages a person may open; names and posts alone are public."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the own territory, of everything below it and of every level above; administrators see all."""
        if actor.organisation is None:
            return self.none()
        if actor.is_system_admin:
            return self
        seat = actor.organisation.seat_of_power
        below = Organisation.objects.filter(superiors__superior=seat)
        above = Organisation.objects.filter(reach__subordinate=actor.organisation)
        return self.filter(Q(organisation__in=below.values("pk")) | Q(organisation__in=above.values("pk")))


class LeadingGroup(models.Model):
    """领导小组 of a government or a zone, as its founding document makes it; its office keeps the roster."""

    code = models.SlugField("代号", max_length=40, unique=True)
    name = models.CharField("名称", max_length=120)
    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="leading_group", verbose_name="所属政府或开发区"
    )
    office = models.OneToOneField(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="office_of_group",
        verbose_name="领导小组办公室",
    )
    host = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_groups",
        verbose_name="办公室设在",
    )
    document = models.CharField("成立文件", max_length=120)
    document_title = models.CharField("成立文件标题", max_length=160, blank=True)
    founded_on = models.DateField("成立日期")
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = LeadingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = "领导小组"
        verbose_name_plural = "领导小组"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def level(self) -> Level | None:
        """The tier of the government that it belongs to; a zone stands beside the counties."""
        return self.organisation.level


class RosterConfirmation(models.Model):
    """本名单截至这天无误: said by somebody of the office; never changed."""

    group = models.ForeignKey(
        LeadingGroup, models.PROTECT, related_name="confirmations", verbose_name="领导小组"
    )
    confirmed_on = models.DateField("确认日期")
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, related_name="confirmed_rosters", verbose_name="确认人"
    )
    confirmed_by_name = models.CharField("确认人姓名", max_length=60)

    class Meta:
        verbose_name = "名单确认"
        verbose_name_plural = "名单确认"
        ordering = ["-confirmed_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "confirmed_on"],
                name="leadership_rosterconfirmation_once_a_day",
                violation_error_message="今天已经确认过这份名单。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group}：{self.confirmed_on:%Y-%m-%d}"
