"""By which day something has to be done about an application: one place for desk, queue and review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from applications.enums import OFFICE_STATES, DayUnit, State
from applications.models import Application, ApplicationStep
from core.calendar import add_working_days_to_each


@dataclass(frozen=True, slots=True)
class Clock:
    """What the due day follows from; `opened_at`, `days` and `day_unit` are those of the open step."""

    state: str
    return_due_on: date | None = None
    closes_at: datetime | None = None
    opened_at: datetime | None = None
    days: int = 0
    day_unit: str = DayUnit.WORKING


def clock_of(application: Application) -> Clock:
    """The clock of an application that was read with `lists.current_steps`."""
    steps: list[ApplicationStep] = application.open_steps  # type: ignore[attr-defined]
    return _clock(application, steps[0] if steps else None)


def due_day(application: Application, step: ApplicationStep | None) -> date | None:
    """The due day of one application whose open step is `step`; at most one query."""
    return due_days({application.pk: _clock(application, step)}).get(application.pk)


def due_days(clocks: Mapping[int, Clock]) -> dict[int, date]:
    """By application: the day given with a return, the round's last day for a draft, else that of the open step.

    At most one query whatever their number; an application for which no clock runs is left out.
    """
    dues: dict[int, date] = {}
    spans: dict[int, tuple[date, int]] = {}
    for number, clock in clocks.items():
        known = _known(clock)
        if known is not None:
            dues[number] = known
        elif clock.opened_at is not None and clock.state in OFFICE_STATES:
            spans[number] = (timezone.localdate(clock.opened_at), clock.days)
    return dues | dict(zip(spans, add_working_days_to_each(list(spans.values())), strict=True))


def _clock(application: Application, step: ApplicationStep | None) -> Clock:
    closes_at = application.round.closes_at if application.state == State.DRAFT else None
    if step is None:
        return Clock(application.state, application.return_due_on, closes_at)
    plan = step.template
    return Clock(
        application.state, application.return_due_on, closes_at, step.opened_at, plan.days, plan.day_unit
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
        return timezone.localdate(clock.opened_at) + timedelta(days=clock.days)
    return None


def latest_late_opening(days: int, day_unit: str, *, at: date) -> date:
    """The latest day on which a step of that length can have opened and be overdue on the day `at`; one query."""
    if day_unit == DayUnit.CALENDAR:
        return at - timedelta(days=days + 1)
    # Two days for every working day, and the longest holiday on top.
    openings = [at - timedelta(days=back) for back in range(1, 2 * days + 30)]
    dues = add_working_days_to_each([(opening, days) for opening in openings])
    return next((opening for opening, due in zip(openings, dues, strict=True) if due < at), openings[-1])
