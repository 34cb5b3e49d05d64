"""Users and their roles, as administrators type them."""

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from accounts import rules
from accounts.enums import Role
from accounts.models import Organisation, Person, User
from accounts.patterns import TELEPHONE, USERNAME
from accounts.selectors import eligible_people
from accounts.services import user_fingerprint
from core.templatetags.formats import mask_phone

CENTURY = (date(2000, 1, 1), date(2100, 1, 1))


class TelephoneField(forms.CharField):
    """A telephone number; full-width digits and blanks are understood."""

    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, required=False, validators=[TELEPHONE], **kwargs)

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFKC", super().to_python(value) or "").replace(" ", "")


class MailField(forms.EmailField):
    """An address for mail; full-width letters and signs are understood."""

    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
    default_error_messages = {"invalid": "请填电子邮箱，例如 zhang.san@example.com。"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, required=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFKC", super().to_python(value) or "").replace(" ", "")


class DayField(forms.DateField):
    """A day of this century, as the browser's calendar or a keyboard gives it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": "请填日期，例如 2026-05-20。"}

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not CENTURY[0] <= value < CENTURY[1]:
            raise forms.ValidationError("请核对年份，应在 2000 到 2099 年之间。")


def name_field() -> forms.CharField:
    """A person's name as it is shown on every page and kept in every act."""
    return forms.CharField(
        label="姓名",
        max_length=40,
        error_messages={"required": "请填写姓名。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def username_field(
    help_text: str = "用来登录，创建后不能改；小写字母开头，例如 zhang.san。",
) -> forms.CharField:
    """The name to sign in with, exactly as it is written."""
    return forms.CharField(
        label="用户名",
        max_length=40,
        validators=[USERNAME],
        help_text=help_text,
        error_messages={"required": "请填写用户名。"},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class UserCreateForm(forms.Form):
    """A new account; roles are given on the next page."""

    username = username_field()
    display_name = name_field()
    telephone = TelephoneField(label="手机", help_text="列表中只显示前三位和后四位。")


class UserForm(forms.Form):
    """What may change about a user; the telephone is not shown, so that looking at it stays an act of its own."""

    display_name = name_field()
    telephone = TelephoneField(label="新手机号")
    clear_telephone = forms.BooleanField(label="删除现有手机号", required=False)
    email = MailField(label="电子邮箱", help_text="用来接收消息的邮件汇总；用户也可以自己修改。")
    person = forms.ModelChoiceField(
        label="对应人员",
        queryset=Person.objects.none(),
        required=False,
        empty_label="未对应",
        help_text="从该用户所在单位的现任人员中选择；办理记录会写明其职务。",
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16, required=False)

    def __init__(self, data: Any = None, *, user: User) -> None:
        initial = {
            "display_name": user.display_name,
            "email": user.email,
            "person": user.person_id,
            "seen": user_fingerprint(user),
        }
        super().__init__(data, initial=initial)
        self.user = user
        people = eligible_people(user, at=timezone.localdate())
        self.fields["person"].queryset = Person.objects.filter(
            pk__in=[person.pk for person in people]
        ).order_by("name", "pk")
        shown = mask_phone(user.telephone) or "未填"
        self.fields["telephone"].help_text = f"现为 {shown}；不修改请留空。"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("telephone") and values.get("clear_telephone"):
            self.add_error("telephone", "填了新手机号，就不必勾选“删除现有手机号”。")
        return values

    def telephone_to_keep(self) -> str:
        """The number that the user has after this form."""
        if self.cleaned_data["clear_telephone"]:
            return ""
        typed: str = self.cleaned_data["telephone"]
        return typed or self.user.telephone


class MembershipForm(forms.Form):
    """One role in one unit that was chosen before."""

    role = forms.ChoiceField(label="角色", error_messages={"required": "请选择角色。"})
    since = DayField(label="自", error_messages={"required": "请填写开始日期。"})
    until = DayField(label="至（不含当日）", required=False, help_text="长期任职请留空。")

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        super().__init__(data, initial={"since": timezone.localdate()})
        roles = [(role.value, role.label) for role in rules.roles_of(organisation)]
        self.fields["role"].choices = [("", "请选择"), *roles]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class EndForm(forms.Form):
    """From which day on a role is no longer held."""

    until = DayField(
        label="自哪一天起不再担任",
        help_text="填今天，立即生效。",
        error_messages={"required": "请填写日期。"},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"until": timezone.localdate()})
