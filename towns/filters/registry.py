"""Filters of the registry's own lists; their state is the address of the page."""

from functools import reduce
from operator import and_, or_
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from core.enums import Level
from towns.enums import Category, Confirmation
from towns.filters.public import in_force
from towns.models import Indicator, Town
from towns.models.figures import FigureQuerySet
from towns.sections import Section

ANY = ("", "不限")
UNRECOGNISED = "none"
LONGEST = 40


class RegistryFilter(forms.Form):
    """Conditions in the address; one that does not hold says so and is left aside, the others still filter."""

    q = forms.CharField(
        label="关键词",
        required=False,
        max_length=LONGEST,
        widget=forms.SearchInput(),
        error_messages={"max_length": f"关键词请不超过 {LONGEST} 个字。"},
    )

    def chosen(self) -> dict[str, str]:
        """The conditions that hold and are not empty, by field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def query(self) -> str:
        """The conditions as an address, without the page."""
        return urlencode(self.chosen())

    def add_choice(self, name: str, label: str, choices: list[tuple[str, str]]) -> None:
        """One more condition with choices."""
        self.fields[name] = forms.ChoiceField(
            label=label,
            required=False,
            choices=[ANY, *choices],
            error_messages={"invalid_choice": f"没有这个{label}，已忽略这一项。"},
        )


class RegistryFilterForm(RegistryFilter):
    """Towns in sight: by words, category and recognition."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["q"].widget.attrs["placeholder"] = "名称、县、产业"
        self.add_choice("category", "类别", list(Category.choices))
        self.add_choice("level", "认定", [*Level.choices, (UNRECOGNISED, "尚未认定")])

    def narrow(self, towns: QuerySet[Town]) -> QuerySet[Town]:
        """The towns that meet all conditions."""
        chosen = self.chosen()
        towns = towns.filter(_mentions(chosen.get("q", ""), ("name", "county__full_name", "main_industry")))
        if "category" in chosen:
            towns = towns.filter(category=chosen["category"])
        if "level" not in chosen:
            return towns
        recognitions = in_force().filter(town=OuterRef("pk"))
        if chosen["level"] == UNRECOGNISED:
            return towns.filter(~Exists(recognitions))
        return towns.filter(Exists(recognitions.filter(level=chosen["level"])))


class RowFilterForm(RegistryFilter):
    """Rows of a section: by words and by the columns that have choices."""

    def __init__(self, *args: Any, section: Section, **options: Any) -> None:
        super().__init__(*args, **options)
        self.section = section
        for name in section.filters:
            self.add_choice(
                name,
                section.label(name),
                [(str(key), str(words)) for key, words in section.field(name).flatchoices],
            )

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that meet all conditions."""
        chosen = self.chosen()
        words = chosen.pop("q", "")
        return rows.filter(_mentions(words, self.section.search), **chosen)


class FigureFilterForm(RegistryFilter):
    """Figures of a town: by words, indicator, year and whether they are confirmed."""

    def __init__(self, *args: Any, figures: FigureQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["q"].widget.attrs["placeholder"] = "来源、口径、产品"
        used = Indicator.objects.filter(pk__in=figures.order_by().values("indicator")).order_by(
            "order", "key"
        )
        self.add_choice("indicator", "指标", [(each.key, each.name) for each in used])
        years = figures.order_by("-year").values_list("year", flat=True).distinct()
        self.add_choice("year", "年份", [(str(year), f"{year}年") for year in years])
        self.add_choice("state", "是否确认", list(Confirmation.choices))

    def narrow(self, rows: FigureQuerySet) -> FigureQuerySet:
        """The figures that meet all conditions."""
        chosen = self.chosen()
        rows = rows.filter(
            _mentions(chosen.get("q", ""), ("source", "scope", "product__name", "enterprise__name"))
        )
        if "indicator" in chosen:
            rows = rows.filter(indicator__key=chosen["indicator"])
        if "year" in chosen:
            rows = rows.filter(year=int(chosen["year"]))
        return rows.filter(_in_state(chosen.get("state", "")))


def _in_state(state: str) -> Q:
    conditions: dict[str, Q] = {
        Confirmation.WAITING: Q(confirmed_at__isnull=True, rejected_at__isnull=True),
        Confirmation.CONFIRMED: Q(confirmed_at__isnull=False),
        Confirmation.REJECTED: Q(rejected_at__isnull=False),
    }
    return conditions.get(state, Q())


def _mentions(words: str, columns: tuple[str, ...]) -> Q:
    """Every word stands in one of the columns."""
    each = [reduce(or_, [Q(**{f"{name}__icontains": word}) for name in columns]) for word in words.split()]
    return reduce(and_, each, Q())
