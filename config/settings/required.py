"""What production cannot do without: refused in one Chinese sentence that names the variable and the cure."""

import os
from collections.abc import Iterable

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50


def required(name: str, hint: str) -> str:
    """The value of the environment variable `name`; ImproperlyConfigured when unset or empty."""
    # Not through django-environ, which takes a leading $ for the name of another variable.
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"缺少环境变量 {name}：{hint}（见 docs/environment.md）")
    return value


def secret(name: str) -> str:
    """A secret long enough to sign with; ImproperlyConfigured otherwise."""
    value = required(name, f"不少于 {SHORTEST_SECRET} 个字符的随机字符串")
    if len(value) < SHORTEST_SECRET:
        raise ImproperlyConfigured(f"环境变量 {name} 过短：应为不少于 {SHORTEST_SECRET} 个字符的随机字符串")
    return value


def earlier_secrets(name: str) -> list[str]:
    """Secrets that were in use before, separated by commas, the newest first; none where unset or empty."""
    found = [each.strip() for each in os.environ.get(name, "").split(",") if each.strip()]
    if any(len(each) < SHORTEST_SECRET for each in found):
        raise ImproperlyConfigured(
            f"环境变量 {name} 中有过短的密钥：每个应不少于 {SHORTEST_SECRET} 个字符，以逗号分隔"
        )
    return found


def https_origins(hosts: Iterable[str]) -> list[str]:
    """The origins that may send forms: each host over https, `.example` standing for its subdomains."""
    return [
        f"https://*{host}" if host.startswith(".") else f"https://{host}" for host in hosts if host != "*"
    ]
