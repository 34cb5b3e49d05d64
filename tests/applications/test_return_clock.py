"""The office's clock stands still while the applicant answers: due days, the 已逾期 filter and the timeline agree."""

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications.enums import DayUnit, State
from applications.filters import QueueFilter
from applications.models import Application, StepStretch
from applications.selectors.dues import due_day
from applications.selectors.queue import as_columns, office_queue, queue_rows
from applications.selectors.timeline import Leg, running_step, timeline_for
from applications.services import filing, reviewing
from core.calendar import is_working_day, run_out_days, working_days_between
from tests.applications.thread import (
    answer,
    answered_again,
    at,
    give_back,
    review,
    sent_back_for_correction,
)
from tests.factories import TownFactory, World

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)


def fresh(row: Application) -> Application:
    names = "round__office", "round__authority", "holder", "applicant"
    rows = Application.objects.select_related(*names)
    return rows.prefetch_related("round__steps", "steps__template", "steps__organisation").get(pk=row.pk)


def due_of(row: Application) -> date | None:
    row = fresh(row)
    return due_day(row, running_step(row))


def queue_due(world: World, row: Application) -> date | None:
    (line,) = queue_rows(world.reviewer, list(as_columns(office_queue(world.reviewer).filter(pk=row.pk))))
    return line.due


def late(world: World, row: Application, on: date) -> bool:
    shown = QueueFilter.of(QueryDict("state=all&late=1"))
    return shown.rows(world.reviewer, at=on).filter(pk=row.pk).exists()


def leg(world: World, row: Application, on: date) -> Leg:
    moment = datetime(on.year, on.month, on.day, 12, tzinfo=SHANGHAI)
    return timeline_for(world.reviewer, fresh(row), at=moment).legs[-1]


def next_working_day(day: date) -> date:
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def agree(world: World, row: Application) -> None:
    """Due day, queue, filter and timeline say the same, on the last day and on the first that is too late."""
    due = due_of(row)
    assert due is not None and queue_due(world, row) == due
    after = next_working_day(due) if due >= timezone.localdate() else None
    assert not late(world, row, due) and late(world, row, due + timedelta(days=1))
    if after is not None:
        assert leg(world, row, due).left == 0, leg(world, row, due)
        assert leg(world, row, after).left < 0


def test_the_days_of_the_answer_are_not_the_offices(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False):
        row = at(world, State.REVIEWING)
        assert due_of(row) == date(2026, 12, 14)
        agree(world, row)
    with time_machine.travel(MONDAY + timedelta(days=3), tick=False):
        row = sent_back_for_correction(world, row)
        assert due_of(row) is None
    with time_machine.travel(MONDAY + timedelta(days=17), tick=False):
        row = filing.resubmit_application(actor=world.filer, application=row)
        # Three of fifteen working days are used up; twelve run from Thursday, 10 December.
        assert due_of(row) == date(2026, 12, 28)
        agree(world, row)


def test_before_acceptance_the_clock_stands_still_too(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False):
        row = at(world, State.RECOMMENDED)
    with time_machine.travel(MONDAY + timedelta(days=2), tick=False):
        row = sent_back_for_correction(world, row)
    with time_machine.travel(MONDAY + timedelta(days=7), tick=False):
        row = filing.resubmit_application(actor=world.filer, application=row)
        assert due_of(row) == date(2026, 12, 3)
        agree(world, row)


def test_a_step_that_begins_anew_keeps_the_days_it_took(world: World) -> None:
    """Returned during 研判: the review is opened once more, and has what it had left."""
    with time_machine.travel(MONDAY, tick=False):
        row = at(world, State.REVIEWING)
    with time_machine.travel(MONDAY + timedelta(days=4), tick=False):
        review(world, row)
    with time_machine.travel(MONDAY + timedelta(days=7), tick=False):
        row = sent_back_for_correction(world, fresh(row))
    with time_machine.travel(MONDAY + timedelta(days=14), tick=False):
        row = filing.resubmit_application(actor=world.filer, application=row)
        assert due_of(row) == date(2026, 12, 22)
        agree(world, row)


