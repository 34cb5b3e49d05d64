"""What people look for in the public list: level, place, category, year and words, all kept in the address."""

from functools import reduce
from operator import and_
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import DivisionLevel
from accounts.models import Division
from core.enums import Level
from towns.enums import Category, DesignationState
from towns.models import Designation, Town

ANY = ("", "不限")


class TownFilterForm(forms.Form):
    """A field that does not hold says so and is left aside; the others still filter."""

    q = forms.CharField(
        label="关键词",
        required=False,
        max_length=40,
        widget=forms.SearchInput(attrs={"placeholder": "名称、县、产业"}),
        error_messages={"max_length": "关键词请不超过 40 个字。"},
    )
    level = forms.ChoiceField(label="级别", required=False, choices=[ANY, *Level.choices])
    city = forms.ChoiceField(label="市", required=False)
    county = forms.ChoiceField(label="县（市、区）", required=False)
    category = forms.ChoiceField(label="类别", required=False, choices=[ANY, *Category.choices])
    year = forms.ChoiceField(label="认定年份", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        places = list(
            Division.objects.filter(level__in=[DivisionLevel.CITY, DivisionLevel.COUNTY])
            .order_by("code")
            .values_list("code", "full_name", "level", "parent__code")
        )
        cities = [(code, name) for code, name, level, _ in places if level == DivisionLevel.CITY]
        self.fields["city"].choices = [ANY, *cities]
        self.fields["county"].choices = [
            ANY,
            *(
                (name, [(code, county) for code, county, _, parent in places if parent == city])
                for city, name in cities
            ),
        ]
        self.fields["year"].choices = [ANY, *((str(year), f"{year}年") for year in _years())]
        for each in self.fields.values():
            each.error_messages["invalid_choice"] = f"没有这个{each.label}，已忽略这一项。"

    def chosen(self) -> dict[str, str]:
        """The conditions that hold and are not empty, by field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def words(self) -> list[str]:
        """The conditions as people read them: 省级, 太原市, “醋”."""
        return [_label(self.fields[name], value) for name, value in self.chosen().items()]

    def query(self) -> str:
        """The conditions as an address, without the page."""
        return urlencode(self.chosen())


def in_force() -> QuerySet[Designation]:
    """Recognitions that count today."""
    return Designation.objects.filter(state=DesignationState.ACTIVE)


def filtered_towns(chosen: dict[str, str]) -> QuerySet[Town]:
    """Publicly listed towns that meet all conditions; level and year speak of one and the same recognition."""
    recognitions = in_force().filter(town=OuterRef("pk"))
    if "level" in chosen:
        recognitions = recognitions.filter(level=chosen["level"])
    if "year" in chosen:
        recognitions = recognitions.filter(year=int(chosen["year"]))
    return Town.objects.filter(Exists(recognitions), _about_the_town(chosen))


def _about_the_town(chosen: dict[str, str]) -> Q:
    conditions = [_mentions(word) for word in chosen.get("q", "").split()]
    if "city" in chosen:
        conditions.append(Q(county__parent__code=chosen["city"]))
    if "county" in chosen:
        conditions.append(Q(county__code=chosen["county"]))
    if "category" in chosen:
        conditions.append(Q(category=chosen["category"]))
    return reduce(and_, conditions, Q())


def _mentions(word: str) -> Q:
    return Q(name__icontains=word) | Q(county__full_name__icontains=word) | Q(main_industry__icontains=word)


def _label(field: forms.Field, value: str) -> str:
    for key, label in getattr(field, "choices", ()):
        options = label if isinstance(label, list) else [(key, label)]
        if value in dict(options):
            return str(dict(options)[value])
    return f"“{value}”"


def _years() -> list[int]:
    known = in_force().filter(year__isnull=False).order_by("-year")
    return [year for year in known.values_list("year", flat=True).distinct() if year]
