"""我的件到哪了: stretches, units, people and working days, in the words of whoever looks."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actors import Actor
from applications.enums import State, StepKind
from applications.models import Application
from applications.selectors.timeline import Leg, timeline_for
from applications.services import filing, reviewing
from core.models import CalendarDay
from tests.applications.thread import (
    answer_everything,
    at,
    check,
    conclude,
    filled,
    prepare,
    publish,
    review,
    sent_back_for_correction,
)
from tests.factories import World

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)


def on(day: int, work: Callable[[], Application]) -> Application:
    """Do it so many days after that Monday."""
    with time_machine.travel(MONDAY + timedelta(days=day), tick=False):
        return work()


def legs(who: Actor, application: Application, day: int) -> list[Leg]:
    row = Application.objects.get(pk=application.pk)
    return list(timeline_for(who, row, at=MONDAY + timedelta(days=day)).legs)


def names(found: list[Leg]) -> list[str]:
    return [leg.name for leg in found]


@pytest.fixture
def reviewed(world: World) -> Application:
    """Filed on Monday, recommended on Wednesday, accepted on Friday."""
    row = on(0, lambda: at(world, State.SUBMITTED))
    row = on(2, lambda: filing.recommend_application(actor=world.unit_admin, application=row))
    return on(4, lambda: reviewing.accept_application(actor=world.reviewer, application=row))


def test_every_stretch_has_its_unit_its_person_and_its_working_days(
    world: World, reviewed: Application
) -> None:
    found = legs(world.filer, reviewed, day=8)
    assert names(found) == ["填报", "推荐", "受理", "复核"]
    assert [leg.unit for leg in found] == [
        world.county.name,
        world.county.name,
        world.office.name,
        world.office.name,
    ]
    assert [leg.person for leg in found] == [
        world.filer.user.display_name,
        world.unit_admin.user.display_name,
        world.reviewer.user.display_name,
        world.reviewer.user.display_name,
    ]
    # Monday to Wednesday two days, to Friday two more, and over the weekend to Tuesday two of four.
    assert [leg.used for leg in found] == [0, 2, 2, 2]
    assert [leg.limit for leg in found] == [0, 0, 5, 15]
    assert [leg.is_open for leg in found] == [False, False, False, True]
    assert found[3].left == 13


def test_the_offices_own_calendar_counts(world: World, reviewed: Application) -> None:
    CalendarDay.objects.create(day=date(2026, 11, 28), is_working=True)
    CalendarDay.objects.create(day=date(2026, 11, 30), is_working=False)
    assert legs(world.filer, reviewed, day=8)[3].used == 2
    CalendarDay.objects.filter(day=date(2026, 11, 28)).delete()
    assert legs(world.filer, reviewed, day=8)[3].used == 1


def test_while_the_applicant_answers_the_offices_clock_stands(world: World, reviewed: Application) -> None:
    row = on(
        8,
        lambda: sent_back_for_correction(world, reviewed, due_on=date(2026, 12, 20)),
    )
    waiting = legs(world.filer, row, day=15)[-1]
    assert (waiting.name, waiting.unit, waiting.due_on) == ("补正", world.county.name, date(2026, 12, 20))
    row = on(22, lambda: filing.resubmit_application(actor=world.filer, application=row))
    found = legs(world.filer, row, day=24)
    assert names(found)[-3:] == ["复核", "补正", "复核"]
    # Two days before the return and two after it; the ten days of the answer are the applicant's.
    assert (found[-1].used, found[-1].total, found[-1].left) == (2, 4, 11)


def test_inside_the_steps_stand_apart_and_outside_it_is_one_review(
    world: World, reviewed: Application
) -> None:
    on(5, lambda: review(world, reviewed))  # type: ignore[arg-type, return-value]
    assert names(legs(world.reviewer, reviewed, day=6))[-2:] == ["复核", "研判"]
    assert names(legs(world.filer, reviewed, day=6))[-1] == "复核"
    check(reviewed)
    answer_everything(world, reviewed)
    judgement = reviewed.steps.get(template__kind=StepKind.JUDGEMENT)
    reviewing.close_step(actor=world.reviewer, step=judgement, comment="同意。")
    assert names(legs(world.director, reviewed, day=6))[-1] == "拟定名单"
    row = reviewing.shortlist_application(actor=world.director, application=reviewed)
    inside, outside = legs(world.director, row, day=7)[-1], legs(world.filer, row, day=7)[-1]
    assert (inside.name, inside.unit) == ("认定", world.city.name)
    assert (outside.name, outside.unit) == ("复核", world.office.name)


def test_what_comes_next_is_said_with_who_and_how_long(world: World) -> None:
    row = filled(world)
    coming = timeline_for(world.filer, row, at=MONDAY).coming
    assert [name for name, _, _ in coming] == ["推荐", "受理", "复核", "认定"]
    assert coming[1] == ("受理", world.office.name, "5 个工作日")


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.DECLINED, State.RECOGNISED])
def test_a_finished_way_has_no_open_stretch_and_nothing_to_come(world: World, state: State) -> None:
    row = at(world, State.RECOMMENDED)
    if state == State.WITHDRAWN:
        row = filing.withdraw_application(actor=world.filer, application=row)
    elif state == State.DECLINED:
        row = reviewing.decline_application(actor=world.director, application=row, comment="规模不足。")
    else:
        row = at_end(world, row)
    timeline = timeline_for(world.filer, Application.objects.get(pk=row.pk), at=MONDAY + timedelta(days=900))
    assert not any(leg.is_open for leg in timeline.legs)
    assert timeline.coming == ()
    assert (
        timeline.legs[-1].outcome
        == {"withdrawn": "已撤回", "declined": "未通过", "recognised": "已认定"}[state]
    )


def at_end(world: World, row: Application) -> Application:
    """On to the recognition."""
    row = reviewing.accept_application(actor=world.reviewer, application=row)
    conclude(world, row)
    row = reviewing.shortlist_application(actor=world.director, application=row)
    publish(world, prepare(world, row))
    return row


def test_a_long_way_costs_no_more_queries_than_a_short_one(world: World) -> None:
    def cost(row: Application) -> int:
        fresh = Application.objects.prefetch_related(
            "round__steps", "steps__template", "steps__organisation"
        ).get(pk=row.pk)
        fresh.round, fresh.applicant, fresh.holder  # noqa: B018 - read beforehand, as the page does
        with CaptureQueriesContext(connection) as caught:
            timeline_for(world.filer, fresh, at=MONDAY)
        return len(caught)

    short = at(world, State.SUBMITTED)
    before = cost(short)
    row = filing.recommend_application(actor=world.unit_admin, application=short)
    for _ in range(3):
        row = sent_back_for_correction(world, row)
        row = filing.resubmit_application(actor=world.filer, application=row)
    assert cost(row) <= before + 2
