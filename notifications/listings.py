"""One's own messages as a file."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import QueryDict

from accounts.actors import Actor
from core import lists
from core.lists import Listing, Opened
from core.sheets import Column, Kind, Line
from notifications.models import Message
from notifications.selectors import messages_for

MESSAGES = (
    Column("内容", 60),
    Column("种类", 18),
    Column("所为单位", 22),
    Column("时间", 18, Kind.MOMENT),
    Column("状态", 8),
)


def message_listing(actor: Actor, query: QueryDict, place: dict[str, Any]) -> Opened:
    """The unread ones unless all are asked for, newest first."""
    rows = messages_for(actor, only_unread=query.get("show") != "all")
    return Opened("消息", MESSAGES, rows.order_by("-pk"), _lines)


def register() -> None:
    """Called from `AppConfig.ready`."""
    lists.register(Listing("messages", "消息", message_listing))


def _lines(messages: Sequence[Message], first: int) -> Iterator[Line]:
    for message in messages:
        state = "已读" if message.read_at else "未读"
        yield (message.words, message.title, message.organisation.short_name, message.created_at, state)
