"""By which day something has to be done about an application: one place for desk, queue and review.

A return stops the office's clock; what the step used before it counts, the days of the answer do not (decision 0011).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from applications.enums import OFFICE_STATES, DayUnit, State
from applications.models import Application, ApplicationStep
from core.calendar import add_working_days_to_each, run_out_days


@dataclass(frozen=True, slots=True)
class Clock:
    """What the due day follows from: of the open step since when it runs, its days, and its earlier stretches in order."""

    state: str
    return_due_on: date | None = None
    closes_at: datetime | None = None
    opened_at: datetime | None = None
    days: int = 0
    day_unit: str = DayUnit.WORKING
    earlier: tuple[tuple[datetime, datetime], ...] = ()


def stretches_of(step: ApplicationStep) -> tuple[tuple[datetime, datetime], ...]:
    """The earlier stretches of a step, out of what was prefetched where it was."""
    return tuple(sorted((each.began_at, each.ended_at) for each in step.stretches.all()))


def clock_of(application: Application) -> Clock:
    """The clock of an application that was read with `lists.current_steps`."""
    steps: list[ApplicationStep] = application.open_steps  # type: ignore[attr-defined]
    return _clock(application, steps[0] if steps else None)


def due_day(application: Application, step: ApplicationStep | None) -> date | None:
    """The due day of one application whose open step is `step`; at most two queries."""
    return due_days({application.pk: _clock(application, step)}).get(application.pk)


def due_days(clocks: Mapping[int, Clock]) -> dict[int, date]:
    """By application: the day given with a return, the round's last day for a draft, else that of the open step.

    At most one query whatever their number; an application for which no clock runs is left out.
    """
    dues: dict[int, date] = {}
    runs: dict[int, tuple[Sequence[tuple[date, date]], date, int]] = {}
    for number, clock in clocks.items():
        known = _known(clock)
        if known is not None:
            dues[number] = known
        elif clock.opened_at is not None and clock.state in OFFICE_STATES:
            runs[number] = (_as_days(clock.earlier), timezone.localdate(clock.opened_at), clock.days)
    return dues | dict(zip(runs, run_out_days(list(runs.values())), strict=True))


def _as_days(stretches: Sequence[tuple[datetime, datetime]]) -> list[tuple[date, date]]:
    return [(timezone.localdate(began), timezone.localdate(ended)) for began, ended in stretches]


def _clock(application: Application, step: ApplicationStep | None) -> Clock:
    closes_at = application.round.closes_at if application.state == State.DRAFT else None
    if step is None:
        return Clock(application.state, application.return_due_on, closes_at)
    plan = step.template
    return Clock(
        application.state,
        application.return_due_on,
        closes_at,
        step.opened_at,
        plan.days,
        plan.day_unit,
        stretches_of(step),
    )


def _known(clock: Clock) -> date | None:
    """Where no working days have to be counted."""
    if clock.state == State.RETURNED:
        return clock.return_due_on
    if clock.state == State.DRAFT and clock.closes_at is not None:
        # The closing instant itself is outside: midnight belongs to the day before.
        return timezone.localdate(clock.closes_at - timedelta(microseconds=1))
    # While the applicant answers a return or the authority decides, no clock of the office runs.
    if clock.state in OFFICE_STATES and clock.opened_at is not None and clock.day_unit == DayUnit.CALENDAR:
        return _run_out_on_calendar(clock.earlier, timezone.localdate(clock.opened_at), clock.days)
    return None


def _run_out_on_calendar(earlier: Sequence[tuple[datetime, datetime]], start: date, days: int) -> date:
    """`core.calendar.run_out_days` for steps whose days are plain days."""
    for began, ended in _as_days(earlier):
        used = (ended - began).days
        if used > days:
            return began + timedelta(days=days)
        days -= used
    return start + timedelta(days=days)


def returned_and_late(steps: QuerySet[ApplicationStep], *, at: date) -> list[int]:
    """Of these open steps the applications that a return has interrupted and that are overdue on the day `at`.

    They are few, what an office has open and has returned before: their days are counted here, two queries in all.
    """
    rows = (
        steps.filter(stretches__isnull=False)
        .order_by("pk", "stretches__began_at", "stretches__pk")
        .values_list(
            "application_id",
            "application__state",
            "opened_at",
            "template__days",
            "template__day_unit",
            "stretches__began_at",
            "stretches__ended_at",
        )
    )
    clocks: dict[int, Clock] = {}
    for number, state, opened_at, days, unit, began, ended in rows:
        before = clocks[number].earlier if number in clocks else ()
        clocks[number] = Clock(state, None, None, opened_at, days, unit, (*before, (began, ended)))
    return [number for number, due in due_days(clocks).items() if due < at]


def latest_late_opening(days: int, day_unit: str, *, at: date) -> date:
    """The latest day on which a step of that length can have opened and be overdue on the day `at`; one query."""
    if day_unit == DayUnit.CALENDAR:
        return at - timedelta(days=days + 1)
    # Two days for every working day, and the longest holiday on top.
    openings = [at - timedelta(days=back) for back in range(1, 2 * days + 30)]
    dues = add_working_days_to_each([(opening, days) for opening in openings])
    return next((opening for opening, due in zip(openings, dues, strict=True) if due < at), openings[-1])
