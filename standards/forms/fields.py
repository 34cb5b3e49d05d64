"""Fields of the self-check; each may stay empty, which means that it is not known."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.utils import timezone

from accounts.enums import DivisionLevel
from accounts.models import Division
from core.fields import FigureField

FIRST_YEAR = 1949
CHOOSE = ("", "请选择")
YES_OR_NO = (("", "不清楚"), ("yes", "是"), ("no", "否"))
MOST_OF_A_KIND = 99

Choices = Sequence[tuple[str, Any]]


def count(label: str, unit: str, help_text: str = "") -> FigureField:
    """A whole number of 户 or 人."""
    return FigureField(
        label=f"{label}（{unit}）",
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=0,
        help_text=help_text,
    )


def share(label: str) -> FigureField:
    """A share in %, 0 to 100."""
    return FigureField(
        label=f"{label}（%）", required=False, min_value=0, max_value=100, max_digits=7, decimal_places=4
    )


def one_of(label: str, choices: Choices, empty: tuple[str, str] = CHOOSE) -> forms.ChoiceField:
    """One choice or none."""
    return forms.ChoiceField(label=label, choices=[empty, *choices], required=False)


def several_of(label: str, choices: Choices) -> forms.MultipleChoiceField:
    """Boxes to tick."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def nothing(label: str) -> forms.BooleanField:
    """That there is nothing of it, which is more than not knowing."""
    return forms.BooleanField(label=label, required=False)


def yes_or_no(label: str) -> forms.ChoiceField:
    """是, 否 or 不清楚."""
    return forms.ChoiceField(label=label, choices=YES_OR_NO, required=False)


def year() -> FigureField:
    """The year of the figures, at most the present one."""
    this_year = timezone.localdate().year
    wrong = "请填四位年份，例如 2025。"
    outside = f"应在 {FIRST_YEAR} 到 {this_year} 之间。"
    return FigureField(
        label="数据年份",
        required=False,
        initial=this_year - 1,
        decimal_places=0,
        help_text="下面的数字是哪一年的。",
        min_value=FIRST_YEAR,
        max_value=this_year,
        error_messages={
            "invalid": wrong,
            "max_decimal_places": wrong,
            "min_value": outside,
            "max_value": outside,
        },
    )


def how_many(label: str) -> FigureField:
    """How many of a kind; empty counts as one where the row is filled in."""
    outside = f"应在 1 到 {MOST_OF_A_KIND} 之间。"
    return FigureField(
        label=label,
        required=False,
        decimal_places=0,
        min_value=1,
        max_value=MOST_OF_A_KIND,
        error_messages={"max_decimal_places": "应填整数。", "min_value": outside, "max_value": outside},
    )


def own_indicator(params: Mapping[str, Any]) -> forms.Field:
    """An office's own indicator: a figure with its unit, or a yes or no."""
    if "statement" in params:
        return yes_or_no(params["statement"])
    return FigureField(
        label=f"{params['name']}（{params['unit']}）", required=False, max_digits=16, decimal_places=4
    )


def counties_by_city() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every county under its city, as grouped choices of code and full name."""
    rows = (
        Division.objects.filter(level=DivisionLevel.COUNTY)
        .order_by("code")
        .values_list("parent__full_name", "code", "full_name")
    )
    return [
        (city or "其他", [(code, name) for _, code, name in group])
        for city, group in groupby(rows, key=lambda row: row[0])
    ]
