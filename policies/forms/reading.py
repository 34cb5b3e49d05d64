"""A document on its way in."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.actors import Actor
from accounts.enums import DivisionLevel
from accounts.models import Division
from core.enums import Level
from policies.enums import PolicyKind
from policies.forms.fields import SourceField


class NextTextForm(forms.Form):
    """A new text of a document that the library holds."""

    file = SourceField()


class ReadInForm(forms.Form):
    """A document that the library does not hold yet, and where it belongs."""

    file = SourceField()
    kind = forms.ChoiceField(label="种类", choices=PolicyKind.choices)
    level = forms.ChoiceField(label="级别", choices=Level.choices)
    division = forms.ModelChoiceField(
        label="适用地区",
        queryset=Division.objects.exclude(level=DivisionLevel.TOWNSHIP).order_by("code"),
        empty_label=None,
    )
    key = forms.CharField(
        label="引用名",
        max_length=80,
        required=False,
        help_text="有文号的不用填；没有文号的起一个简短的名字，例如“太原专业镇方案2023”。",
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        place = actor.organisation
        options.setdefault(
            "initial", {"level": place and place.level, "division": place and place.division_id}
        )
        super().__init__(*args, **options)
