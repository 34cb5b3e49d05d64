"""How usernames and telephone numbers are written, wherever they are typed."""

from django.core.validators import RegexValidator

USERNAME = RegexValidator(
    r"\A[a-z][a-z0-9._-]{2,39}\Z",
    "用户名由 3 到 40 个小写字母、数字、点或连字符组成，以字母开头，例如 zhang.san。",
)
TELEPHONE = RegexValidator(r"\A\+?[0-9][0-9-]{5,18}\Z", "请填电话号码，例如 13800000000 或 0351-1234567。")
