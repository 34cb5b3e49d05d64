"""Working days as offices count them, in years with a published calendar and without."""

from datetime import date

import pytest

from core.calendar import add_working_days, is_working_day, working_days_between
from core.models import CalendarDay

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_the_national_day_holiday_of_2026() -> None:
    """1-7 October are free, Saturday 10 October is worked."""
    assert not any(is_working_day(date(2026, 10, day)) for day in range(1, 8))
    assert is_working_day(date(2026, 10, 8))
    assert is_working_day(date(2026, 10, 10))
    assert add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert working_days_between(date(2026, 9, 30), date(2026, 10, 12)) == 4


def test_a_year_without_a_calendar_counts_monday_to_friday() -> None:
    assert is_working_day(date(2027, 10, 1))
    assert not is_working_day(date(2027, 10, 2))
    assert working_days_between(date(2027, 3, 1), date(2027, 3, 15)) == 10
    assert add_working_days(date(2026, 12, 31), 20) == date(2027, 1, 28)


def test_what_the_office_entered_goes_before_everything_else() -> None:
    CalendarDay.objects.create(day=date(2027, 10, 1), is_working=False, note="国庆节")
    CalendarDay.objects.create(day=date(2027, 10, 9), is_working=True, note="调休上班")
    assert not is_working_day(date(2027, 10, 1))
    assert add_working_days(date(2027, 9, 30), 1) == date(2027, 10, 4)
    assert working_days_between(date(2027, 10, 8), date(2027, 10, 10)) == 1


def test_no_days_are_no_days() -> None:
    assert add_working_days(date(2026, 10, 3), 0) == date(2026, 10, 3)
    assert working_days_between(date(2026, 10, 3), date(2026, 10, 3)) == 0
    assert working_days_between(date(2026, 10, 8), date(2026, 10, 1)) == 0


def test_a_long_term_asks_the_database_a_few_times_only(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert add_working_days(date(2026, 1, 4), 250) > date(2026, 12, 1)
