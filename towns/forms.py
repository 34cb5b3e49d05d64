"""What is typed about towns and their figures."""

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import DivisionLevel, OrganisationKind
from accounts.models import Division
from core.fields import FigureField
from core.money import FACTORS
from towns.enums import PeriodPart
from towns.models import Indicator, Town
from towns.selectors import counties_for, keepers_for
from towns.services import TownFacts

EARLIEST_YEAR = 1949
OWN_UNIT = ("", "指标括号内的单位")


class CountiesField(forms.CharField):
    """Names of counties with 、 between them; understood with or without the city, two of one name are asked about."""

    def to_python(self, value: Any) -> list[Division]:  # type: ignore[override]
        text = super().to_python(value) or ""
        names = [name for name in re.split(r"[、，,；;\s]+", text) if name]
        found = [self._county(name) for name in names]
        return list({county.pk: county for county in found}.values())

    def prepare_value(self, value: Any) -> Any:
        """What was typed stays as typed; rows become their full names."""
        return (
            value if value is None or isinstance(value, str) else "、".join(str(county) for county in value)
        )

    @staticmethod
    def _county(name: str) -> Division:
        counties = Division.objects.filter(level=DivisionLevel.COUNTY)
        found = list(counties.filter(Q(full_name=name) | Q(name=name)).order_by("code"))
        if not found:
            raise forms.ValidationError(f"没有找到“{name}”，请写全称，例如“太原市清徐县”。")
        if len(found) > 1:
            raise forms.ValidationError(f"有不止一个“{name}”：{'、'.join(map(str, found))}，请写全称。")
        return found[0]


class TownForm(forms.ModelForm):
    """A town of the acting unit; `version` is that of the row when the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1, required=False)
    other_counties = CountiesField(
        label="涉及的其他县（市、区）",
        required=False,
        max_length=600,
        help_text="主导产业原则上在一个县内；确有跨县的，用顿号分开填写，例如“太原市清徐县、晋中市祁县”。",
    )
    field_order = ["name", "county", "category", "main_industry", "keeper", "introduction", "other_counties"]

    class Meta:
        model = Town
        fields = ["name", "county", "category", "main_industry", "keeper", "introduction"]
        widgets = {"introduction": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "name": "例如“清徐老陈醋”。",
            "main_industry": "一个特色主导产业，例如“食醋酿造”。",
            "introduction": "公开后任何人都能看到，不超过 800 字。",
        }

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        counties = counties_for(actor)
        if self.instance.pk:
            counties = Division.objects.filter(Q(pk__in=counties) | Q(pk=self.instance.county_id))
            self.initial["version"] = self.instance.version
            self.initial["other_counties"] = list(self.instance.other_counties.order_by("code"))
        self._offer_counties(list(counties.order_by("code")))
        self._offer_keepers(actor)

    def facts(self) -> TownFacts:
        """What was typed, for the service; only of a valid form."""
        typed = self.cleaned_data
        return TownFacts(
            name=typed["name"],
            county=typed["county"],
            category=typed["category"],
            main_industry=typed["main_industry"],
            keeper=typed.get("keeper", self.instance.keeper),
            introduction=typed["introduction"],
            other_counties=tuple(each for each in typed["other_counties"] if each != typed["county"]),
        )

    def _offer_counties(self, counties: list[Division]) -> None:
        field = self.fields["county"]
        field.queryset = Division.objects.filter(pk__in=[county.pk for county in counties]).order_by("code")
        if len(counties) == 1:
            # There is nothing to choose: shown, and whatever a forged request says is not read.
            field.initial = self.initial["county"] = counties[0].pk
            field.disabled = True

    def _offer_keepers(self, actor: Actor) -> None:
        """A township keeps its own town; a county names the township that keeps it."""
        owner = self.instance.owner if self.instance.pk else actor.organisation
        is_township = actor.organisation is not None and actor.organisation.kind == OrganisationKind.TOWNSHIP
        if owner is None or is_township:
            del self.fields["keeper"]
            return
        self.fields["keeper"].queryset = keepers_for(owner)
        self.fields["keeper"].empty_label = "（未指定）"


class FigureForm(forms.Form):
    """One figure as it is reported; full-width digits and 1,234.5 are understood."""

    indicator = forms.ModelChoiceField(
        label="指标",
        queryset=Indicator.objects.order_by("order", "key"),
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
    part = forms.ChoiceField(label="期间", choices=PeriodPart.choices, required=False)
    value = FigureField(
        label="数值", max_digits=20, decimal_places=8, min_value=0, error_messages={"required": "请填数值。"}
    )
    unit = forms.ChoiceField(
        label="单位",
        required=False,
        choices=[OWN_UNIT, *((unit, unit) for unit in reversed(FACTORS))],
        help_text="金额可另选亿元、万元或元。",
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

    def clean_year(self) -> int:
        """A year that has begun; later ones have no figures yet."""
        year = int(self.cleaned_data["year"])
        if year > timezone.localdate().year:
            raise forms.ValidationError("这一年还没有到，请核对年份。")
        return year

    def clean(self) -> dict[str, Any]:
        """An empty unit is the indicator's own."""
        typed = super().clean() or self.cleaned_data
        indicator = typed.get("indicator")
        if indicator and not typed.get("unit"):
            typed["unit"] = indicator.unit
        return typed
