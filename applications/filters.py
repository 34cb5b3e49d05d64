"""Filters whose state is the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from accounts.actors import Actor
from applications.enums import OFFICE_STATES, State
from applications.models import Application, ApplicationStep, RoundStep
from applications.selectors.dues import latest_late_opening, returned_and_late
from applications.selectors.queue import OLDEST_FIRST, OWN, RELAY, WAITING, chips_of, in_chip, queue_of
from core.errors import Invalid
from towns.models import Town

LONGEST_SEARCH = 60
LONGEST_NUMBER = 9
# Ticked boxes come from one page; a longer address would be refused on the way.
MOST_TICKED = 100
LONGEST_KEY = 18
MINE, NOBODYS = "me", "none"


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What of the queue is shown: a half, a chip of it, and what narrows that; what cannot be read is left aside.

    Written by hand and no form: the queue is opened more often than every other page (docs/benchmarks.md).
    """

    tab: str = OWN
    state: str = WAITING
    round: str = ""
    handler: str = ""
    late: str = ""
    q: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> QueueFilter:
        """As the address has it."""
        tab = RELAY if query.get("tab") == RELAY else OWN
        state, handler = query.get("state", ""), query.get("handler", "")
        return cls(
            tab=tab,
            state=state if state in chips_of(tab) else WAITING,
            round=_number(query.get("round", "")),
            handler=handler if handler in {MINE, NOBODYS} else _number(handler),
            late="1" if query.get("late") == "1" else "",
            q=" ".join(query.get("q", "").replace("\0", " ").split())[:LONGEST_SEARCH],
        )

    @property
    def narrows(self) -> bool:
        """Whether anything but half and chip is chosen."""
        return bool(self.round or self.handler or self.late or self.q)

    def pairs(self, **others: str) -> list[tuple[str, str]]:
        """Names and values for an address or hidden fields, without those that say nothing."""
        values = {name: getattr(self, name) for name in self.__slots__} | others
        values["state"] = "" if values["state"] == WAITING else values["state"]
        return [(name, value) for name, value in values.items() if value]

    def query(self, **others: str) -> str:
        """An address of the queue with other values here and there: "?" alone for the first view."""
        return f"?{urlencode(self.pairs(**others))}"

    def rows(self, actor: Actor, *, at: date) -> QuerySet[Application]:
        """The applications that meet it."""
        rows = in_chip(actor, self.tab, self.state, at=at)
        if self.round:
            rows = rows.filter(round=int(self.round))
        if self.handler:
            rows = rows.filter(self._handled(actor))
        if self.late:
            rows = rows.filter(_is_late(actor, self.tab, at))
        for word in self.q.split():
            # Towns in a subquery and no join: the list itself stays on its index.
            towns = Town.objects.filter(Q(name__icontains=word) | Q(county__full_name__icontains=word))
            rows = rows.filter(Q(town__in=towns.order_by().values("pk")) | Q(number__icontains=word))
        return rows

    def _handled(self, actor: Actor) -> Q:
        if self.handler == NOBODYS:
            return Q(handler=None)
        return Q(handler=actor.user if self.handler == MINE else int(self.handler))


def chosen_rows(
    actor: Actor, query: QueryDict, *, at: date, most: int | None = None
) -> QuerySet[Application]:
    """What an address speaks of: ticked applications in the office's queue, else all that its filter shows.

    Invalid when that is more than `most`, which is as many as anybody may take at once.
    """
    numbers = ticked(query)
    if numbers and query.get("scope") != "all":
        return queue_of(actor).filter(pk__in=numbers)
    rows = QueueFilter.of(query).rows(actor, at=at)
    if most is not None and rows.order_by(*OLDEST_FIRST)[: most + 1].count() > most:
        raise Invalid(f"符合条件的超过 {most} 件，请先缩小筛选范围。")
    return rows


def ticked(query: QueryDict) -> Sequence[int]:
    """The numbers of the ticked boxes; what is none is left aside."""
    found = [each for each in query.getlist("ids") if each.isascii() and each.isdigit()]
    if len(found) > MOST_TICKED:
        raise Invalid(f"一次最多勾选 {MOST_TICKED} 件，更多请筛选后选“全部”。")
    return [int(each) for each in found if len(each) <= LONGEST_KEY]


def _number(text: str) -> str:
    """A number of ours, else nothing."""
    return text if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else ""


def _is_late(actor: Actor, tab: str, at: date) -> Q:
    """The open step's time is over, or the day by which the applicant should have answered."""
    owner = Q(organisation=actor.organisation)
    plans = RoundStep.objects.filter(application_steps__organisation=actor.organisation)
    if tab == OWN:
        owner, plans = Q(), RoundStep.objects.filter(round__office=actor.organisation)
    over = Q(pk__in=[])
    for days, unit in plans.order_by("days", "day_unit").values_list("days", "day_unit").distinct():
        last = latest_late_opening(days, unit, at=at)
        over |= Q(template__days=days, template__day_unit=unit, opened_at__date__lte=last)
    still_open = ApplicationStep.objects.filter(owner, opened_at__isnull=False, closed_at__isnull=True)
    steps = still_open.filter(over, application=OuterRef("pk"))
    waits = Q(state__in=OFFICE_STATES)
    # Whose present stretch alone is too long is late; what was returned before may be so earlier.
    resumed = returned_and_late(_resumed(actor, tab, still_open), at=at)
    return (waits & (Q(Exists(steps)) | Q(pk__in=resumed))) | Q(state=State.RETURNED, return_due_on__lt=at)


def _resumed(actor: Actor, tab: str, steps: QuerySet[ApplicationStep]) -> QuerySet[ApplicationStep]:
    """Of the open steps those in the office's half of the queue that waits for an office."""
    unit = actor.organisation
    half = Q(application__relay_office=unit) if tab == RELAY else Q(application__office=unit)
    return steps.filter(half, application__state__in=OFFICE_STATES)
