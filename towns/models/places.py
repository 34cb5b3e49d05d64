"""What a town offers and has inherited: public service platforms and heritage."""

from django.db import models
from django.db.models import Q

from criteria.words import PLATFORMS
from towns.enums import HeritageKind, HonourLevel
from towns.models.fields import KeysField, plausible_year
from towns.models.rows import RegistryRow
from towns.models.towns import Town


class Platform(RegistryRow):
    """公共服务平台, with the functions of P 二(七) that it offers."""

    town = models.ForeignKey(Town, models.CASCADE, related_name="platforms", verbose_name="专业镇")
    name = models.CharField("名称", max_length=80)
    functions = KeysField("服务功能", words=PLATFORMS)
    operator = models.CharField("运营单位", max_length=120, blank=True)
    since_year = models.PositiveSmallIntegerField(
        "建成年份", null=True, blank=True, validators=[plausible_year], help_text="不知道可以不填。"
    )

    class Meta:
        verbose_name = "公共服务平台"
        verbose_name_plural = "公共服务平台"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["town", "name"],
                name="towns_platform_one_name_a_town",
                violation_error_code="name",
                violation_error_message="本专业镇已登记同名平台。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Heritage(RegistryRow):
    """历史传承: an origin, an intangible heritage or an old craft (P 二(一))."""

    town = models.ForeignKey(Town, models.CASCADE, related_name="heritage", verbose_name="专业镇")
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("类型", max_length=20, choices=HeritageKind.choices)
    level = models.CharField(
        "级别", max_length=10, choices=HonourLevel.choices, blank=True, help_text="没有级别的不选。"
    )
    since = models.CharField("起源", max_length=60, blank=True, help_text="例如“明代”“1956 年”。")

    class Meta:
        verbose_name = "历史传承"
        verbose_name_plural = "历史传承"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["town", "name", "kind"],
                name="towns_heritage_one_name_a_kind",
                violation_error_code="name",
                violation_error_message="本专业镇已登记同名、同类型的一项。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=HeritageKind.values), name="towns_heritage_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["", *HonourLevel.values]), name="towns_heritage_known_level"
            ),
        ]

    def __str__(self) -> str:
        return self.name
