"""The form of any section's row, made from the section's description."""

from typing import Any

from django import forms
from django.db import models

from towns.models import RegistryRow, Town
from towns.models.fields import plausible_year
from towns.sections import Section

NOTHING_CHOSEN = "请选择"


class VersionField(forms.IntegerField):
    """The version of the row when the page was opened; a page without one counts as old."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=2**31 - 1, required=False, **options)


class RowForm(forms.Form):
    """Types only: what must hold of a row is the model's and the service's to say."""

    version = VersionField()

    def __init__(
        self, *args: Any, section: Section, town: Town, row: RegistryRow | None = None, **options: Any
    ) -> None:
        initial = {name: getattr(row, name) for name in section.fields} if row else {}
        options.setdefault("initial", {**initial, "version": row.version if row else None})
        super().__init__(*args, **options)
        self.section = section
        for name in section.fields:
            self.fields[name] = _field(section.field(name), town)

    def values(self) -> dict[str, Any]:
        """What was typed, for the service; only of a valid form."""
        return {name: self.cleaned_data[name] for name in self.section.fields}


class RemoveForm(forms.Form):
    """The removal of a row as it stood when the page was opened."""

    version = VersionField()


class DeclareForm(forms.Form):
    """Whether a section is registered in full."""

    complete = forms.TypedChoiceField(
        choices=[("1", "齐全"), ("0", "不齐全")], coerce=lambda value: value == "1"
    )


def _field(column: "models.Field[Any, Any]", town: Town) -> forms.Field:
    """The field of a column, with words of our own for what may be wrong."""
    label = str(column.verbose_name)
    known: dict[str, Any] = {"label": label, "help_text": column.help_text, "required": not column.blank}
    if isinstance(column, models.PositiveSmallIntegerField):
        found: forms.Field = _year(known)
    elif isinstance(column, models.ForeignKey):
        found = _of_town(column, town, known)
    elif isinstance(column, models.DateField):
        found = _day(column, known)
    elif column.choices:
        found = _choice(column, known)
    else:
        found = column.formfield() or forms.Field()
    found.error_messages["required"] = f"请选择{label}。" if column.choices else f"请填写{label}。"
    return found


def _year(known: dict[str, Any]) -> forms.Field:
    attributes = {"inputmode": "numeric", "autocomplete": "off", "class": "input-figure"}
    return forms.IntegerField(
        validators=[plausible_year],
        widget=forms.TextInput(attrs=attributes),
        error_messages={"invalid": "请填四位年份，例如 2020。"},
        **known,
    )


def _of_town(column: "models.ForeignKey[Any, Any]", town: Town, known: dict[str, Any]) -> forms.Field:
    return forms.ModelChoiceField(
        column.related_model._default_manager.filter(town=town).order_by("pk"),
        empty_label="（专业镇整体）",
        error_messages={"invalid_choice": "请从本专业镇登记的企业中选择。"},
        **known,
    )


def _day(column: "models.DateField[Any, Any]", known: dict[str, Any]) -> forms.Field:
    return forms.DateField(
        validators=column.validators,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请填日期，例如 2026-05-20。"},
        **known,
    )


def _choice(column: "models.Field[Any, Any]", known: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(
        choices=[("", "无" if column.blank else NOTHING_CHOSEN), *column.flatchoices],
        initial=column.get_default(),
        error_messages={"invalid_choice": f"没有这个{known['label']}，请重新选择。"},
        **known,
    )
