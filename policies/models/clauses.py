"""What a version says: its clauses in order, and the duties and numbers that stand in them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, User
from policies.enums import DutyRole, FigureKind
from policies.models.documents import PolicyVersion


class ClauseQuerySet(models.QuerySet):
    """Clauses, and which of them count."""

    def confirmed(self) -> ClauseQuerySet:
        """What a person has held against the source; nothing else counts."""
        return self.filter(confirmed_at__isnull=False)


class Clause(models.Model):
    """条文 under its path (二(四), 附2二1), with the lines of the source that it was read from (counted from 1)."""

    version = models.ForeignKey(
        PolicyVersion, models.CASCADE, related_name="clauses", verbose_name="政策版本"
    )
    position = models.PositiveIntegerField("次序")
    path = models.CharField("条款", max_length=40)
    label = models.CharField("标号", max_length=20)
    heading = models.CharField("标题", max_length=200, blank=True)
    text = models.TextField("内容", blank=True)
    depth = models.PositiveSmallIntegerField("层次")
    first_line = models.PositiveIntegerField("起始行", null=True, blank=True)
    last_line = models.PositiveIntegerField("末行", null=True, blank=True)
    doubts = models.JSONField("存疑", default=list, blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="confirmed_clauses", verbose_name="核对人"
    )
    confirmed_at = models.DateTimeField("核对时间", null=True, blank=True)

    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = "条文"
        verbose_name_plural = "条文"
        ordering = ["version_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "path"],
                name="policies_clause_one_path",
                violation_error_message="这份文件里已有同样的条款号。",
            ),
            models.CheckConstraint(
                condition=Q(first_line__isnull=True, last_line__isnull=True)
                | Q(first_line__gte=1, last_line__gte=F("first_line")),
                name="policies_clause_lines_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.heading}".strip()

    @property
    def anchor(self) -> str:
        """Where on the page of its document it stands; the same for ever."""
        return f"c-{self.path}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None


class Duty(models.Model):
    """职责: a unit, as it is written, that leads or shares the task of a clause; `organisation` once it is matched."""

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="duties", verbose_name="条文")
    role = models.CharField("职责", max_length=12, choices=DutyRole.choices)
    unit = models.CharField("单位", max_length=60)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="duties", verbose_name="对应单位"
    )
    position = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = "职责"
        verbose_name_plural = "职责"
        ordering = ["clause_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["clause", "role", "unit"], name="policies_duty_said_once"),
            models.CheckConstraint(condition=Q(role__in=DutyRole.values), name="policies_duty_known_role"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}（{self.get_role_display()}）"


class ClauseFigure(models.Model):
    """A number in a clause as it is written; `yuan` where it is a sum of money."""

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="figures", verbose_name="条文")
    kind = models.CharField("种类", max_length=12, choices=FigureKind.choices)
    text = models.CharField("写法", max_length=60)
    yuan = models.DecimalField("金额（元）", max_digits=20, decimal_places=2, null=True, blank=True)
    position = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = "条文数字"
        verbose_name_plural = "条文数字"
        ordering = ["clause_id", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=FigureKind.values), name="policies_clausefigure_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind=FigureKind.AMOUNT) | Q(yuan__isnull=True),
                name="policies_clausefigure_only_sums_have_yuan",
            ),
        ]

    def __str__(self) -> str:
        return self.text
