"""Fields that several forms of this app use."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from files.enums import DOCUMENT_KINDS
from files.fields import UploadField
from policies.models import Policy

SEPARATORS = re.compile(r"[、，,；;\n]+")


class SourceField(UploadField):
    """An official document as it was published."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": "文件", "kinds": DOCUMENT_KINDS, **options})


class UnitsField(forms.CharField):
    """Units with 、 between them, as they are written in the document."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{"required": False, "max_length": 2000, "widget": forms.Textarea(attrs={"rows": 2}), **options}
        )

    def clean(self, value: Any) -> list[str]:
        """One name each, in their order."""
        text = super().clean(value) or ""
        names = [name.strip() for name in SEPARATORS.split(text) if name.strip()]
        longest = max(names, key=len, default="")
        if len(longest) > 60:
            raise forms.ValidationError(f"“{longest[:20]}…”太长，请用顿号把单位一一分开。")
        return names


class RowField(forms.ModelChoiceField):
    """One row or none, its choices given by the form; a number beyond the column is none of them (SQLite raises)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"queryset": Policy.objects.none(), "required": False, **options})

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except OverflowError as error:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": "…"}
            ) from error
