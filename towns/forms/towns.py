"""What is typed about a town."""

import re
from typing import Any

from django import forms
from django.db.models import Q

from accounts.actors import Actor
from accounts.enums import DivisionLevel, OrganisationKind
from accounts.models import Division
from towns.models import Town
from towns.selectors import counties_for, keepers_for
from towns.services import TownFacts


class CountiesField(forms.CharField):
    """Names of counties with 、 between them; understood with or without the city, two of one name are asked about."""

    def clean(self, value: Any) -> list[Division]:
        """The rows; asked for only once the text itself holds (no NUL reaches the database)."""
        text = super().clean(value) or ""
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
