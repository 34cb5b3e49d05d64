"""B1 and B2: the office's queue with a thousand, ten thousand and a hundred thousand applications, against raw SQL."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection, connections
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor, actor_for
from accounts.models import User
from applications.filters import QueueFilter
from applications.models import Application
from applications.selectors import queue as selectors
from applications.services.batches import MOST_AT_ONCE
from core.paging import AFTER, SEPARATOR, SIZE
from ops.bench import queue_rows as building
from ops.bench.windows import Series, interleaved
from ops.console import say

WINDOWS = 30
ASKED_A_WINDOW = 4
PATH = "/applications/queue/"
SHOWN = re.compile(r'name="ids" value="(\d+)"')
FIRST, DEEP, FLOOR, DEEP_FLOOR = "第一页", "深页", "地板", "深页的地板"
# A page deep in the queue begins behind nine tenths of what waits.
DEPTH = 0.9

# What the page cannot do without, said once in SQL: the session, the user, and the rows with their names.
SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()"
USER = "SELECT * FROM accounts_user WHERE id = %s"
ROWS = """
SELECT a.id, a.moved_at, a.state, a.number, a.postponed_until, t.name, c.full_name, u.short_name, r.title,
       h.short_name, p.display_name
FROM applications_application a
JOIN towns_town t ON t.id = a.town_id JOIN accounts_division c ON c.id = t.county_id
JOIN accounts_organisation u ON u.id = a.applicant_id JOIN applications_round r ON r.id = a.round_id
JOIN accounts_organisation h ON h.id = a.holder_id LEFT JOIN accounts_user p ON p.id = a.handler_id
WHERE a.office_id = %s AND a.holder_id = %s AND a.state IN ('recommended', 'reviewing')
  AND (a.postponed_until IS NULL OR a.postponed_until <= %s) {beyond}
ORDER BY a.moved_at, a.id LIMIT 21
"""
BEYOND = "AND (a.moved_at, a.id) > (%s, %s)"
MARK = """
SELECT moved_at, id FROM applications_application
WHERE holder_id = %s AND state IN ('recommended', 'reviewing')
ORDER BY moved_at, id OFFSET %s LIMIT 1
"""


@dataclass(slots=True)
class Place:
    """One database with a queue of `size`, its reviewer signed in, and the mark behind which the deep page begins."""

    size: int
    wrapper: Any
    actor: Actor
    client: Client
    mark: tuple[Any, int]

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Inside, everything speaks to this database."""
        before = connections["default"]
        connections["default"] = self.wrapper
        try:
            yield
        finally:
            connections["default"] = before

    def page(self, address: str) -> list[int]:
        """The applications that the page shows, as a browser gets them."""
        answer = self.client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} 答复 {answer.status_code}")
        return [int(pk) for pk in SHOWN.findall(answer.content.decode())]

    def deep_address(self) -> str:
        moment, pk = self.mark
        return f"{PATH}?{urlencode({AFTER: f'{moment.isoformat()}{SEPARATOR}{pk}'})}"

    def raw(self, *, deep: bool) -> list[int]:
        """The floor: session, user and rows in three queries."""
        assert self.actor.user is not None and self.actor.organisation is not None
        key = self.client.cookies[settings.SESSION_COOKIE_NAME].value
        unit = self.actor.organisation.pk
        values = [unit, unit, timezone.localdate(), *(self.mark if deep else ())]
        with connection.cursor() as cursor:
            cursor.execute(SESSION, [key])
            cursor.fetchone()
            cursor.execute(USER, [self.actor.user.pk])
            cursor.fetchone()
            cursor.execute(ROWS.format(beyond=BEYOND if deep else ""), values)
            return [row[0] for row in cursor.fetchall()][:SIZE]


def run(sizes: Sequence[int]) -> bool:
    """Print the part on the queue; False when a page shows other rows than raw SQL, or a plan reads the whole table."""
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    begin = time.monotonic()
    building.prepare()
    places = [_place(size) for size in sizes]
    say(f"  建好 {'、'.join(str(size) for size in sizes)} 件的队列，用时 {time.monotonic() - begin:.0f} 秒")
    try:
        wrong = sum(not _shows_the_same(place) for place in places)
        slow = [words for place in places if place.size >= 10_000 for words in _whole_table_reads(place)]
        _compare(places)
    finally:
        for place in places:
            place.wrapper.close()
    say(f"  与直接查询的行：{'逐行相同' if not wrong else f'有 {wrong} 个队列不同，以上数字无效'}")
    say(f"  查询计划：{'没有整表扫描' if not slow else '整表扫描：' + '、'.join(slow)}")
    return not wrong and not slow


