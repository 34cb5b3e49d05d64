"""What people look for in the library, kept in the address."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from accounts.models import Division
from core.enums import Level
from policies.enums import Force, PolicyKind, VersionState
from policies.models import PolicyVersion
from policies.selectors.library import holding

FORCES = [choice for choice in Force.choices if choice[0] != Force.AMENDED]


class PolicyFilterForm(forms.Form):
    """A field that does not hold says so and is left aside."""

    q = forms.CharField(
        label="关键词",
        required=False,
        max_length=40,
        widget=forms.SearchInput(attrs={"placeholder": "标题、文号、发布机构"}),
        error_messages={"max_length": "关键词请不超过 40 个字。"},
    )
    level = forms.ChoiceField(label="级别", required=False, choices=[("", "不限"), *Level.choices])
    kind = forms.ChoiceField(label="种类", required=False, choices=[("", "不限"), *PolicyKind.choices])
    division = forms.ModelChoiceField(
        label="适用地区",
        required=False,
        queryset=Division.objects.filter(policies__versions__state=VersionState.PUBLISHED)
        .distinct()
        .order_by("code"),
        to_field_name="code",
        empty_label="不限",
    )
    force = forms.ChoiceField(label="状态", required=False, choices=[("", "不限"), *FORCES])
    year = forms.IntegerField(
        label="年份",
        required=False,
        min_value=1990,
        max_value=2100,
        error_messages={"invalid": "年份请填四位数字，例如 2023。"},
    )

    def chosen(self) -> dict[str, Any]:
        """The conditions that hold and are not empty, by field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def filtered_versions(
    versions: QuerySet[PolicyVersion], chosen: dict[str, Any], *, on: date
) -> QuerySet[PolicyVersion]:
    """Those that meet all conditions; whether they hold is asked of the day `on`."""
    conditions = [_mentions(word) for word in chosen.get("q", "").split()]
    if "level" in chosen:
        conditions.append(Q(policy__level=chosen["level"]))
    if "kind" in chosen:
        conditions.append(Q(policy__kind=chosen["kind"]))
    if "division" in chosen:
        conditions.append(Q(policy__division=chosen["division"]))
    if "year" in chosen:
        conditions.append(Q(dated_on__year=chosen["year"]))
    found = versions.filter(reduce(and_, conditions, Q()))
    return holding(found, chosen["force"], on=on) if "force" in chosen else found


def _mentions(word: str) -> Q:
    return (
        Q(title__icontains=word)
        | Q(document_number__icontains=word)
        | Q(policy__key__icontains=word)
        | Q(issuer__icontains=word)
        | Q(policy__division__full_name__icontains=word)
    )
