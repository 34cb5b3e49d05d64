"""What is typed about a round that stands: single quotas, its help line, an extension."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField

from accounts.models import Organisation
from applications.forms.fields import VersionField
from applications.forms.rounds import DayField, cell_input, guidance_field, instant_after, quota_field
from applications.models import RoundApplicant


class HelpForm(forms.Form):
    """What may still change of a round that people already read."""

    version = VersionField(required=False)
    guidance = guidance_field()
    contact = forms.CharField(label="联系电话", max_length=80, help_text="办公室名称和电话。")


class QuotaForm(forms.Form):
    """A quota for every single unit of a round."""

    version = VersionField(required=False)

    def __init__(self, *args: Any, places: Iterable[RoundApplicant], **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = list(places)
        for place in self.places:
            field = quota_field(f"{place.organisation.name}限报数", widget=cell_input(forms.NumberInput))
            field.initial = place.quota
            self.fields[f"quota_{place.organisation_id}"] = field

    def rows(self) -> list[tuple[Organisation, BoundField]]:
        """The units with their fields."""
        return [(place.organisation, self[f"quota_{place.organisation_id}"]) for place in self.places]

    def quotas(self) -> dict[int, int | None]:
        """By the unit's number, of valid input."""
        return {
            place.organisation_id: self.cleaned_data[f"quota_{place.organisation_id}"]
            for place in self.places
        }


class ExtensionForm(forms.Form):
    """延期: the new last day, and why."""

    version = VersionField(required=False)
    closes_on = DayField(label="新的截止日期", help_text="当日 24:00 前可以提交。")
    reason = forms.CharField(
        label="延期理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="在公开页面显示。",
    )

    def facts(self) -> dict[str, Any]:
        """What the service takes, of valid input."""
        data = self.cleaned_data
        return {
            "closes_at": instant_after(data["closes_on"]),
            "reason": data["reason"],
            "version": data["version"] or 0,
        }


class RoundVersionForm(forms.Form):
    """A click that is meant for the page as it stood: publish, delete."""

    version = VersionField(required=False)
