"""Working days: what this office entered, else the State Council's calendar, else Monday to Friday."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import chinese_calendar

from core.models import CalendarDay

SATURDAY = 5
ONE_DAY = timedelta(days=1)
# Longest run without a working day is about nine days; one query then covers what is usually asked.
READ_AHEAD = timedelta(days=60)


def is_working_day(day: date) -> bool:
    """Whether people work on that day; a year without a published calendar counts Monday to Friday."""
    return _works(day, _entered(day, day))


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; 0 when `end` is not later."""
    entered = _entered(start, end)
    return sum(_works(day, entered) for day in _days(start, end))


def working_days_between_each(spans: Sequence[tuple[date, date]]) -> list[int]:
    """`working_days_between` for many (start, end) at once, with one query for all."""
    if not spans:
        return []
    entered = _entered(min(start for start, _ in spans), max(end for _, end in spans))
    return [sum(_works(day, entered) for day in _days(start, end)) for start, end in spans]


def add_working_days(start: date, count: int) -> date:
    """The day that is the `count`-th working day after `start`; `start` itself for 0."""
    day, known_to, entered = start, start, dict[date, bool]()
    while count > 0:
        day += ONE_DAY
        if day > known_to:
            known_to = day + READ_AHEAD
            entered = _entered(day, known_to)
        count -= _works(day, entered)
    return day


def add_working_days_to_each(spans: Sequence[tuple[date, int]]) -> list[date]:
    """`add_working_days` for many (start, count) at once, with one query for all."""
    if not spans:
        return []
    # Two days for every working day, and the longest holiday on top.
    reach = max(count for _, count in spans) * 2 * ONE_DAY + READ_AHEAD
    entered = _entered(min(start for start, _ in spans), max(start for start, _ in spans) + reach)
    return [_after(start, count, entered) for start, count in spans]


def run_out_days(runs: Sequence[tuple[Sequence[tuple[date, date]], date, int]]) -> list[date]:
    """For each (earlier, start, count) the day on which `count` working days are used up; one query for all.

    `earlier` are stretches (start, end) that used some of them already; the last stretch runs on from `start`.
    """
    if not runs:
        return []
    reach = max(count for _, _, count in runs) * 2 * ONE_DAY + READ_AHEAD
    begins = [day for earlier, start, _ in runs for day in (start, *(first for first, _ in earlier))]
    entered = _entered(min(begins), max(start for _, start, _ in runs) + reach)
    return [_run_out(earlier, start, count, entered) for earlier, start, count in runs]


def _run_out(
    earlier: Sequence[tuple[date, date]], start: date, count: int, entered: dict[date, bool]
) -> date:
    for begin, end in earlier:
        used = sum(_works(day, entered) for day in _days(begin, end))
        if used > count:
            return _after(begin, count, entered)
        count -= used
    return _after(start, count, entered)


def _after(start: date, count: int, entered: dict[date, bool]) -> date:
    day = start
    while count > 0:
        day += ONE_DAY
        count -= _works(day, entered)
    return day


def _days(start: date, end: date) -> Iterable[date]:
    return (start + timedelta(days=number) for number in range(1, (end - start).days + 1))


def _entered(start: date, end: date) -> dict[date, bool]:
    return dict(CalendarDay.objects.filter(day__range=(start, end)).values_list("day", "is_working"))


def _works(day: date, entered: dict[date, bool]) -> bool:
    if day in entered:
        return entered[day]
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < SATURDAY
