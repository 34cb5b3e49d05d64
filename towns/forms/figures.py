"""What is typed about figures, by those who report and by those who confirm them."""

from typing import Any

from django import forms
from django.utils import timezone

from core.fields import FigureField, SeveralRowsField
from core.money import FACTORS
from towns.enums import FigureSubject, PeriodPart
from towns.models import Enterprise, Figure, Indicator, Product
from towns.models.fields import EARLIEST_YEAR
from towns.models.figures import FigureQuerySet
from towns.services import units_of

OWN_UNIT = "own"
WHOLE_YEAR = "year"
LARGEST_CHOICE = 500


class FigureForm(forms.Form):
    """One figure as it is reported; full-width digits and 1,234.5 are understood.

    Unit and period must be said, the usual ones are chosen when the page opens.
    """

    indicator = forms.ModelChoiceField(
        label="指标",
        queryset=Indicator.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择指标。", "invalid_choice": "没有这个指标，请重新选择。"},
    )
    year = FigureField(
        label="年份",
        max_digits=4,
        decimal_places=0,
        min_value=EARLIEST_YEAR,
        error_messages={"required": "请填年份，例如 2025。", "invalid": "请填四位年份，例如 2025。"},
    )
    part = forms.ChoiceField(
        label="期间",
        initial=WHOLE_YEAR,
        choices=[(each.value or WHOLE_YEAR, each.label) for each in PeriodPart],
        error_messages={
            "required": "请选择期间，例如“全年”。",
            "invalid_choice": "没有这个期间，请重新选择。",
        },
    )
    value = FigureField(
        label="数值", max_digits=20, decimal_places=8, min_value=0, error_messages={"required": "请填数值。"}
    )
    unit = forms.ChoiceField(
        label="单位",
        initial=OWN_UNIT,
        help_text="金额可另选亿元、万元或元。",
        error_messages={"required": "请选择单位。", "invalid_choice": "没有这个单位，请重新选择。"},
    )
    scope = forms.CharField(
        label="口径", required=False, max_length=120, help_text="统计的范围，例如“全产业链”“规模以上企业”。"
    )
    source = forms.CharField(
        label="来源",
        max_length=200,
        help_text="出自哪份报表或文件，例如“县统计局 2025 年年报”。",
        error_messages={"required": "请写明来源。"},
    )

    def __init__(self, *args: Any, subject: Enterprise | Product | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.subject = subject
        kind = FigureSubject.TOWN if subject is None else FigureSubject(subject._meta.model_name or "")
        self.fields["indicator"].queryset = Indicator.objects.filter(subject=kind).order_by("order", "key")
        own = subject.output_unit if isinstance(subject, Product) else "指标括号内的单位"
        self.fields["unit"].choices = [(OWN_UNIT, own), *((unit, unit) for unit in reversed(FACTORS))]

    def clean_year(self) -> int:
        """A year that has begun; later ones have no figures yet."""
        year = int(self.cleaned_data["year"])
        if year > timezone.localdate().year:
            raise forms.ValidationError("这一年还没有到，请核对年份。")
        return year

    def clean_part(self) -> str:
        """The part of the year as it is kept: the whole year is the empty one."""
        part: str = self.cleaned_data["part"]
        return "" if part == WHOLE_YEAR else part

    def clean(self) -> dict[str, Any]:
        """The indicator's own unit becomes its name."""
        typed = super().clean() or self.cleaned_data
        indicator = typed.get("indicator")
        if indicator and typed.get("unit") == OWN_UNIT:
            units = units_of(indicator, self.subject)
            typed["unit"] = indicator.unit if indicator.unit in units else units[0]
        return typed


class ConfirmForm(forms.Form):
    """Which of the waiting figures are confirmed."""

    figures = SeveralRowsField(
        Figure.objects.none(),
        label="数据",
        error_messages={
            "required": "请至少勾选一项数据。",
            "invalid_choice": "所选数据中有的不归本单位确认，请刷新页面后再试。",
            "invalid_pk_value": "所选数据无效，请刷新页面后再试。",
        },
    )

    def __init__(self, *args: Any, figures: FigureQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["figures"].queryset = figures

    def clean_figures(self) -> Any:
        """As many as a page could ever hold."""
        figures = self.cleaned_data["figures"]
        if len(figures) > LARGEST_CHOICE:
            raise forms.ValidationError(f"一次最多确认 {LARGEST_CHOICE} 项。")
        return figures


class RejectForm(forms.Form):
    """Why a figure is sent back."""

    reason = forms.CharField(
        label="退回理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明哪里不对、怎样更正，填报人会看到。",
        error_messages={"required": "请写明退回理由，填报人会看到。"},
    )
