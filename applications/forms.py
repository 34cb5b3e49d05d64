"""What is typed about an application."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Organisation
from applications.enums import STATEMENT_HELP, Statement
from applications.models import Application, Round
from applications.selectors.facts import COUNTS, FIGURE_KEYS, SHARES, figure_years, history, registry_figures
from applications.selectors.lists import possible_applicants, ready_for_decision
from core.fields import FigureField, SeveralRowsField
from core.money import plain
from criteria.words import PLATFORMS, TRAITS
from standards.enums import VersionState
from standards.models import StandardVersion
from towns.models import Indicator, Town


class VersionField(forms.IntegerField):
    """The version of the page that was acted upon; a page without one is treated as stale."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(label="页面版本", min_value=1, max_value=2**31 - 1, **options)


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


class ActionForm(forms.Form):
    """The words and the page version that go with an action."""

    version = VersionField()
    comment = forms.CharField(
        label="意见", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(
        label="补正期限", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    @classmethod
    def blank(cls, application: Application) -> ActionForm:
        """A fresh form for one page; ten days are our default for an answer."""
        due_on = timezone.localdate() + timedelta(days=10)
        return cls(initial={"version": application.version, "due_on": due_on})


class StepForm(forms.Form):
    """The conclusion of a step."""

    comment = forms.CharField(label="复核意见", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class DecisionForm(forms.Form):
    """报请认定: which applications, under which title."""

    title = forms.CharField(label="标题", max_length=120)
    applications = SeveralRowsField(
        Application.objects.none(), label="拟认定名单", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, round_: Round, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["applications"].queryset = ready_for_decision(round_)


class DecisionApplyForm(forms.Form):
    """What the document of the government says."""

    version = VersionField()
    document_number = forms.CharField(label="文号", max_length=60, help_text="如：并政发〔2026〕0号。")
    decided_on = forms.DateField(
        label="认定日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class RoundForm(forms.Form):
    """A call for applications."""

    title = forms.CharField(label="名称", max_length=80, help_text="如：2026 年太原市市级专业镇申报。")
    year = forms.IntegerField(label="年度", min_value=2022, max_value=2100)
    standard_version = forms.ModelChoiceField(
        StandardVersion.objects.none(),
        label="适用标准",
        empty_label="请选择",
        help_text="只列出已发布的标准。",
    )
    applicants = SeveralRowsField(
        Organisation.objects.none(), label="可申报单位", widget=forms.CheckboxSelectMultiple
    )
    opens_at = forms.DateField(
        label="开始日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    closes_on = forms.DateField(
        label="截止日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="当日 24:00 前可以提交。",
    )
    shortlist_word = forms.CharField(label="复核通过后的称谓", max_length=20, initial="拟认定")
    guidance = forms.CharField(
        label="申报说明", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    contact = forms.CharField(label="联系人与电话", max_length=80, required=False)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        office = actor.organisation
        if office is not None:
            self.fields["applicants"].queryset = possible_applicants(office)
        level = office.level if office else None
        self.fields["standard_version"].queryset = (
            StandardVersion.objects.filter(state=VersionState.PUBLISHED, standard__level=level)
            .select_related("standard")
            .order_by("standard__code", "-number")
        )

    def clean(self) -> dict[str, Any]:
        """It closes after it opens."""
        cleaned: dict[str, Any] = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", ValidationError("截止日期不能早于开始日期。"))
        return cleaned
