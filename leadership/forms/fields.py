"""Fields that rosters share."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

EARLIEST, LATEST = date(1949, 10, 1), date(2100, 1, 1)


class DayField(forms.DateField):
    """A day of our time; 2026年3月1日 and 2026.3.1 are understood."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")
    default_error_messages = {"invalid": "请填日期，例如 2026-03-12。"}

    def clean(self, value: Any) -> date | None:
        """The day; ValidationError beyond what can be meant."""
        day = super().clean(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise ValidationError("日期不在合理范围内，请核对年份。")
        return day


class NameField(forms.CharField):
    """A person's name; padding blanks between two characters of print go: 李　颖 is 李颖."""

    default_error_messages = {"max_length": "姓名不超过 40 个字，请核对是否多粘贴了内容。"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return "".join((super().to_python(value) or "").split())


class BasisField(forms.CharField):
    """依据: the document that says so, if there is one."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(label="依据", max_length=120, required=False, **kwargs)
