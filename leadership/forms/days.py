"""Which day, and from which day to which: the address of a page."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from leadership.forms.fields import DayField
from leadership.models import LeadingGroup


class DayForm(forms.Form):
    """The roster of which day; without one, today."""

    on = DayField(label="看哪一天的名单", required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data if data.get("on") else None, initial={"on": timezone.localdate()})

    def day(self) -> date:
        """Today where nothing readable was asked."""
        asked = self.cleaned_data.get("on") if self.is_valid() else None
        return asked or timezone.localdate()


class SpanForm(forms.Form):
    """What changed after one day, up to another."""

    after = DayField(label="从", required=False)
    until = DayField(label="到", required=False)

    def __init__(self, data: Any, *, group: LeadingGroup) -> None:
        asked = data if data.get("after") or data.get("until") else None
        self.first = group.founded_on
        super().__init__(asked, initial={"after": group.founded_on, "until": timezone.localdate()})

    def clean(self) -> dict[str, Any]:
        """The later day behind the earlier one."""
        typed = self.cleaned_data
        after, until = typed.get("after"), typed.get("until")
        if after and until and until < after:
            self.add_error("until", "后一天不能早于前一天。")
        return typed

    def days(self) -> tuple[date, date]:
        """From the founding to today where nothing readable was asked."""
        typed = self.cleaned_data if self.is_valid() else {}
        return typed.get("after") or self.first, typed.get("until") or timezone.localdate()
