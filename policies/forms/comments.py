"""A call for comments, a comment, and its answer."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from accounts.forms.users import DayField, TelephoneField
from policies.enums import CommentAnswer
from policies.forms.fields import RowField
from policies.models import CommentPeriod, PolicyVersion


class CommentPeriodForm(forms.Form):
    """From the morning of the first day to the end of the last."""

    opens_on = DayField(label="开始日期", help_text="当日 0:00 起可以提意见。")
    closes_on = DayField(label="截止日期", help_text="当日 24:00 前可以提意见。")
    introduction = forms.CharField(
        label="说明", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    contact = forms.CharField(label="联系人", max_length=60)
    telephone = forms.CharField(label="联系电话", max_length=40, help_text="对外公布，请填办公电话。")

    def __init__(self, *args: Any, period: CommentPeriod | None, **options: Any) -> None:
        if period is not None:
            last = timezone.localdate(period.closes_at - timedelta(microseconds=1))
            options["initial"] = {
                "opens_on": timezone.localdate(period.opens_at),
                "closes_on": last,
                "introduction": period.introduction,
                "contact": period.contact,
                "telephone": period.telephone,
            }
        super().__init__(*args, **options)

    def facts(self) -> dict[str, Any]:
        """For `set_comment_period`: instants, the last one exclusive."""
        typed = dict(self.cleaned_data)
        opens, closes = typed.pop("opens_on"), typed.pop("closes_on")
        return typed | {"opens_at": _first(opens), "closes_at": _first(closes + timedelta(days=1))}


class CommentForm(forms.Form):
    """A comment on one clause, or on the whole text."""

    clause = RowField(label="条文", empty_label="对全文提意见")
    text = forms.CharField(
        label="意见",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="不超过 2000 字。请不要在这里写电话等个人信息，意见内容会公布。",
    )
    name = forms.CharField(label="姓名或单位", max_length=60, help_text="只供核实，不公布。")
    telephone = TelephoneField(label="电话", help_text="只供核实，不公布。")

    def __init__(self, *args: Any, version: PolicyVersion, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["clause"]
        field.queryset = version.clauses.order_by("position")
        self.fields["telephone"].required = True

    def words(self) -> dict[str, str]:
        """For `send_comment` and `key_in_comment`."""
        return {name: self.cleaned_data[name] for name in ("text", "name", "telephone")}


class AnswerForm(forms.Form):
    """What became of a comment."""

    answer = forms.ChoiceField(label="处理结果", choices=CommentAnswer.choices)
    reply = forms.CharField(
        label="说明",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="征求意见结束后对外公布；除“采纳”外都要写。",
    )


def _first(day: Any) -> datetime:
    """Midnight at the beginning of that day here."""
    return datetime.combine(day, time(0), tzinfo=timezone.get_current_timezone())
