"""What changed, in words, for the act log; and whether a page that was acted upon is still fresh."""

from collections.abc import Mapping
from typing import Any

from core.canonical import canonical_json, digest
from core.errors import Conflict

Changes = list[dict[str, str]]
STALE = "您打开页面之后，这条资料已被修改，请看过最新内容再办。"


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """`[{"field": 名称, "old": 旧, "new": 新}]` for every value that differs; both sides have the same keys."""
    return [
        change(name, old, after[name]) for name, old in before.items() if _word(old) != _word(after[name])
    ]


def change(name: str, old: Any, new: Any) -> dict[str, str]:
    """One line of what changed; None is shown as nothing."""
    return {"field": name, "old": _word(old), "new": _word(new)}


def fingerprint(values: Mapping[str, Any]) -> str:
    """A short mark of these values, carried by an edit page as a hidden field."""
    return digest(canonical_json({name: _word(value) for name, value in values.items()}))[:16]


def demand_fresh(seen: str, values: Mapping[str, Any]) -> None:
    """Conflict when the page was drawn from other values; an empty `seen` (commands) is not compared."""
    if seen and seen != fingerprint(values):
        raise Conflict(STALE)


def _word(value: Any) -> str:
    return "" if value is None else str(value)
