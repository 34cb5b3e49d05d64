"""What an applicant types: which town is put forward, and the content of its application."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField

from applications.enums import STATEMENT_HELP, Statement
from applications.forms.fields import VersionField
from applications.models import Application
from applications.selectors.facts import COUNTS, FIGURE_KEYS, SHARES, figure_years, history, registry_figures
from core.fields import FigureField
from core.money import plain
from criteria.words import PLATFORMS, TRAITS
from towns.models import Indicator, Town


class ApplicationDraftForm(forms.Form):
    """The content of an application: three years of figures, and the unit's own answers."""

    version = VersionField()
    category = forms.ChoiceField(label="类别", required=False, help_text="按本批次适用的标准分类。")
    traits = forms.MultipleChoiceField(
        label="传统特色", choices=list(TRAITS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    no_traits = forms.BooleanField(label="以上均无", required=False)
    relaxation_reason = forms.CharField(
        label="申请放宽的理由",
        required=False,
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="产值未达到要求、又具有传统特色时填写：写明产品影响、知名度、市场占有率和发展前景。",
    )
    platforms = forms.MultipleChoiceField(
        label="已有的公共服务功能",
        choices=list(PLATFORMS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    no_platforms = forms.BooleanField(label="以上均无", required=False)
    commitment = forms.BooleanField(
        label="本单位承诺：所填内容真实、准确、完整，并对此负责。", required=False, help_text="提交前须勾选。"
    )

    def __init__(self, *args: Any, application: Application, **options: Any) -> None:
        self.application = application
        self.years = figure_years(application)
        self.registry = registry_figures(application)
        self.indicators = Indicator.objects.in_bulk(FIGURE_KEYS, field_name="key")
        options.setdefault("initial", self._stored())
        super().__init__(*args, **options)
        self.fields["category"].choices = [
            ("", "请选择"),
            *((each["key"], each["name"]) for each in application.round.standard_version.categories),
        ]
        for key in FIGURE_KEYS:
            for year in self.years:
                self.fields[figure_name(key, year)] = _figure_field(self.indicators[key], year)
        for statement in Statement:
            self.fields[statement.value] = forms.CharField(
                label=statement.label,
                help_text=STATEMENT_HELP[statement],
                required=False,
                max_length=800,
                widget=forms.Textarea(attrs={"rows": 5}),
            )

    def clean(self) -> dict[str, Any]:
        """“以上均无” contradicts a choice above it."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("traits", "platforms"):
            if cleaned.get(name) and cleaned.get(f"no_{name}"):
                self.add_error(f"no_{name}", "已勾选上面的项目，不能同时选“以上均无”。")
        return cleaned

    def figure_rows(self) -> Iterator[tuple[Indicator, list[tuple[BoundField, str]]]]:
        """Each indicator with its field for each year, newest first, and where the shown figure comes from."""
        for key in FIGURE_KEYS:
            fields = [(self[figure_name(key, year)], self._origin(key, year)) for year in self.years]
            yield self.indicators[key], fields

    def text_fields(self) -> list[BoundField]:
        """The statements, in their order."""
        return [self[statement.value] for statement in Statement]

    def draft(self) -> dict[str, Any]:
        """What is kept of valid input: figures only where they differ from the registry, and the answers."""
        data = self.cleaned_data
        return {
            "category": data["category"] or None,
            "figures": self._corrections(),
            "answers": {
                "traits": _chosen(data["traits"], none=data["no_traits"]),
                "platforms": _chosen(data["platforms"], none=data["no_platforms"]),
                "relaxation_reason": data["relaxation_reason"].strip(),
                "commitment": data["commitment"],
                **{statement.value: data[statement.value].strip() for statement in Statement},
            },
        }

    def _corrections(self) -> dict[str, dict[str, str]]:
        corrections: dict[str, dict[str, str]] = {}
        for key in FIGURE_KEYS:
            for year in self.years:
                typed = self.cleaned_data[figure_name(key, year)]
                figure = self.registry.get((key, year))
                text = "" if typed is None else str(plain(typed))
                known = (
                    "" if figure is None else str(plain(figure.value / figure.indicator.to_base(Decimal(1))))
                )
                if text != known:
                    corrections.setdefault(key, {})[str(year)] = text
        return corrections

    def _stored(self) -> dict[str, Any]:
        answers: dict[str, Any] = self.application.draft.get("answers", {})
        stored = {
            figure_name(key, year): text
            for key, by_year in history(self.application, self.registry).items()
            for year, text in by_year.items()
        }
        return {
            **{key: value for key, value in answers.items() if value is not None},
            **stored,
            "no_traits": answers.get("traits") == [],
            "no_platforms": answers.get("platforms") == [],
            "category": self.application.draft.get("category") or "",
            "version": self.application.version,
        }

    def _origin(self, key: str, year: int) -> str:
        figure = self.registry.get((key, year))
        if figure is None:
            return ""
        return "取自登记库，已确认" if figure.confirmed_at else "取自登记库，尚未确认"


def figure_name(key: str, year: int) -> str:
    """The name of a figure's field."""
    return f"{key}_{year}"


def _figure_field(indicator: Indicator, year: int) -> FigureField:
    label = f"{year} 年{indicator.name}（{indicator.unit}）"
    if indicator.key in COUNTS:
        return FigureField(label=label, required=False, min_value=0, max_digits=9, decimal_places=0)
    if indicator.key in SHARES:
        return FigureField(
            label=label, required=False, min_value=0, max_value=100, max_digits=7, decimal_places=4
        )
    return FigureField(label=label, required=False, min_value=0, max_digits=12, decimal_places=4)


def _chosen(values: list[str], *, none: bool) -> list[str] | None:
    """A list, an empty list when nothing of it is there, or None when it was not answered."""
    return values or ([] if none else None)


class NewApplicationForm(forms.Form):
    """Which town is put forward."""

    town = forms.ModelChoiceField(Town.objects.none(), label="专业镇", empty_label="请选择")

    def __init__(self, *args: Any, towns: QuerySet[Town], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["town"].queryset = towns
