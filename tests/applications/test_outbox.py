"""The row is the outbox: a killed worker or a broker in trouble delays a check and never loses or doubles one."""

import time
from collections.abc import Callable

import pytest
from django.utils import timezone

from applications import tasks
from applications.enums import OPEN_CHECKS, CheckStatus, State
from applications.models import CheckFinding, CheckRun
from applications.services import checking, filing
from config.celery import app
from core import queue
from tests.applications.thread import filled, furnished_world
from tests.factories import FactSheetFactory
from tests.harness.queue import Worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.slow]

BATCH = 300


def wait_until(done: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, list(CheckRun.objects.values_list("status", "attempts"))[:20]
        time.sleep(0.02)


def how_many(*statuses: CheckStatus) -> int:
    return CheckRun.objects.filter(status__in=statuses).count()


def half_a_minute_later() -> None:
    """For the sweeper, which counts from the last touch."""
    CheckRun.objects.filter(status__in=OPEN_CHECKS).update(
        touched_at=timezone.now() - checking.LOST_AFTER - checking.LOST_AFTER
    )


def batch() -> None:
    """Checks of one sheet, each sent to the broker."""
    sheet = FactSheetFactory()
    version = sheet.application.round.standard_version
    CheckRun.objects.bulk_create(
        CheckRun(fact_sheet=sheet, standard_version=version, number=number) for number in range(1, BATCH + 1)
    )
    for pk in CheckRun.objects.order_by("pk").values_list("pk", flat=True):
        assert queue.send(tasks.run_check, pk)


def unfinished(*statuses: CheckStatus) -> set[int]:
    return set(CheckRun.objects.filter(status__in=statuses).values_list("pk", flat=True))


def kill_in_the_middle(worker: Worker) -> set[int]:
    """kill -9 while some are done and some are not; which it had in its hands."""
    for few in range(20, BATCH, 20):
        wait_until(lambda few=few: how_many(CheckStatus.DONE) >= few)
        worker.kill()
        # What the dead process had sent to the database is still carried out there.
        time.sleep(0.5)
        if how_many(CheckStatus.RUNNING):
            break
        worker.start()
    return unfinished(CheckStatus.RUNNING)


def left_without_the_sweep() -> set[int]:
    """What is open when the broker has redelivered all that it will: nothing moves for longer than that takes."""
    redelivery = app.conf.broker_transport_options["visibility_timeout"] + 2
    left, since = unfinished(*OPEN_CHECKS), time.monotonic()
    while time.monotonic() - since < redelivery:
        time.sleep(0.1)
        now = unfinished(*OPEN_CHECKS)
        if now != left:
            left, since = now, time.monotonic()
    return left


def test_a_worker_killed_in_the_middle_of_a_batch_loses_nothing_and_doubles_nothing(
    celery_worker_process: Worker,
) -> None:
    batch()
    in_hands = kill_in_the_middle(celery_worker_process)
    assert in_hands < unfinished(*OPEN_CHECKS), "killed too early or too late"

    celery_worker_process.start()
    left = left_without_the_sweep()
    assert left, "the control: what the dead worker had in its hands is not done by redelivery alone"

    half_a_minute_later()
    assert checking.sweep_checks() == len(left)
    wait_until(lambda: how_many(CheckStatus.DONE) == BATCH)
    each = CheckFinding.objects.values_list("check_run_id", "position")
    assert len(each) == len(set(each)) == BATCH * len({position for _, position in each})


@pytest.mark.parametrize("trouble", ["black_hole", "refused"])
def test_with_a_broker_in_trouble_people_submit_and_the_check_comes_later(
    trouble: str,
    celery_worker_process: Worker,
    broker: str,
    point_at: Callable[[str], None],
    request: pytest.FixtureRequest,
) -> None:
    world = furnished_world()
    draft = filled(world)
    point_at(request.getfixturevalue(trouble))

    begin = time.monotonic()
    row = filing.submit_application(actor=world.filer, application=draft)
    assert time.monotonic() - begin < 3
    check = row.fact_sheets.get().checks.get()
    assert (row.state, check.status) == (State.SUBMITTED, CheckStatus.WAITING)

    point_at(broker)
    queue.resume()
    half_a_minute_later()
    assert checking.sweep_checks() == 1
    wait_until(lambda: how_many(CheckStatus.DONE) == 1)
    assert check.findings.count() > 5
