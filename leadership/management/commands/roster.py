"""A leading group on a day; nothing is written (docs/commands.md)."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from core.commands import BadInput, JsonCommand
from leadership.models import LeadingGroup
from leadership.selectors.rosters import SeatLine, groups, roster_at

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_CODES = 20


class Command(JsonCommand):
    help = "列出领导小组在某一天的组成人员，不写数据库。"
    usage = "python manage.py roster --group 代号 --on 年-月-日"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--group", metavar="CODE", help="领导小组代号，如 shanxi、taiyuan")
        parser.add_argument("--on", metavar="YYYY-MM-DD", help="哪一天，如 2023-06-01")

    def answer(self, **options: Any) -> dict[str, Any]:
        group, on = find_group(options["group"]), read_day(options["on"])
        roster = roster_at(group, on=on)
        confirmation = roster.confirmation
        return {
            "group": group.code,
            "name": group.name,
            "document": group.document,
            "founded_on": group.founded_on.isoformat(),
            "on": on.isoformat(),
            "confirmed_on": confirmation.confirmed_on.isoformat() if confirmation else None,
            "seats": [plain(line) for line in roster.members],
            "office": office(roster.office),
        }


def plain(line: SeatLine) -> dict[str, Any]:
    """A seat with the keys that scripts rely on, and a few more."""
    return {
        "role": line.role,
        "organisation": line.post.organisation.name,
        "post": line.seat.title,
        "name": line.name or None,
        "since": line.since.isoformat() if line.since else None,
        "post_name": str(line.post),
        "deputy": line.holder is None and line.deputy is not None,
    }


def office(lines: Sequence[SeatLine]) -> list[dict[str, Any]]:
    """The office's own people; their roles are said without the word office."""
    return [plain(line) | {"role": line.role.removeprefix("办公室")} for line in lines]


def find_group(code: str | None) -> LeadingGroup:
    """The group of that code; raises BadInput with what there is."""
    if not code:
        raise BadInput(f"请用 --group 写明领导小组代号，可用：{_codes()}。")
    group = groups().filter(code=code).first() if "\0" not in code else None
    if group is None:
        raise BadInput(f"没有代号为“{code[:40]}”的领导小组，可用：{_codes()}。")
    return group


def read_day(text: str | None) -> date:
    """A day as it was typed; raises BadInput with an example."""
    if not text:
        raise BadInput("请用 --on 写明哪一天，例如 2023-06-01。")
    try:
        if DAY.fullmatch(text) and text.isascii():
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BadInput(f"日期“{text[:40]}”不对，应为年-月-日，例如 2023-06-01。")


def _codes() -> str:
    codes = list(LeadingGroup.objects.order_by("code").values_list("code", flat=True)[: MOST_CODES + 1])
    words = "、".join(codes[:MOST_CODES])
    more = " 等" if len(codes) > MOST_CODES else ""
    return f"{words}{more}" if codes else "（还没有载入，请先运行 python manage.py load_reference）"
