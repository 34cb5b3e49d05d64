"""Divisions, the organisations that act in them, and who is above whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.enums import DivisionLevel, OrganisationKind
from core.enums import Level

if TYPE_CHECKING:
    from accounts.actors import Actor


class Division(models.Model):
    """An administrative division of 山西 (GB/T 2260 code); a zone is none, it has no code."""

    code = models.CharField("区划代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=60)
    full_name = models.CharField("全称", max_length=120, help_text="市名加县名：两个“城区”靠它区分。")
    level = models.CharField("级别", max_length=10, choices=DivisionLevel.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级区划"
    )
    sort_key = models.CharField("拼音", max_length=160, db_index=True)

    class Meta:
        verbose_name = "行政区划"
        verbose_name_plural = "行政区划"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def city(self) -> Division | None:
        """The city that a county lies in; None for the province."""
        if self.level == DivisionLevel.CITY:
            return self
        return self.parent.city if self.parent and self.level != DivisionLevel.PROVINCE else None


class OrganisationQuerySet(models.QuerySet):
    """Organisations, and which of them a person may see in lists to act upon."""

    def active(self) -> Self:
        """Organisations that still exist."""
        return self.filter(is_active=True)

    def visible_to(self, actor: Actor) -> Self:
        """The acting organisation and everything below its territory; a system administrator sees all."""
        if actor.organisation is None:
            return self.none()
        if actor.is_system_admin:
            return self
        return self.filter(superiors__superior=actor.organisation.seat_of_power).distinct()

    def below(self, government: Organisation) -> Self:
        """Everything in the government's territory, the government itself included."""
        return self.filter(superiors__superior=government)


class Organisation(models.Model):
    """A government, a leading-group office, a member unit, a zone committee or a township that acts."""

    key = models.SlugField("代号", max_length=60, unique=True)
    kind = models.CharField("类型", max_length=20, choices=OrganisationKind.choices)
    name = models.CharField("全称", max_length=120)
    short_name = models.CharField("简称", max_length=40)
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name="所在区划"
    )
    superior = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subordinates", verbose_name="直接上级"
    )
    host = models.CharField("设在", max_length=60, blank=True, help_text="办公室所设的部门，如市工信局。")
    telephone = models.CharField("联系电话", max_length=40, blank=True)
    sort_key = models.CharField("拼音", max_length=240, db_index=True)
    is_active = models.BooleanField("在用", default=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="accounts_organisation_one_full_name",
                violation_error_message="已有同名单位，请用全称区分。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values), name="accounts_organisation_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def seat_of_power(self) -> Organisation:
        """The government whose territory this organisation serves: offices and member units serve their superior."""
        serves = self.kind in {OrganisationKind.OFFICE, OrganisationKind.MEMBER_UNIT}
        return self.superior if serves and self.superior else self

    @property
    def level(self) -> Level | None:
        """The tier of its territory; a zone stands beside the counties, a township below all levels."""
        if self.kind == OrganisationKind.ZONE:
            return Level.COUNTY
        if self.division is None or self.division.level == DivisionLevel.TOWNSHIP:
            return None
        return Level(self.division.level)


class OrganisationAlias(models.Model):
    """Another name of a unit, valid inside one government: 市中小企业发展促进中心, 市小企业发展促进中心."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="aliases", verbose_name="单位"
    )
    government = models.ForeignKey(
        Organisation, models.PROTECT, related_name="scoped_aliases", verbose_name="所属政府"
    )
    name = models.CharField("别名", max_length=120)

    class Meta:
        verbose_name = "单位别名"
        verbose_name_plural = "单位别名"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["government", "name"],
                name="accounts_organisationalias_one_meaning_per_government",
                violation_error_message="这个别名在同一政府内已指向一个单位。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Jurisdiction(models.Model):
    """Who is above whom, written out: one row for each organisation and each of its superiors, itself at distance 0."""

    superior = models.ForeignKey(Organisation, models.CASCADE, related_name="reach", verbose_name="上级")
    subordinate = models.ForeignKey(
        Organisation, models.CASCADE, related_name="superiors", verbose_name="下级"
    )
    distance = models.PositiveSmallIntegerField("层数")

    class Meta:
        verbose_name = "隶属关系"
        verbose_name_plural = "隶属关系"
        ordering = ["superior_id", "distance", "subordinate_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["superior", "subordinate"], name="accounts_jurisdiction_one_row_a_pair"
            )
        ]

    def __str__(self) -> str:
        return f"{self.superior} › {self.subordinate}"
