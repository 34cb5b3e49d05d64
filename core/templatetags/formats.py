"""Filters that write amounts, days and telephone numbers the way officials do."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.money import from_base

register = template.Library()


@register.filter
def yi(value: Decimal | None) -> str:
    """元 as 亿元: 12.3 亿元; unknown is a dash."""
    return "—" if value is None else f"{from_base(value, '亿元')} 亿元"


@register.filter
def wan(value: Decimal | None) -> str:
    """元 as 万元; unknown is a dash."""
    return "—" if value is None else f"{from_base(value, '万元')} 万元"


@register.filter
def known(value: object) -> object:
    """What is known, else a dash: an unknown figure is not a zero."""
    return "—" if value is None or value == "" else value


@register.filter
def day(value: date | datetime | None) -> str:
    """2026年5月20日."""
    if value is None:
        return "—"
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return f"{local.year}年{local.month}月{local.day}日"


@register.filter
def moment(value: datetime | None) -> str:
    """2026-05-20 17:42 in 北京时间."""
    return "—" if value is None else f"{timezone.localtime(value):%Y-%m-%d %H:%M}"


@register.filter
def deadline(value: datetime) -> str:
    """An exclusive instant as people say it: midnight of the 21st is 5月20日 24:00 前."""
    local = timezone.localtime(value)
    if local.hour == local.minute == local.second == 0:
        last = local - timedelta(days=1)
        return f"{last.month}月{last.day}日 24:00 前"
    return f"{local.month}月{local.day}日 {local:%H:%M} 前"


@register.filter
def time_left(value: datetime) -> str:
    """How long until an exclusive instant: 还有 1 天 6 小时, 已截止."""
    left = value - timezone.now()
    if left <= timedelta(0):
        return "已截止"
    hours, rest = divmod(int(left.total_seconds()), 3600)
    if hours >= 24:
        return f"还有 {hours // 24} 天 {hours % 24} 小时"
    return f"还有 {hours} 小时 {rest // 60} 分" if hours else f"还有 {rest // 60} 分"


@register.filter
def due(value: date | None) -> SafeString:
    """A due day in colour and in words."""
    if value is None:
        return format_html('<span class="due dim">{}</span>', "—")
    left = (value - timezone.localdate()).days
    if left < 0:
        return format_html('<span class="due is-late">逾期 {} 天</span>', -left)
    if left == 0:
        return format_html('<span class="due is-late">{}</span>', "今天到期")
    kind = "is-soon" if left <= 3 else ""
    return format_html(
        '<span class="due {}">{}（还有 {} 天）</span>', kind, f"{value.month}月{value.day}日", left
    )


@register.filter
def mask_phone(value: str) -> str:
    """13800001234 as 138****1234; a short number keeps its last two digits only."""
    if len(value) >= 7:
        return f"{value[:3]}{'*' * (len(value) - 7)}{value[-4:]}"
    return "*" * max(len(value) - 2, 0) + value[-2:]


@register.filter
def mask_email(value: str) -> str:
    """zhang.san@example.com as z*******n@example.com; of a short name the first letter stays."""
    name, at, host = value.partition("@")
    if len(name) > 2:
        return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}{at}{host}"
    return f"{name[:1]}{'*' * (len(name) - 1)}{at}{host}"
