"""What waits for whom, until when, and what somebody has done."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from applications.enums import State
from applications.models import Application, ApplicationStep, Round
from portal.selectors import desk, work
from records.services import record
from tests.factories import ApplicationFactory, DecisionFactory, World, actor

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def filed(world: World, state: State, **facts: object) -> Application:
    known = {"round": world.round, "applicant": world.county}
    return ApplicationFactory(state=state, **known | facts)


def waiting(who: Actor) -> set[Application]:
    return set(work.pending_for(who))


def test_each_state_waits_for_its_role_and_for_nobody_else(world: World) -> None:
    by_state = {state: filed(world, state) for state in State}

    def states(who: Actor) -> set[State]:
        rows = waiting(who)
        return {state for state, row in by_state.items() if row in rows}

    assert states(world.filer) == {State.DRAFT, State.RETURNED}
    assert states(world.unit_admin) == {State.SUBMITTED}
    assert states(world.reviewer) == {State.RECOMMENDED, State.REVIEWING}
    assert states(world.director) == {State.RECOMMENDED, State.REVIEWING, State.SHORTLISTED}
    for stranger in (world.registrar, world.neighbour_filer, world.far_reviewer, world.system_admin, Actor()):
        assert states(stranger) == set()


def test_somebody_with_two_roles_sees_the_work_of_both(world: World) -> None:
    draft, submitted = filed(world, State.DRAFT), filed(world, State.SUBMITTED)

    assert waiting(actor(Role.FILER, Role.UNIT_ADMIN, organisation=world.county)) == {draft, submitted}


def test_what_stands_in_a_decision_waits_for_the_registrar(world: World) -> None:
    application = filed(world, State.SHORTLISTED)
    decision = DecisionFactory(round=world.round, applications=[application])

    assert waiting(world.director) == set()
    assert list(work.pending_decisions(world.registrar)) == [decision]
    assert list(work.pending_decisions(world.director)) == []
    assert desk.desk_of(world.registrar).pending == "1"


def test_due_days_come_from_the_step_the_return_or_the_closing(world: World) -> None:
    with time_machine.travel(datetime(2026, 9, 28, 10, tzinfo=SHANGHAI), tick=False):
        recommended = filed(world, State.RECOMMENDED)
        returned = filed(world, State.RETURNED)
    Application.objects.filter(pk=returned.pk).update(return_due_on=date(2026, 10, 20))
    Round.objects.filter(pk=world.round.pk).update(closes_at=datetime(2027, 5, 21, tzinfo=SHANGHAI))
    draft = filed(world, State.DRAFT)

    def due(who: Actor) -> dict[int, date | None]:
        return {item.application.pk: item.due for item in work.work_items(who, list(work.pending_for(who)))}

    # Five working days after Monday 28 September: two before the National Day week, three after it.
    assert due(world.reviewer) == {recommended.pk: date(2026, 10, 10)}
    # The closing instant is midnight of the 21st: the last day is the 20th.
    assert due(world.filer) == {returned.pk: date(2026, 10, 20), draft.pk: date(2027, 5, 20)}


def test_steps_counted_in_plain_days_take_no_calendar(world: World) -> None:
    world.round.steps.update(day_unit="calendar", days=3)
    application = filed(world, State.RECOMMENDED)
    opened = ApplicationStep.objects.get(application=application, opened_at__isnull=False).opened_at

    [item] = work.work_items(world.reviewer, list(work.pending_for(world.reviewer)))
    assert item.due == timezone.localdate(opened) + timedelta(days=3)


def test_an_applicant_reads_under_review_until_it_is_published(world: World) -> None:
    filed(world, State.SHORTLISTED)

    [inside] = work.work_items(world.director, list(work.pending_for(world.director)))
    [outside] = work.filed_items(world.filer, list(work.begun_by(world.filer)))

    assert inside.state.words == "拟重点培育"
    assert outside.state.words == "复核中"


def test_the_lists_take_the_same_queries_for_one_row_and_for_many(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            desk.desk_of(world.director)
            work.work_items(world.director, list(work.pending_for(world.director)))
            work.filed_items(world.filer, list(work.begun_by(world.filer)))
            work.done_items(world.filer, list(work.acts_of(world.filer)))
        return len(caught)

    def add(count: int) -> None:
        for _ in range(count):
            application = filed(world, State.REVIEWING)
            record(actor=world.filer, verb="application.submit", target=application)

    add(1)
    one = queries()
    add(9)
    assert queries() == one


def test_done_lists_what_this_person_did_here_in_words(world: World) -> None:
    application = filed(world, State.REVIEWING)
    for verb in ("application.submit", "application.save", "auth.login"):
        record(actor=world.filer, verb=verb, target=application)
    record(actor=world.unit_admin, verb="application.recommend", target=application)
    record(actor=world.filer, verb="application.submit", target=application, outcome="refused")

    [item] = work.done_items(world.filer, list(work.acts_of(world.filer)))

    assert (item.words, item.kind, item.pk) == ("提交", "application", application.pk)


def test_what_went_out_of_sight_is_no_link(world: World) -> None:
    application = filed(world, State.DRAFT)
    record(actor=world.filer, verb="application.create", target=application)
    application.delete()

    [item] = work.done_items(world.filer, list(work.acts_of(world.filer)))
    assert item.pk == 0


@pytest.mark.parametrize(("hour", "words"), [(5, "晚上好"), (6, "上午好"), (12, "下午好"), (18, "晚上好")])
def test_the_greeting_follows_the_hour_of_the_province(hour: int, words: str) -> None:
    assert desk.greeting(datetime(2026, 11, 22, hour, tzinfo=SHANGHAI)) == words
