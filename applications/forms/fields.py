"""Fields that several forms of recognition share."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.fields import SEPARATORS, FigureField
from towns.enums import ValueType
from towns.models import Indicator

# A number with a unit behind it, as people copy it out of reports.
WITH_UNIT = re.compile(r"([-+]?\d+(?:\.\d+)?)([^\d.].*)")
TOO_LONG = "最多 %(limit_value)d 个字，现在是 %(show_value)d 个字，请删减后保存。"
EXAMPLES = {ValueType.COUNT: "120"}


class VersionField(forms.IntegerField):
    """The version of the page that was acted upon; a page without one is treated as stale."""

    widget = forms.HiddenInput

    def __init__(self, *, min_value: int = 1, **options: Any) -> None:
        super().__init__(label="页面版本", min_value=min_value, max_value=2**31 - 1, **options)


class IndicatorField(FigureField):
    """A figure in its indicator's unit: 12.5亿元 is understood where 亿元 is asked for, 125000万元 is refused by name."""

    def __init__(self, *, indicator: Indicator, **options: Any) -> None:
        self.unit = indicator.unit
        self.example = EXAMPLES.get(ValueType(indicator.value_type), "12.5")
        super().__init__(required=False, min_value=0, **_limits(indicator), **options)

    def to_python(self, value: Any) -> Any:
        """The number without its unit; ValidationError where the unit is another one."""
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).translate(SEPARATORS)
            found = WITH_UNIT.fullmatch(value)
            if found and found[2] == self.unit:
                value = found[1]
            elif found and "e" not in found[2].lower():
                raise ValidationError(
                    f"这里的单位是{self.unit}，您填的是“{found[2][:10]}”。请换算后只填数字，例如 {self.example}。",
                    code="unit",
                )
        return super().to_python(value)


def _limits(indicator: Indicator) -> dict[str, Any]:
    """How large a figure may be, by its type."""
    return {
        ValueType.COUNT: {"max_digits": 9, "decimal_places": 0},
        ValueType.SHARE: {"max_value": 100, "max_digits": 7, "decimal_places": 4},
    }.get(ValueType(indicator.value_type), {"max_digits": 12, "decimal_places": 4})


class WordsField(forms.CharField):
    """A text in the unit's own words: a line break counts once, and what is too long comes back whole with its count."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, error_messages={"max_length": TOO_LONG}, **options)

    def to_python(self, value: Any) -> str:
        """Line breaks as one character, however the browser sends them."""
        text: str = super().to_python(value) or ""
        return text.replace("\r\n", "\n")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No limit in the browser: it would cut off what is pasted without a word."""
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs
