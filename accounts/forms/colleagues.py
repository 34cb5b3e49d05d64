"""The people of a unit, as its head types them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from accounts.forms.users import (
    DayField,
    MembershipForm,
    TelephoneField,
    name_field,
    username_field,
)
from accounts.models import Membership, User
from accounts.models.users import UserQuerySet
from accounts.services import hand_over_fingerprint

LONGEST_NUMBER = 18


class RolesField(forms.TypedMultipleChoiceField):
    """Roles to tick by number; one that ended after the page was drawn is for the service to refuse (409)."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        return str(value).isdecimal() and len(str(value)) <= LONGEST_NUMBER


class InviteForm(forms.Form):
    """A new account with its first role; an empty username is proposed on the next page."""

    display_name = name_field()
    username = username_field("用来登录，创建后不能改；留空则按姓名拼音拟定，由您核对。")
    telephone = TelephoneField(label="手机", help_text="列表中只显示前三位和后四位。")
    role = forms.ChoiceField(label="角色", error_messages={"required": "请选择角色。"})

    def __init__(self, data: Any = None, *, actor: Actor, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        # A proposal is there to be read, not to be left out.
        self.fields["username"].required = bool(initial)
        _offer(self.fields["role"], actor)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class TakeInForm(forms.Form):
    """Somebody who has an account already: both names have to be known, nothing is searched."""

    username = username_field("请向本人询问，须一字不差。")
    display_name = name_field()
    role = forms.ChoiceField(label="角色", error_messages={"required": "请选择角色。"})

    def __init__(self, data: Any = None, *, actor: Actor) -> None:
        super().__init__(data)
        _offer(self.fields["role"], actor)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class ColleagueRoleForm(MembershipForm):
    """A further role in the own unit, of those that the actor may give."""

    def __init__(self, data: Any = None, *, actor: Actor) -> None:
        assert actor.organisation is not None, "behind the door of heads of units"
        super().__init__(data, organisation=actor.organisation)
        _offer(self.fields["role"], actor)


class DeputyForm(ColleagueRoleForm):
    """A role for a while: both days are known."""

    def __init__(self, data: Any = None, *, actor: Actor) -> None:
        super().__init__(data, actor=actor)
        self.fields["role"].label = "代理的角色"
        until = self.fields["until"]
        until.required, until.help_text = True, "到这一天自动结束，不必再办理。"
        until.error_messages["required"] = "请填写结束日期。"


class EndRolesForm(forms.Form):
    """Which roles in the own unit end today."""

    memberships = RolesField(
        label="结束哪些角色", coerce=int, error_messages={"required": "请至少勾选一个角色。"}
    )

    def __init__(self, data: Any = None, *, rows: Sequence[Membership]) -> None:
        super().__init__(data, initial={"memberships": [row.pk for row in rows]})
        self.fields["memberships"].choices = [(row.pk, row.role_words) for row in rows]


class HandOverForm(forms.Form):
    """To whom everything goes, and from when the first one is free of it."""

    to_user = forms.ModelChoiceField(
        label="接手人",
        queryset=User.objects.none(),
        empty_label="请选择",
        error_messages={
            "required": "请选择接手人。",
            "invalid_choice": "接手人须是本单位在任的同事，请重新选择。",
        },
    )
    until = DayField(
        label="移交人自哪一天起不再担任",
        help_text="填今天，移交人的角色立即结束；接手人总是从今天起担任。",
        error_messages={"required": "请填写日期。"},
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16, required=False)

    def __init__(self, data: Any = None, *, receivers: UserQuerySet, rows: Sequence[Membership]) -> None:
        initial = {"until": timezone.localdate(), "seen": hand_over_fingerprint(rows)}
        super().__init__(data, initial=initial)
        self.fields["to_user"].queryset = receivers
        self.fields["to_user"].label_from_instance = lambda user: f"{user.display_name}（{user.username}）"


def _offer(field: forms.Field, actor: Actor) -> None:
    """The roles that the actor may give, in their fixed order; a single one is chosen already."""
    roles = [(role.value, role.label) for role in Role if role in actor.gives]
    field.choices = roles if len(roles) == 1 else [("", "请选择"), *roles]
