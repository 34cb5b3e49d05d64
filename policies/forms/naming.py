"""Whom a written name means."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Organisation


class UnitNameForm(forms.Form):
    """A name as documents write it, and the unit of the own government that is meant."""

    unit = forms.CharField(max_length=60, widget=forms.HiddenInput)
    organisation = forms.ChoiceField(
        label="对应单位",
        error_messages={"required": "请选择对应的单位。", "invalid_choice": "请选择本级的单位。"},
    )

    def __init__(
        self, data: Any = None, *, units: dict[str, Organisation], unit: str = "", number: int = 0
    ) -> None:
        super().__init__(data, initial={"unit": unit}, auto_id=f"name-{number}-%s")
        self.units = units
        choices = [(key, each.name) for key, each in units.items()]
        self.fields["organisation"].choices = [("", "请选择"), *choices]
        self.fields["organisation"].widget.attrs["aria-label"] = (
            f"“{unit or self.data.get('unit', '')}”对应的单位"
        )

    def clean_organisation(self) -> Organisation:
        """The unit itself."""
        return self.units[self.cleaned_data["organisation"]]
