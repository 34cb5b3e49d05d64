"""Whom to call in a unit."""

from django import forms

from accounts.forms.users import TelephoneField
from leadership.forms.fields import NameField


class LiaisonForm(forms.Form):
    """Name and number; both are wanted."""

    name = NameField(label="姓名", error_messages={"required": "请填写联络员姓名。"})
    telephone = TelephoneField(label="电话", help_text="显示时隐去中间几位，查看完整号码会留下记录。")

    def clean_telephone(self) -> str:
        """The field is optional elsewhere; a liaison without a number is none."""
        number: str = self.cleaned_data["telephone"]
        if not number:
            raise forms.ValidationError("请填写联络员电话。")
        return number
