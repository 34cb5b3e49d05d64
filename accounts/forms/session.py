"""Signing in: name and password, the second factor, a new password."""

import unicodedata
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.validators import MaxLengthValidator

# The same words whether the name exists or not, the account is closed or the password wrong (ASVS 6.3.8).
WRONG = "用户名或密码不对。连续输错会暂时锁定；忘记密码请找本单位管理员重置。"
# Longer ones are no passwords, and hashing them would only cost time.
LONGEST_PASSWORD = 256


class SignInForm(AuthenticationForm):
    """Name and password; `axes` counts the failures."""

    error_messages = {"invalid_login": WRONG, "inactive": WRONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名"
        self.fields["username"].error_messages["required"] = "请填写用户名。"
        self.fields["password"] = forms.CharField(
            label="密码",
            strip=False,
            max_length=LONGEST_PASSWORD,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            error_messages={"required": "请填写密码。"},
        )


class NewPasswordForm(PasswordChangeForm):
    """The old password once, the new one twice; the new one has to be another."""

    error_messages = {
        "password_mismatch": "两次填写的新密码不一样，请重新填写。",
        "password_incorrect": "原密码不对，请重新填写。",
    }
    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"old_password": "原密码", "new_password1": "新密码", "new_password2": "再填一次新密码"}
        for name, label in labels.items():
            field = self.fields[name]
            field.label = label
            field.validators.append(MaxLengthValidator(LONGEST_PASSWORD))
            field.error_messages["required"] = f"请填写{label}。"
            field.widget.attrs["maxlength"] = LONGEST_PASSWORD
        self.fields[
            "new_password1"
        ].help_text = "至少 12 个字符，不要全是数字，不要与用户名、姓名相近，不要用常见密码。"
        self.fields["new_password2"].help_text = ""

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or self.cleaned_data
        old, new = values.get("old_password"), values.get("new_password1")
        if old and old == new:
            self.add_error("new_password1", "新密码不能与原密码相同。")
        return values


class TokenForm(forms.Form):
    """The six digits on the person's telephone; full-width digits and blanks are understood."""

    token = forms.CharField(
        label="动态口令",
        max_length=20,
        help_text="手机应用上显示的 6 位数字，每 30 秒更换一次。",
        error_messages={"required": "请填写手机上显示的 6 位数字。"},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input-figure"}
        ),
    )

    def clean_token(self) -> str:
        token = unicodedata.normalize("NFKC", self.cleaned_data["token"]).replace(" ", "")
        if not (len(token) == 6 and token.isascii() and token.isdigit()):
            raise forms.ValidationError("动态口令是 6 位数字，例如 012345。")
        return token