def test_overdue_before_the_return_stays_overdue(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False):
        row = at(world, State.REVIEWING)
    with time_machine.travel(MONDAY + timedelta(days=30), tick=False):
        row = sent_back_for_correction(world, row)
    with time_machine.travel(MONDAY + timedelta(days=31), tick=False):
        row = filing.resubmit_application(actor=world.filer, application=row)
        assert due_of(row) == date(2026, 12, 14)
        agree(world, row)
        assert leg(world, row, timezone.localdate()).left < 0


def test_days_of_the_calendar_are_counted_likewise(world: World) -> None:
    world.round.steps.update(day_unit=DayUnit.CALENDAR)
    with time_machine.travel(MONDAY, tick=False):
        row = at(world, State.REVIEWING)
    with time_machine.travel(MONDAY + timedelta(days=5), tick=False):
        row = sent_back_for_correction(world, row)
    with time_machine.travel(MONDAY + timedelta(days=20), tick=False):
        row = filing.resubmit_application(actor=world.filer, application=row)
        assert due_of(row) == timezone.localdate() + timedelta(days=10)
        assert queue_due(world, row) == due_of(row)
        assert late(world, row, timezone.localdate() + timedelta(days=11))
        assert leg(world, row, timezone.localdate() + timedelta(days=10)).left == 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_after_any_life_the_two_agree(world: World, seed: int) -> None:
    """Random returns and answers on random days, in the review and in the judgement."""
    chance = Random(seed)
    day = MONDAY + timedelta(days=chance.randrange(5))
    with time_machine.travel(day, tick=False):
        row = at(world, chance.choice((State.RECOMMENDED, State.REVIEWING)))
    for _ in range(chance.randrange(1, 5)):
        day += timedelta(days=chance.randrange(12), hours=1)
        with time_machine.travel(day, tick=False):
            if chance.random() < 0.4 and row.state == State.REVIEWING:
                review(world, row)
            row = give_back(world, fresh(row))
            answer(world, row)
        day += timedelta(days=chance.randrange(12), hours=1)
        with time_machine.travel(day, tick=False):
            row = filing.resubmit_application(actor=world.filer, application=fresh(row))
            agree(world, row)


def test_many_returns_cost_no_query_of_their_own(world: World) -> None:
    def cost() -> int:
        rows = list(as_columns(office_queue(world.reviewer)))
        with CaptureQueriesContext(connection) as caught:
            queue_rows(world.reviewer, rows)
            list(QueueFilter.of(QueryDict("late=1")).rows(world.reviewer, at=date(2030, 1, 1)))
        return len(caught)

    def returned(times: int) -> None:
        row = at(world, State.REVIEWING, town=TownFactory(owner=world.county))
        for _ in range(times):
            row = answered_again(world, give_back(world, row))

    returned(1)
    few = cost()
    for _ in range(3):
        returned(2)
    assert StepStretch.objects.count() == 7 and cost() == few


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(
    gaps=st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=4),
    count=st.integers(1, 25),
    back=st.integers(0, 300),
)
def test_a_run_ends_on_the_day_on_which_its_days_are_used_up(
    db: None, gaps: list[tuple[int, int]], count: int, back: int
) -> None:
    day, earlier = date(2026, 11, 23) - timedelta(days=back), []
    for length, pause in gaps:
        earlier.append((day, day + timedelta(days=length)))
        day += timedelta(days=length + pause)
    (due,) = run_out_days([(earlier, day, count)])
    used = sum(working_days_between(start, min(end, due)) for start, end in earlier if start <= due)
    used += working_days_between(day, due) if due > day else 0
    assert used == count or (due == day and used < count)


def test_concluding_and_passing_on_leaves_no_stretch(world: World) -> None:
    row = at(world, State.REVIEWING)
    review(world, row)
    reviewing.decline_application(actor=world.director, application=fresh(row), comment="不符合。")
    assert not StepStretch.objects.exists()
