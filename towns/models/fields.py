"""Columns of the registry that understand how people write, and say in Chinese what does not hold."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from towns.credit_codes import normalised, what_is_wrong

EARLIEST_YEAR = 1949
# Room for the blanks and hyphens that come with a pasted code.
LONGEST_TYPED_CODE = 40


def plausible_year(year: int) -> None:
    """A year since 1949 that has begun; ValidationError otherwise."""
    newest = timezone.localdate().year
    if not EARLIEST_YEAR <= year <= newest:
        raise ValidationError(f"请填 {EARLIEST_YEAR} 到 {newest} 之间的四位年份。")


def day_that_has_come(day: date) -> None:
    """A day since 1949 until today; ValidationError otherwise."""
    if not date(EARLIEST_YEAR, 1, 1) <= day <= timezone.localdate():
        raise ValidationError("请核对日期：不能晚于今天，也不能早于 1949 年。")


def day_of_our_time(day: date) -> None:
    """A day that may still come, within this century; ValidationError otherwise."""
    if not date(EARLIEST_YEAR, 1, 1) <= day < date(2100, 1, 1):
        raise ValidationError(f"请核对年份，应在 {EARLIEST_YEAR} 到 2099 年之间。")


class CreditCodeField(models.CharField):
    """统一社会信用代码, empty while it is not known; folded to capitals, and held against its check digit."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": 18, "blank": True, **options})

    def to_python(self, value: Any) -> Any:
        return normalised(value) if isinstance(value, str) else value

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if value and (problem := what_is_wrong(value)):
            raise ValidationError(problem)

    def run_validators(self, value: Any) -> None:
        """The length is said in `validate`, with the digits counted; once is enough."""

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"max_length": LONGEST_TYPED_CODE, **options})


class KeysField(models.JSONField):
    """A list of keys out of `words` ({key: Chinese}), kept in the order of the words."""

    def __init__(self, *args: Any, words: Mapping[str, str] | None = None, **options: Any) -> None:
        self.words = dict(words or {})
        super().__init__(*args, **{"default": list, **options})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options.pop("default", None)
        return name, path, args, options

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list) or not set(value) <= set(self.words):
            raise ValidationError(f"{self.verbose_name}不在可选范围内，请重新选择。")

    def formfield(self, **options: Any) -> Any:
        return forms.TypedMultipleChoiceField(
            label=self.verbose_name,
            help_text=self.help_text,
            required=not self.blank,
            choices=list(self.words.items()),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": f"请至少选一项{self.verbose_name}。"},
        )

    def listed(self, keys: list[str]) -> str:
        """The keys in Chinese, in their fixed order."""
        return "、".join(said for key, said in self.words.items() if key in keys)
