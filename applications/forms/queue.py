"""What is typed about handling: a colleague, a day and a reason, and the numbers of many applications."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import OFFICE_ROLES
from accounts.models import User
from applications.models import Application
from applications.services.batches import MOST_AT_ONCE
from applications.services.handling import LONGEST_PAUSE, NOBODY
from notifications.selectors import holders

LONGEST_NUMBER = 18


class ColleagueField(forms.ModelChoiceField):
    """Somebody who reviews in the acting office today; nothing chosen is nobody, where that is allowed."""

    def __init__(self, *, required: bool = False, empty_label: str = "（无人经办）") -> None:
        super().__init__(User.objects.none(), label="经办人", required=required, empty_label=empty_label)

    def of(self, actor: Actor) -> None:
        """Offer the colleagues of the acting person."""
        if actor.organisation is not None:
            self.queryset = holders(actor.organisation, OFFICE_ROLES, at=timezone.localdate())


class NumbersField(forms.CharField):
    """Numbers of applications with commas between them, as our own pages write them."""

    widget = forms.HiddenInput
    default_error_messages = {"required": "请至少选择一件申报。"}

    def clean(self, value: Any) -> Any:
        """The numbers in their order, or the sentence for what is none."""
        parts = super().clean(value).split(",")
        if not all(part.isascii() and part.isdigit() and len(part) <= LONGEST_NUMBER for part in parts):
            raise ValidationError("选择的内容有误，请回到复核队列重新选择。")
        if len(parts) > MOST_AT_ONCE:
            raise ValidationError(f"一次最多办理 {MOST_AT_ONCE} 件，请先缩小筛选范围。")
        return [int(part) for part in parts]


class HandlerForm(forms.Form):
    """Who handles one application; `shown` is whom the page showed, `back` where to go afterwards."""

    handler = ColleagueField()
    shown = forms.IntegerField(
        required=False, min_value=NOBODY, max_value=2**31 - 1, widget=forms.HiddenInput
    )
    back = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["handler"].of(actor)

    @classmethod
    def blank(cls, actor: Actor, application: Application, *, back: str = "", **options: Any) -> HandlerForm:
        """As the page shows it now."""
        initial = {
            "handler": application.handler_id,
            "shown": application.handler_id or NOBODY,
            "back": back,
        }
        return cls(initial=initial, actor=actor, **options)


class PostponeForm(forms.Form):
    """Until when and why."""

    until = forms.DateField(
        label="暂缓至",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=f"到这一天重新列入待办；最长 {LONGEST_PAUSE.days} 天，办理时限照常计算。",
    )
    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="只有本单位看得到。",
    )
    back = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)


class BatchForm(forms.Form):
    """Many applications that somebody has looked at and confirms."""

    ids = NumbersField()


class BatchHandlerForm(BatchForm):
    """Many applications and who is to handle them."""

    handler = ColleagueField(required=True, empty_label="请选择")

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["handler"].of(actor)
