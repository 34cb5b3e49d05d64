"""Abstract models, and the calendar: the only table of this app."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class PeriodQuerySet(models.QuerySet[Any]):
    """Rows that hold from `since` to `until` (half-open)."""

    def at(self, day: date) -> Self:
        """Rows that hold on that day."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)


class Period(models.Model):
    """A half-open period of days; `until` is the first day on which the row no longer holds."""

    since = models.DateField("自")
    until = models.DateField("至（不含）", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="%(app_label)s_%(class)s_ends_after_it_begins",
                violation_error_message="结束日期应晚于开始日期。",
            )
        ]

    def holds_on(self, day: date) -> bool:
        """Whether the row holds on that day."""
        return self.since <= day and (self.until is None or day < self.until)


class CalendarDay(models.Model):
    """A day that differs from the plain week: a public holiday, or a weekend day on which people work."""

    day = models.DateField("日期", unique=True)
    is_working = models.BooleanField("是否工作日")
    note = models.CharField("说明", max_length=60, blank=True)

    class Meta:
        verbose_name = "日历日"
        verbose_name_plural = "日历"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {'工作日' if self.is_working else '非工作日'}"


class Tracked(models.Model):
    """A row with a state machine: changed only through `records.workflow.perform`, which counts `version` up."""

    version = models.PositiveIntegerField("版本", default=1)
    moved_at = models.DateTimeField("最近流转", default=timezone.now)

    _stepped_aside: frozenset[str] = frozenset()

    class Meta:
        abstract = True

    def get_deferred_fields(self) -> set[str]:
        """A state that steps aside for a refresh is not one that was never read."""
        return super().get_deferred_fields() - self._stepped_aside

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        """Read the row again, its protected state too.

        Django-fsm's own mixin lifts the protection for every thread, and for good when the row is gone; here the
        old value steps aside for this instance alone.
        """
        protected = [
            field.attname for field in self._meta.concrete_fields if getattr(field, "protected", False)
        ]
        kept = {name: self.__dict__.pop(name) for name in protected if name in self.__dict__}
        self._stepped_aside = frozenset(kept)
        try:
            super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)
        finally:
            self._stepped_aside = frozenset()
            for name, value in kept.items():
                self.__dict__.setdefault(name, value)