def _place(size: int) -> Place:
    wrapper = connections["default"].copy()
    wrapper.settings_dict = {**wrapper.settings_dict, "NAME": building.make_database(size)}
    before, connections["default"] = connections["default"], wrapper
    try:
        building.fill(size)
        user = User.objects.get(username=building.REVIEWER)
        actor = actor_for(user)
        client = Client()
        client.force_login(user)
        # The first request of a session writes down when it began.
        client.get(PATH)
        assert actor.organisation is not None
        waiting = selectors.in_chip(actor, "", selectors.WAITING, at=timezone.localdate()).count()
        with connection.cursor() as cursor:
            cursor.execute(MARK, [actor.organisation.pk, int(waiting * DEPTH)])
            mark = cursor.fetchone()
    finally:
        connections["default"] = before
    return Place(size, wrapper, actor, client, mark)


def _shows_the_same(place: Place) -> bool:
    with place.entered():
        first, deep = place.page(PATH), place.page(place.deep_address())
        return len(first) == len(deep) == SIZE and (first, deep) == (
            place.raw(deep=False),
            place.raw(deep=True),
        )


def _compare(places: Sequence[Place]) -> None:
    """Every page of every size and the floors, in turn."""
    windows: dict[str, Callable[[int], float]] = {}
    for place in places:
        for name, work in _contestants(place).items():
            windows[f"{name} {place.size}"] = partial(_window, place, work)
    interleaved(windows, 2)
    series = interleaved(windows, WINDOWS)
    for place in places:
        costs = "，".join(
            f"{name} {series.cost(f'{name} {place.size}') * 1000:.1f} 毫秒" for name in (FIRST, DEEP, FLOOR)
        )
        say(f"  {place.size} 件：{costs}")
    _print_ratios(series, places)


def _print_ratios(series: Series, places: Sequence[Place]) -> None:
    smallest, largest = places[0].size, places[-1].size
    for name in (FIRST, DEEP):
        growth = series.ratio(f"{name} {largest}", f"{name} {smallest}")
        say(f"  {name}从 {smallest} 件到 {largest} 件：{growth}")
    for name, floor in ((FIRST, FLOOR), (DEEP, DEEP_FLOOR)):
        say(f"  {largest} 件的{name}是地板的 {series.ratio(f'{name} {largest}', f'{floor} {largest}')}")


def _contestants(place: Place) -> dict[str, Callable[[], Any]]:
    return {
        FIRST: partial(place.page, PATH),
        FLOOR: partial(place.raw, deep=False),
        DEEP: partial(place.page, place.deep_address()),
        DEEP_FLOOR: partial(place.raw, deep=True),
    }


def _window(place: Place, work: Callable[[], Any], number: int) -> float:
    """Seconds for one answer."""
    with place.entered():
        begin = time.perf_counter()
        for _ in range(ASKED_A_WINDOW):
            work()
        return (time.perf_counter() - begin) / ASKED_A_WINDOW


def _whole_table_reads(place: Place) -> list[str]:
    """Chips whose first or deep page, and counts that, would read the whole table of applications."""
    found, today = [], timezone.localdate()
    with place.entered():
        for chip in selectors.chips_of(""):
            shown = QueueFilter(state=chip).rows(place.actor, at=today)
            deep = shown.filter(moved_at__gte=place.mark[0])
            for words, rows in ((FIRST, shown), (DEEP, deep)):
                if _reads_all(selectors.as_columns(rows)[: SIZE + 1]):
                    found.append(f"{place.size} 件 {selectors.WORDS[chip]} {words}")
        assert place.actor.organisation is not None
        seat = place.actor.organisation.seat_of_power.pk
        statement = selectors.counting_statement(
            place.actor, selectors.OWN, selectors.WAITING, seat=seat, limit=MOST_AT_ONCE + 1, at=today
        )
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {statement.sql}", statement.parameters)
            if _is_whole("\n".join(line for (line,) in cursor.fetchall())):
                found.append(f"{place.size} 件 计数")
    return found


def _reads_all(rows: QuerySet[Any]) -> bool:
    return _is_whole(rows.explain())


def _is_whole(plan: str) -> bool:
    return f"Seq Scan on {Application._meta.db_table}" in plan
