"""What one person types and ticks about messages."""

from typing import Any

from django import forms
from django.db.models import BigAutoField
from django.forms.boundfield import BoundWidget

from accounts.forms.users import MailField
from accounts.models import User
from notifications.kinds import Kind, kinds
from notifications.selectors import unwanted_kinds


class SettingsForm(forms.Form):
    """One's own address, and which kinds of message the daily mail brings."""

    email = MailField(label="电子邮箱", help_text="工作日早上 8 时汇总发送未读消息；留空则不发送邮件。")
    kinds = forms.MultipleChoiceField(label="邮件汇总", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, user: User) -> None:
        mailable = [kind for kind in kinds() if kind.in_digest]
        off = unwanted_kinds(user) if data is None else frozenset()
        wanted = [kind.name for kind in mailable if kind.name not in off]
        super().__init__(data, initial={"email": user.email, "kinds": wanted})
        self.fields["kinds"].choices = [(kind.name, kind.title) for kind in mailable]

    def rows(self) -> list[tuple[Kind, BoundWidget | None]]:
        """Every kind with its box to tick; None where the mail never carries it."""
        boxes = {box.data["value"]: box for box in self["kinds"]}
        return [(kind, boxes.get(kind.name)) for kind in kinds()]


class ReadAllForm(forms.Form):
    """The newest message that the page showed: what came afterwards stays unread."""

    up_to = forms.IntegerField(min_value=1, max_value=BigAutoField.MAX_BIGINT, widget=forms.HiddenInput)
