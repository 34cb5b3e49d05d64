"""The words that go with an action, and the conclusion of a step."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from applications.forms.fields import VersionField
from applications.models import Application


class ActionForm(forms.Form):
    """The words and the page version that go with an action."""

    version = VersionField()
    comment = forms.CharField(
        label="意见", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(
        label="补正期限", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    # The marks that the page of a return showed; without it whatever is marked is told.
    seen = forms.CharField(
        required=False,
        max_length=1200,
        widget=forms.HiddenInput,
        validators=[RegexValidator(r"^\d+(,\d+)*$", "页面内容不完整，请刷新后再办。")],
    )

    @property
    def seen_numbers(self) -> list[int] | None:
        """Of valid input."""
        seen: str = self.cleaned_data["seen"]
        return [int(each) for each in seen.split(",")] if seen else None

    @classmethod
    def blank(cls, application: Application) -> ActionForm:
        """A fresh form for one page; ten days are our default for an answer."""
        due_on = timezone.localdate() + timedelta(days=10)
        return cls(initial={"version": application.version, "due_on": due_on})


class StepForm(forms.Form):
    """The conclusion of a step, as it was read on one page."""

    version = VersionField()
    comment = forms.CharField(label="复核意见", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    @classmethod
    def blank(cls, application: Application) -> StepForm:
        """A fresh form for one page, with ids of its own."""
        return cls(initial={"version": application.version}, auto_id="step_%s")
