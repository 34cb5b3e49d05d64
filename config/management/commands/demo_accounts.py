"""Print the demonstration accounts, one for each role; nothing where there are none."""

import unicodedata
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.enums import Role
from accounts.models import Organisation, User
from config.demonstration.people import ACCOUNTS, PASSWORD, Account

HEAD = ("角色", "用户名", "密码", "单位")


class Command(BaseCommand):
    help = "列出演示账号。"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        there = set(User.objects.filter(is_active=True).order_by("pk").values_list("username", flat=True))
        accounts = [account for account in ACCOUNTS if account.username in there]
        if settings.DEMONSTRATION and accounts:
            for line in table([HEAD, *(_row(account) for account in accounts)]):
                self.stdout.write(line)


def table(rows: list[tuple[str, ...]]) -> list[str]:
    """Columns that stand straight although a Chinese character is two columns wide."""
    widths = [max(_width(row[column]) for row in rows) + 2 for column in range(len(rows[0]))]
    return [
        "".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _row(account: Account) -> tuple[str, ...]:
    names = dict(Organisation.objects.filter(key__in=dict(account.memberships)).values_list("key", "name"))
    roles = dict.fromkeys(Role(role).label for _, role in account.memberships)
    units = "、".join(names[key] for key, _ in account.memberships)
    return "、".join(roles), account.username, PASSWORD, units


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
