"""Mail, from EMAIL_URL; without it nothing is mailed."""

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

HINT = "例如 smtp+ssl://用户:口令@mail.example.gov.cn:465（见 docs/environment.md）"


def mail(url: str) -> dict[str, Any]:
    """Django's settings for one mail server; ImproperlyConfigured, in a Chinese sentence, for what is none."""
    try:
        found = dict(environ.Env.email_url_config(url))
    except (ImproperlyConfigured, ValueError) as error:
        raise ImproperlyConfigured(f"环境变量 EMAIL_URL 不是邮件服务器的地址：{HINT}") from error
    return {name: value for name, value in found.items() if value is not None}
