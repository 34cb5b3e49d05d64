"""Targets of a document, and how they stand."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.enums import DivisionLevel
from accounts.forms.users import DayField
from accounts.models import Division
from core.enums import Level
from core.fields import FigureField
from policies.enums import TargetKind
from policies.forms.fields import RowField
from policies.models import Clause, Policy, Target
from policies.services.targets import FACTS
from towns.enums import FigureSubject
from towns.models import Indicator, Town


def value_field(label: str, **options: Any) -> FigureField:
    """A number as the columns hold it."""
    return FigureField(label=label, max_digits=20, decimal_places=4, **options)


class TargetForm(forms.ModelForm):
    """One target beside its clause."""

    low = value_field("目标值", required=False, help_text="增长的填百分数，例如 10；里程碑和翻番不用填。")
    high = value_field("区间上限", required=False, help_text="例如“3 至 5 个”填 5。")
    base_value = value_field("基准值", required=False, help_text="翻番的填基准年的数值；不知道的留空。")
    due_on = DayField(label="完成期限", required=False)
    clause = RowField(label="条文", empty_label="序言或全文")
    division = RowField(label="地区", help_text="按平台登记的认定数计算时填。")
    town = RowField(label="专业镇", help_text="按专业镇的数据计算时填。")
    indicator = RowField(label="指标", help_text="按专业镇的数据计算时填。")

    class Meta:
        model = Target
        fields = list(FACTS)

    field_order = FACTS

    def __init__(self, *args: Any, policy: Policy, **options: Any) -> None:
        super().__init__(*args, **options)
        self.instance.policy = policy
        choices: dict[str, Any] = {
            "clause": _clauses(policy),
            "division": Division.objects.exclude(level=DivisionLevel.TOWNSHIP).order_by("code"),
            # Pages for everybody speak of recognised towns alone.
            "town": Town.objects.filter(designations__isnull=False).distinct().order_by("sort_key", "pk"),
            "indicator": Indicator.objects.filter(subject=FigureSubject.TOWN).order_by("order", "key"),
        }
        for name, rows in choices.items():
            field: Any = self.fields[name]
            field.queryset = rows
        level: Any = self.fields["level"]
        level.choices = [("", "---------"), *Level.choices]

    def clean(self) -> dict[str, Any]:
        """Values that the kind asks for, in words at their fields; the rest the constraints say."""
        typed: dict[str, Any] = super().clean() or {}
        kind, low, high = typed.get("kind"), typed.get("low"), typed.get("high")
        wants_value = kind not in {TargetKind.MILESTONE, TargetKind.DOUBLING, None}
        if wants_value and not (low and low > 0) and "low" not in self.errors:
            self.add_error("low", "请填大于 0 的目标值。")
        if kind == TargetKind.RANGE and low and not (high and high > low):
            self.add_error("high", "区间上限应大于目标值。")
        return typed


class ReadingForm(forms.Form):
    """How a target stands as of a day."""

    value = value_field("数值", help_text="单位与目标相同；里程碑已完成填 1，未完成填 0。")
    as_of = DayField(label="截至日期")
    source = forms.CharField(label="来源", max_length=200, help_text="例如“市统计局年报”。")


def _clauses(policy: Policy) -> Any:
    """Clauses of the newest open text."""
    newest = policy.versions.newest().first()
    return newest.clauses.order_by("position") if newest else Clause.objects.none()
