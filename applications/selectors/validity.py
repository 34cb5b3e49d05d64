"""Certificates end: what is said of a date of validity beside the round's closing. Advice, never a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from applications.models import Round
from core.templatetags.formats import day

# A decision may come months after the closing.
MARGIN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Expiry:
    """`is_over` where the day has passed already."""

    words: str
    is_over: bool


def last_day_of(round_: Round) -> date:
    """The last day on which may be filed."""
    return timezone.localdate(round_.closes_at - timedelta(microseconds=1))


def warning_of(valid_until: date | None, *, closing: date, at: date) -> Expiry | None:
    """What to tell of a certificate that is valid up to and including that day; None where all is well or unknown."""
    if valid_until is None:
        return None
    until = day(valid_until)
    if valid_until < at:
        return Expiry(f"已于 {until} 到期", is_over=True)
    if valid_until < closing:
        return Expiry(f"{until} 到期，早于本批次截止日 {day(closing)}", is_over=False)
    if valid_until <= closing + MARGIN:
        return Expiry(f"{until} 到期，在本批次截止后 90 天内", is_over=False)
    return None
