"""What a town makes: products, brands, and the technical standards that it helped to write."""

from django.db import models
from django.db.models import Q

from towns.enums import BrandKind, DraftingRole, HonourLevel, StandardLevel
from towns.models.fields import day_of_our_time, plausible_year
from towns.models.rows import RegistryRow
from towns.models.towns import Town


class Product(RegistryRow):
    """A main product, whose output is counted in its own unit."""

    town = models.ForeignKey(Town, models.CASCADE, related_name="products", verbose_name="专业镇")
    name = models.CharField("名称", max_length=60)
    output_unit = models.CharField("产量单位", max_length=20, help_text="例如“万吨”“亿件”。")

    class Meta:
        verbose_name = "产品"
        verbose_name_plural = "产品"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["town", "name"],
                name="towns_product_one_name_a_town",
                violation_error_code="name",
                violation_error_message="本专业镇已登记同名产品。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Brand(RegistryRow):
    """品牌: regional, of an enterprise or of a product, and at which level it is recognised (P 二(六))."""

    town = models.ForeignKey(Town, models.CASCADE, related_name="brands", verbose_name="专业镇")
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("类型", max_length=30, choices=BrandKind.choices)
    level = models.CharField("级别", max_length=10, choices=HonourLevel.choices)
    holder = models.CharField("持有单位", max_length=120, blank=True)
    recognised_year = models.PositiveSmallIntegerField(
        "认定年份", null=True, blank=True, validators=[plausible_year], help_text="不知道可以不填。"
    )
    expires_on = models.DateField(
        "有效期至",
        null=True,
        blank=True,
        validators=[day_of_our_time],
        help_text="当天仍有效；长期有效的不填。",
    )

    class Meta:
        verbose_name = "品牌"
        verbose_name_plural = "品牌"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["town", "name", "kind"],
                name="towns_brand_one_name_a_kind",
                violation_error_code="name",
                violation_error_message="本专业镇已登记同名、同类型的品牌。",
            ),
            models.CheckConstraint(condition=Q(kind__in=BrandKind.values), name="towns_brand_known_kind"),
            models.CheckConstraint(condition=Q(level__in=HonourLevel.values), name="towns_brand_known_level"),
        ]

    def __str__(self) -> str:
        return self.name


class TechnicalStandard(RegistryRow):
    """技术标准 that people of the town led or joined in drafting (P 二(六))."""

    town = models.ForeignKey(Town, models.CASCADE, related_name="technical_standards", verbose_name="专业镇")
    number = models.CharField("标准号", max_length=60, help_text="例如“GB/T 00000-2026”。")
    name = models.CharField("标准名称", max_length=160)
    level = models.CharField(
        "级别",
        max_length=20,
        choices=StandardLevel.choices,
        help_text="团体标准可以登记，但不作为认定标准中的国家、行业、地方标准。",
    )
    role = models.CharField("作用", max_length=10, choices=DraftingRole.choices)
    year = models.PositiveSmallIntegerField(
        "发布年份", null=True, blank=True, validators=[plausible_year], help_text="不知道可以不填。"
    )

    class Meta:
        verbose_name = "技术标准"
        verbose_name_plural = "技术标准"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["town", "number"],
                name="towns_technicalstandard_one_number_a_town",
                violation_error_code="number",
                violation_error_message="本专业镇已登记这个标准号。",
            ),
            models.CheckConstraint(
                condition=Q(level__in=StandardLevel.values), name="towns_technicalstandard_known_level"
            ),
            models.CheckConstraint(
                condition=Q(role__in=DraftingRole.values), name="towns_technicalstandard_known_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
