"""The office's queue: what it runs and what it sends up, narrowed by whose turn it is, as rows to read.

Everything here stops at the rows that are shown: a queue of a hundred thousand answers like one of a thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import OFFICE_ROLES
from applications.enums import OFFICE_STATES, State
from applications.models import Application, ApplicationStep, Round
from applications.selectors.dues import Clock, due_days
from applications.selectors.words import KEPT_INSIDE, StateWord
from core.counting import Counted, Statement, counting_sql, run_counts
from core.enums import Level
from notifications.selectors import holders

# The two halves of a queue: rounds of the office itself, and what it sends up to the province.
OWN, RELAY = "", "relay"
WAITING, POSTPONED, ALL = "waiting", "postponed", "all"
STATES = tuple(state for state in State if state != State.DRAFT)
WORDS: Mapping[str, str] = {
    WAITING: "待本单位办理",
    **{state.value: state.label for state in STATES},
    POSTPONED: "暂缓",
    ALL: "全部",
}
# A chip says 99+ and then nobody counts on; of what is shown now it is said as far as a batch may go.
CHIP_LIMIT = 100
# The order of every index of a queue.
OLDEST_FIRST = ("moved_at", "pk")
COLUMNS = (
    "pk",
    "moved_at",
    "state",
    "number",
    "came_on_paper",
    "postponed_until",
    "return_due_on",
    "office_id",
    "holder_id",
    "handler_id",
    "handler__display_name",
    "town__name",
    "town__county__full_name",
    "applicant__short_name",
    "round__title",
    "round__shortlist_word",
    "round__office__short_name",
    "holder__short_name",
)


class OpenStep(NamedTuple):
    """The open step of one application."""

    application_id: int
    opened_at: datetime | None
    name: str
    days: int
    day_unit: str
    unit: str
    earlier: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue; `handler_pk` is 0 for nobody, `postponed_until` None unless it is put aside today."""

    pk: int
    town: str
    county: str
    number: str
    came_on_paper: bool
    applicant: str
    round: str
    state: StateWord
    step: str
    unit: str
    handler: str
    handler_pk: int
    is_ours: bool
    since: datetime
    due: date | None
    postponed_until: date | None


def queue_of(actor: Actor) -> QuerySet[Application]:
    """Both halves of the acting office's queue, as far as it may see them."""
    unit = actor.organisation
    mine = Q(office=unit) | Q(relay_office=unit)
    return Application.objects.visible_to(actor).filter(mine).exclude(state=State.DRAFT)


def office_queue(actor: Actor, tab: str = OWN) -> QuerySet[Application]:
    """One half of it."""
    whose = {"relay_office": actor.organisation} if tab == RELAY else {"office": actor.organisation}
    return Application.objects.visible_to(actor).filter(**whose).exclude(state=State.DRAFT)


def in_chip(actor: Actor, tab: str, chip: str, *, at: date) -> QuerySet[Application]:
    """What a chip of a half stands for; outside its own rounds an office reads 复核中 until the decision is public."""
    rows = office_queue(actor, tab)
    if chip == ALL:
        return rows
    if chip in {WAITING, POSTPONED}:
        ours = rows.filter(holder=actor.organisation, state__in=OFFICE_STATES)
        aside = Q(postponed_until__gt=at)
        return ours.filter(aside) if chip == POSTPONED else ours.filter(Q(postponed_until=None) | ~aside)
    if tab == RELAY:
        return rows.filter(state__in=[state for state in STATES if KEPT_INSIDE.get(state, state) == chip])
    return rows.filter(state=chip)


def chips_of(tab: str) -> list[str]:
    """The chips of a half in their order; what is kept inside another office is no chip."""
    hidden = KEPT_INSIDE if tab == RELAY else ()
    return [chip for chip in WORDS if chip not in hidden]


def queue_counts(
    actor: Actor, tab: str, shown: str | QuerySet[Application], limit: int, *, at: date
) -> dict[str, int]:
    """Every chip's count up to CHIP_LIMIT, what waits in each half, and of what is shown up to `limit`; one query.

    `shown` is a chip, or rows that are narrowed further.
    """
    assert actor.organisation is not None
    seat, chip = actor.organisation.seat_of_power.pk, shown if isinstance(shown, str) else ""
    statement = counting_statement(actor, tab, chip, seat=seat, limit=limit, at=at)
    if not isinstance(shown, str):
        statement += counting_sql({"shown": Counted(shown.order_by(*OLDEST_FIRST), limit)})
    counts = dict.fromkeys([*STATES, POSTPONED, "shown"], 0) | run_counts(statement)
    if tab == RELAY:
        # Public words: what the office above has shortlisted is under review.
        for state, kept in KEPT_INSIDE.items():
            counts[kept] += counts.pop(state)
    counts[ALL] = sum(counts[state] for state in chips_of(tab) if state in State.values)
    counts[WAITING] = counts[f"waiting {tab}"]
    return {name: number if name == "shown" else min(number, CHIP_LIMIT) for name, number in counts.items()}


