"""Amounts, days and numbers as officials write them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from core.templatetags import formats
from tests.front.helpers import elements

# 2026-05-20 10:00 in Beijing.
NOW = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)


def beijing(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone.get_default_timezone())  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        ("1230000000", "12.3 亿元"),
        ("100000000", "1 亿元"),
        ("0", "0 亿元"),
        ("3560000000.50", "35.600000005 亿元"),
    ],
)
def test_yi_never_rounds(yuan: str, words: str) -> None:
    assert formats.yi(Decimal(yuan)) == words


def test_wan() -> None:
    assert formats.wan(Decimal(300000)) == "30 万元"


def test_what_is_unknown_is_a_dash_and_zero_is_a_figure() -> None:
    assert [formats.yi(None), formats.wan(None), formats.known(None), formats.known("")] == ["—"] * 4
    assert [formats.day(None), formats.moment(None)] == ["—"] * 2
    assert formats.known(0) == 0


def test_days_and_moments_are_those_of_beijing() -> None:
    late = datetime(2026, 5, 19, 17, 42, tzinfo=UTC)

    assert formats.day(date(2026, 5, 20)) == "2026年5月20日"
    assert formats.day(late) == "2026年5月20日"
    assert formats.moment(late) == "2026-05-20 01:42"


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (beijing(2026, 5, 21), "5月20日 24:00 前"),
        (beijing(2026, 6, 1), "5月31日 24:00 前"),
        (beijing(2027, 1, 1), "12月31日 24:00 前"),
        (beijing(2026, 5, 20, 18), "5月20日 18:00 前"),
        (beijing(2026, 5, 21, 0, 1), "5月21日 00:01 前"),
    ],
)
def test_midnight_belongs_to_the_day_before(instant: datetime, words: str) -> None:
    assert formats.deadline(instant) == words
    assert formats.deadline(instant.astimezone(UTC)) == words


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=1, hours=6), "还有 1 天 6 小时"),
        (timedelta(hours=23, minutes=59), "还有 23 小时 59 分"),
        (timedelta(minutes=5), "还有 5 分"),
        (timedelta(0), "已截止"),
        (timedelta(days=-3), "已截止"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_time_left(left: timedelta, words: str) -> None:
    assert formats.time_left(NOW + left) == words


@pytest.mark.parametrize(
    ("day", "words", "colour"),
    [
        (date(2026, 5, 18), "逾期 2 天", "is-late"),
        (date(2026, 5, 20), "今天到期", "is-late"),
        (date(2026, 5, 23), "5月23日（还有 3 天）", "is-soon"),
        (date(2026, 5, 24), "5月24日（还有 4 天）", ""),
        (None, "—", "dim"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_a_due_day_is_said_in_words_and_in_colour(day: date | None, words: str, colour: str) -> None:
    shown = formats.due(day)

    assert words in shown
    assert next(elements(shown))["class"].split() == ["due", *colour.split()]


@time_machine.travel(datetime(2026, 5, 20, 17, 0, tzinfo=UTC), tick=False)
def test_after_midnight_in_beijing_yesterday_is_over() -> None:
    assert "逾期 1 天" in formats.due(date(2026, 5, 20))


@pytest.mark.parametrize(
    ("number", "shown"),
    [("13800001234", "138****1234"), ("0351-1234567", "035*****4567"), ("12345", "***45"), ("", "")],
)
def test_a_telephone_number_is_masked(number: str, shown: str) -> None:
    assert formats.mask_phone(number) == shown
