"""Form fields that understand how people here type numbers."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

# Thousands separators in both widths; full-width digits and signs are folded first.
SEPARATORS = str.maketrans("", "", ",，_ \u3000\u00a0")


class FigureField(forms.DecimalField):
    """A number as it is typed or pasted: １２．５, 1,234.5 and " 30 " are understood; what is not is named with an example."""

    default_error_messages = {
        "invalid": "请填数字，例如 12.5。",
        "max_digits": "数字太长，请核对单位。",
        "max_decimal_places": "小数位数太多，最多 %(max)s 位。",
        "max_whole_digits": "数字太大，请核对单位。",
        "min_value": "不能小于 %(limit_value)s。",
        "max_value": "应在 0 到 %(limit_value)s 之间，例如 11.2。",
    }
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "input-figure"})

    def to_python(self, value: Any) -> Any:
        """Fold widths and drop separators before the number is read."""
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).translate(SEPARATORS)
        return super().to_python(value)


class SeveralRowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows to choose from; a number beyond the column is simply none of them (SQLite raises)."""

    def clean(self, value: Any) -> Any:
        """The chosen rows, or the sentence for what is not on the list."""
        try:
            return super().clean(value)
        except OverflowError as error:
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": "…"}
            ) from error
