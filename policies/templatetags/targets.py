"""Values of targets as pages write them."""

from django import template

from core.money import plain
from policies.enums import TargetKind
from policies.selectors.targets import TargetLine

register = template.Library()


@register.filter
def current_words(line: TargetLine) -> str:
    """12 个, 10%, 已完成; the current value must be known."""
    assert line.current is not None
    if line.target.kind == TargetKind.MILESTONE:
        return "已完成" if line.current.value >= 1 else "未完成"
    unit = "%" if line.target.kind == TargetKind.GROWTH else f" {line.target.unit}"
    return f"{plain(line.current.value)}{unit}".strip()
