"""One block of an application as it is filled in, and which town is put forward."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField

from applications.blocks import Answer, Block, Kind
from applications.forms.fields import IndicatorField, VersionField, WordsField
from applications.models import ReturnItem
from applications.selectors.blocks import Basis
from applications.selectors.facts import registry_text
from applications.selectors.topics import Ask
from core.money import plain
from criteria.words import PLATFORMS, TRAITS
from towns.models import Indicator, Town

CHOICES: Mapping[Kind, Mapping[str, str]] = {Kind.TRAITS: TRAITS, Kind.PLATFORMS: PLATFORMS}
YES_OR_NO = {"yes": True, "no": False}
NONE_OF_THEM = "no_"


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A year of a figure: its field, and where what stands in it comes from."""

    field: BoundField
    origin: str
    year: int


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure over the years, newest first, and what the standard wants of it; nothing makes it optional."""

    indicator: Indicator
    asks: tuple[Ask, ...]
    cells: tuple[FigureCell, ...]
    given_back: tuple[ReturnItem, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A text or a choice; `none` is the box “以上均无” of a list."""

    field: BoundField
    kind: Kind
    asks: tuple[Ask, ...]
    is_asked: bool
    is_copied: bool
    from_registry: bool
    none: BoundField | None
    given_back: tuple[ReturnItem, ...] = ()


class BlockForm(forms.Form):
    """What is typed into one block; figures of three years, texts and choices."""

    version = VersionField(min_value=0)

    def __init__(self, *args: Any, block: Block, basis: Basis, version: int, **options: Any) -> None:
        self.block, self.basis = block, basis
        options.setdefault("initial", {**self._stored(), "version": version})
        options.setdefault("auto_id", f"{block.key}_%s")
        super().__init__(*args, **options)
        for key in block.figures:
            indicator = basis.indicators[key]
            for year in basis.years:
                label = f"{year} 年{indicator.name}（{indicator.unit}）"
                self.fields[figure_name(key, year)] = IndicatorField(indicator=indicator, label=label)
        for answer in block.answers:
            self.fields[answer.name] = self._field_of(answer)
            if answer.kind in CHOICES:
                self.fields[NONE_OF_THEM + answer.name] = forms.BooleanField(label="以上均无", required=False)

    def clean(self) -> dict[str, Any]:
        """“以上均无” contradicts a choice above it; a page without its version is too old."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "version" not in cleaned:
            self.add_error(None, "页面已过期，请重新打开本页，再填写保存。")
        for answer in self.block.answers:
            none = NONE_OF_THEM + answer.name
            if answer.kind in CHOICES and cleaned.get(answer.name) and cleaned.get(none):
                self.add_error(none, "已勾选上面的项目，不能同时选“以上均无”。")
        return cleaned

    def figure_rows(self) -> Iterator[FigureRow]:
        """Each figure of the block in its order."""
        for key in self.block.figures:
            cells = (
                FigureCell(self[figure_name(key, year)], self._origin(key, year), year)
                for year in self.basis.years
            )
            yield FigureRow(
                self.basis.indicators[key],
                self.basis.asks.get(key, ()),
                tuple(cells),
                self.basis.given_back.get(key, ()),
            )

    def answer_rows(self) -> Iterator[AnswerRow]:
        """Each text and choice of the block in its order."""
        for answer in self.block.answers:
            is_list = answer.kind in CHOICES
            yield AnswerRow(
                field=self[answer.name],
                kind=answer.kind,
                asks=self.basis.asks.get(answer.name, ()),
                is_asked=self.basis.is_asked(answer.name),
                is_copied=self.basis.is_copied(answer.name),
                from_registry=is_list
                and self.basis.answer(answer.name) is None
                and self.basis.lists[answer.name] is not None,
                none=self[NONE_OF_THEM + answer.name] if is_list else None,
                given_back=self.basis.given_back.get(answer.name, ()),
            )

    def content(self) -> dict[str, Any]:
        """Valid input as `services.drafting.save_block` takes it: only what differs from the registry, and the answers."""
        return {
            "figures": {key: self._corrections(key) for key in self.block.figures},
            "answers": {answer.name: self._answer(answer) for answer in self.block.answers},
        }

    def _corrections(self, key: str) -> dict[str, str]:
        corrections = {}
        for year in self.basis.years:
            typed, figure = self.cleaned_data[figure_name(key, year)], self.basis.registry.get((key, year))
            text = "" if typed is None else str(plain(typed))
            if text != (registry_text(figure) if figure else ""):
                corrections[str(year)] = text
        return corrections

    def _answer(self, answer: Answer) -> Any:
        value = self.cleaned_data[answer.name]
        if answer.kind in CHOICES:
            return self._chosen(answer.name, value)
        if answer.kind == Kind.YES_NO:
            return YES_OR_NO.get(value)
        return value or None if answer.kind == Kind.CATEGORY else value

    def _chosen(self, name: str, values: list[str]) -> list[str] | None:
        """None while it is what the registry says, or unanswered; unticking everything the registry has is an answer."""
        known = self.basis.lists[name]
        none = self.cleaned_data[NONE_OF_THEM + name] or bool(known)
        chosen = values or ([] if none else None)
        is_silent = known is not None and chosen is not None and set(known) == set(chosen)
        return None if is_silent else chosen

    def _stored(self) -> dict[str, Any]:
        stored: dict[str, Any] = {
            figure_name(key, year): text
            for key in self.block.figures
            for year, text in self.basis.figures[key].items()
        }
        for answer in self.block.answers:
            value = self.basis.answer(answer.name)
            if answer.kind in CHOICES:
                value = self.basis.lists[answer.name] if value is None else value
                stored[NONE_OF_THEM + answer.name] = value == []
            if answer.kind == Kind.YES_NO:
                value = {True: "yes", False: "no"}.get(value, "")
            stored[answer.name] = "" if value is None else value
        return stored

    def _field_of(self, answer: Answer) -> forms.Field:
        named: dict[str, Any] = {"label": answer.label, "help_text": answer.help}
        if answer.kind in CHOICES:
            return forms.MultipleChoiceField(
                choices=list(CHOICES[answer.kind].items()),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                **named,
            )
        if answer.kind == Kind.CATEGORY:
            categories = self.basis.application.round.standard_version.categories
            choices = [("", "请选择"), *((each["key"], each["name"]) for each in categories)]
            return forms.ChoiceField(choices=choices, required=False, **named)
        if answer.kind == Kind.YES_NO:
            choices = [("", "请选择"), ("yes", "是"), ("no", "否")]
            return forms.ChoiceField(choices=choices, required=False, **named)
        if answer.kind == Kind.CHECK:
            return forms.BooleanField(required=False, **named)
        widget = forms.Textarea(attrs={"rows": 5}) if answer.kind == Kind.TEXT else forms.TextInput
        return WordsField(max_length=answer.longest, widget=widget, **named)

    def _origin(self, key: str, year: int) -> str:
        figure = self.basis.registry.get((key, year))
        if figure is None:
            return ""
        shown, known = self.basis.figures[key].get(year), registry_text(figure)
        if not shown or Decimal(shown) != Decimal(known):
            return f"登记库为 {known}"
        return "取自登记库，已确认" if figure.confirmed_at else "取自登记库，尚未确认"


def figure_name(key: str, year: int) -> str:
    """The name of a figure's field."""
    return f"{key}_{year}"


class NewApplicationForm(forms.Form):
    """Which town is put forward."""

    town = forms.ModelChoiceField(Town.objects.none(), label="专业镇", empty_label="请选择")

    def __init__(self, *args: Any, towns: QuerySet[Town], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["town"].queryset = towns
