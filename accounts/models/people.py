"""People, the posts of an organisation, and who held which post when (domain.md 4)."""

from django.db import models

from accounts.models.places import Organisation
from core.models import Period, PeriodQuerySet


class Person(models.Model):
    """A human being; needs no account, and is never matched by name alone."""

    name = models.CharField("姓名", max_length=40)
    note = models.CharField("辨识说明", max_length=120, blank=True, help_text="同名时用来区分，如曾任职务。")

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """One place in an organisation: five vice-mayors are five posts, told apart by their portfolio."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts", verbose_name="单位")
    name = models.CharField("职务", max_length=60)
    portfolio = models.CharField("分管", max_length=60, blank=True)

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        ordering = ["organisation_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name", "portfolio"],
                name="accounts_post_one_row_a_place",
                violation_error_message="这个单位已有同名同分管的岗位。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.portfolio}）" if self.portfolio else self.name


class Tenure(Period):
    """任职: a person holds a post from a day until (not on) another; `basis` is the document that says so."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures", verbose_name="岗位")
    person = models.ForeignKey(Person, models.PROTECT, related_name="tenures", verbose_name="人员")
    basis = models.CharField("依据", max_length=120, blank=True)
    is_deputy = models.BooleanField("代理", default=False)

    objects = PeriodQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = "任职"
        verbose_name_plural = "任职"
        ordering = ["post_id", "since"]

    def __str__(self) -> str:
        return f"{self.person}：{self.post}"