@lru_cache(maxsize=256)
def counting_statement(actor: Actor, tab: str, chip: str, *, seat: int, limit: int, at: date) -> Statement:
    """The statement that counts for this person on that day, kept because to write it takes longer than to run it.

    `seat` is the government whose territory the office serves: when that changes, so does what may be seen.
    """
    waiting = {f"waiting {half}": in_chip(actor, half, WAITING, at=at) for half in (OWN, RELAY)}
    states = office_queue(actor, tab).order_by(*OLDEST_FIRST)
    wanted = {
        "states": Counted(states, CHIP_LIMIT, "state", STATES),
        # So few that their own index is read in any order.
        POSTPONED: Counted(in_chip(actor, tab, POSTPONED, at=at).order_by(), CHIP_LIMIT),
        **{name: Counted(rows.order_by(*OLDEST_FIRST), CHIP_LIMIT) for name, rows in waiting.items()},
        "has relay": Counted(office_queue(actor, RELAY).order_by(*OLDEST_FIRST), 1),
    }
    if chip:
        wanted["shown"] = Counted(in_chip(actor, tab, chip, at=at).order_by(*OLDEST_FIRST), limit)
    return counting_sql(wanted)


def as_columns(applications: QuerySet[Application]) -> QuerySet[Any]:
    """The columns of a line and nothing else, oldest movement first."""
    return applications.order_by(*OLDEST_FIRST).values_list(*COLUMNS, named=True)


def queue_rows(actor: Actor, found: Sequence[Any]) -> list[QueueRow]:
    """Lines for what `as_columns` found; two queries whatever their number."""
    steps = open_steps([row.pk for row in found])
    clocks = {row.pk: _clock(row, steps.get(row.pk)) for row in found}
    dues, today = due_days(clocks), timezone.localdate()
    return [_line(actor, row, steps.get(row.pk), dues.get(row.pk), today) for row in found]


def open_steps(numbers: Sequence[int]) -> dict[int, OpenStep]:
    """By application the first open step with its earlier stretches, in one query."""
    rows: Iterable[tuple[Any, ...]] = (
        ApplicationStep.objects.filter(
            application__in=numbers, opened_at__isnull=False, closed_at__isnull=True
        )
        .order_by("-template__position", "stretches__began_at", "stretches__pk")
        .values_list(
            "pk",
            "stretches__began_at",
            "stretches__ended_at",
            "application_id",
            "opened_at",
            "template__name",
            "template__days",
            "template__day_unit",
            "organisation__short_name",
        )
    )
    found: dict[int, OpenStep] = {}
    earlier: dict[int, list[tuple[datetime, datetime]]] = {}
    for step, began, ended, *row in rows if numbers else ():
        if began is not None:
            earlier.setdefault(step, []).append((began, ended))
        # The last one written for an application is the one that stands first.
        found[row[0]] = OpenStep(*row)._replace(earlier=tuple(earlier.get(step, ())))
    return found


def rounds_to_choose(actor: Actor, tab: str) -> list[tuple[int, str]]:
    """The rounds that a half of the queue can be narrowed to, newest first."""
    rounds = (
        Round.objects.published().filter(level=Level.PROVINCE)
        if tab == RELAY
        else Round.objects.filter(office=actor.organisation)
    )
    return list(rounds.order_by("-pk").values_list("pk", "title"))


def colleagues(actor: Actor) -> list[tuple[int, str]]:
    """Who reviews in the acting office today, by name."""
    if actor.organisation is None:
        return []
    found = holders(actor.organisation, OFFICE_ROLES, at=timezone.localdate())
    return list(found.order_by("display_name", "pk").values_list("pk", "display_name"))


def _clock(row: Any, step: OpenStep | None) -> Clock:
    if step is None:
        return Clock(row.state, row.return_due_on)
    return Clock(row.state, row.return_due_on, None, step.opened_at, step.days, step.day_unit, step.earlier)


def _line(actor: Actor, row: Any, step: OpenStep | None, due: date | None, today: date) -> QueueRow:
    state, unit = _state(row), row.holder__short_name
    own = actor.organisation.pk if actor.organisation else None
    if row.office_id != own and row.state in KEPT_INSIDE:
        kept = KEPT_INSIDE[State(row.state)]
        state, step, unit = StateWord(kept, kept.label), None, row.round__office__short_name
    runs = row.state in OFFICE_STATES
    is_ours = runs and row.holder_id == own
    aside = is_ours and row.postponed_until is not None and row.postponed_until > today
    return QueueRow(
        pk=row.pk,
        town=row.town__name,
        county=row.town__county__full_name,
        number=row.number,
        came_on_paper=row.came_on_paper,
        applicant=row.applicant__short_name,
        round=row.round__title,
        state=state,
        step=step.name if step and runs else "",
        unit=(step.unit if step and runs else unit) or "",
        handler=row.handler__display_name or "",
        handler_pk=row.handler_id or 0,
        is_ours=is_ours,
        since=row.moved_at,
        due=due,
        postponed_until=row.postponed_until if aside else None,
    )


def _state(row: Any) -> StateWord:
    if row.state == State.SHORTLISTED:
        return StateWord(row.state, row.round__shortlist_word)
    return StateWord(row.state, WORDS[row.state])
