"""Reminders: once each, from open work alone, never to what is finished."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from applications.enums import State
from applications.models import Application, Round
from applications.services import reminding
from notifications.models import Message
from tests.factories import ApplicationFactory, World

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SHANGHAI = ZoneInfo("Asia/Shanghai")
# A Monday without holidays around it.
MONDAY = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)


def file(world: World, state: State) -> Application:
    with time_machine.travel(MONDAY, tick=False):
        return ApplicationFactory(round=world.round, applicant=world.county, state=state)


def reminded(kind: str) -> list[str]:
    rows = Message.objects.filter(kind=kind).order_by("pk").values_list("user__display_name", flat=True)
    return sorted(set(rows))


def test_a_step_is_announced_two_working_days_ahead_and_once_more_when_it_is_late(world: World) -> None:
    file(world, State.RECOMMENDED)  # five working days: due on Monday the 30th
    assert reminding.remind(at=MONDAY + timedelta(days=2)) == 0
    thursday = MONDAY + timedelta(days=3)
    assert reminding.remind(at=thursday) == 2
    assert reminded("step_due") == sorted(
        [world.reviewer.user.display_name, world.director.user.display_name]
    )
    assert "将于11月30日到期" in Message.objects.first().words
    assert reminding.remind(at=thursday + timedelta(hours=1)) == 0
    assert reminding.remind(at=MONDAY + timedelta(days=8)) == 2
    assert reminding.remind(at=MONDAY + timedelta(days=9)) == 0
    assert "已超过期限" in Message.objects.order_by("-pk").first().words


def test_whoever_handles_it_is_reminded_alone(world: World) -> None:
    row = file(world, State.REVIEWING)
    Application.objects.filter(pk=row.pk).update(handler=world.reviewer.user)
    reminding.remind(at=MONDAY + timedelta(days=60))
    assert reminded("step_due") == [world.reviewer.user.display_name]


def test_an_answer_is_asked_for_two_days_ahead(world: World) -> None:
    row = file(world, State.RETURNED)
    Application.objects.filter(pk=row.pk).update(return_due_on=MONDAY.date() + timedelta(days=5))
    assert reminding.remind(at=MONDAY + timedelta(days=2)) == 0
    assert reminding.remind(at=MONDAY + timedelta(days=3)) == 2
    assert reminding.remind(at=MONDAY + timedelta(days=4)) == 0
    assert reminding.remind(at=MONDAY + timedelta(days=6)) == 2


def test_a_draft_hears_of_the_closing_seven_days_two_days_and_four_hours_before(world: World) -> None:
    file(world, State.DRAFT)
    closing = MONDAY + timedelta(days=30)
    Round.objects.filter(pk=world.round.pk).update(closes_at=closing)
    sent = [
        reminding.remind(at=closing - span)
        for span in (
            timedelta(days=8),
            timedelta(days=7),
            timedelta(days=6),
            timedelta(days=2),
            timedelta(hours=5),
            timedelta(hours=4),
            timedelta(minutes=1),
            -timedelta(seconds=1),
        )
    ]
    assert sent == [0, 2, 0, 2, 0, 2, 0, 0]


@pytest.mark.parametrize(
    "state", [State.SUBMITTED, State.SHORTLISTED, State.RECOGNISED, State.WITHDRAWN, State.DECLINED]
)
def test_what_is_handed_in_or_finished_is_left_alone(world: World, state: State) -> None:
    row = file(world, state)
    Application.objects.filter(pk=row.pk).update(return_due_on=timezone.localdate() - timedelta(days=90))
    Round.objects.filter(pk=world.round.pk).update(closes_at=MONDAY + timedelta(days=200))
    assert reminding.remind(at=MONDAY + timedelta(days=199)) == 0
    assert Message.objects.count() == 0


def test_many_are_reminded_with_few_questions(world: World, django_assert_max_num_queries: object) -> None:
    for _ in range(3):
        file(world, State.RECOMMENDED)
    late = MONDAY + timedelta(days=60)
    assert reminding.remind(at=late) == 6
    # The second time nobody is told, and it costs the same for three as for three hundred.
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        assert reminding.remind(at=late) == 0
