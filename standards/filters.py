"""What people look for among standards, kept in the address."""

from functools import reduce
from operator import and_
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from core.enums import Level
from standards.models import Standard, StandardVersion

MOST_COMPARED = 4


class StandardFilterForm(forms.Form):
    """A field that does not hold says so and is left aside."""

    q = forms.CharField(
        label="关键词",
        required=False,
        max_length=40,
        widget=forms.SearchInput(attrs={"placeholder": "名称、制定单位、文件"}),
        error_messages={"max_length": "关键词请不超过 40 个字。"},
    )
    level = forms.ChoiceField(
        label="级别",
        required=False,
        choices=[("", "不限"), *Level.choices],
        error_messages={"invalid_choice": "没有这个级别，已忽略这一项。"},
    )

    def chosen(self) -> dict[str, str]:
        """The conditions that hold and are not empty, by field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def filtered_standards(standards: QuerySet[Standard], chosen: dict[str, str]) -> QuerySet[Standard]:
    """The standards that meet all conditions."""
    conditions = [_mentions(word) for word in chosen.get("q", "").split()]
    if "level" in chosen:
        conditions.append(Q(level=chosen["level"]))
    return standards.filter(reduce(and_, conditions, Q()))


def _mentions(word: str) -> Q:
    return (
        Q(title__icontains=word)
        | Q(issuer__name__icontains=word)
        | Q(document_title__icontains=word)
        | Q(document__icontains=word)
    )


class CompareForm(forms.Form):
    """Which standards stand side by side."""

    standard = forms.MultipleChoiceField(
        label="对照的标准",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "没有这份标准，已忽略。"},
    )

    def __init__(self, *args: Any, versions: list[StandardVersion], **options: Any) -> None:
        super().__init__(*args, **options)
        self.versions = versions
        self.fields["standard"].choices = [
            (version.standard.code, version.standard.title) for version in versions
        ]

    def clean_standard(self) -> list[str]:
        """Side by side there is room for a few."""
        chosen: list[str] = self.cleaned_data["standard"]
        if len(chosen) > MOST_COMPARED:
            raise forms.ValidationError(f"一次最多对照 {MOST_COMPARED} 份标准。")
        return chosen

    def chosen(self, otherwise: list[StandardVersion]) -> list[StandardVersion]:
        """The versions that were chosen, in the order of the list; `otherwise` where none was."""
        codes = self.cleaned_data.get("standard", []) if self.is_valid() else []
        return [version for version in self.versions if version.standard.code in codes] or otherwise
