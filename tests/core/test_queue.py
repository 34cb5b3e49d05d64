"""A broker that is down or silent costs a person a second at most, and no error."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from celery import shared_task
from django.db import transaction

from config.celery import app
from core import queue
from tests.harness.queue import Sent


@shared_task(name="tests.add", ignore_result=True)
def add(one: int, two: int) -> int:
    return one + two


def took(work: Callable[[], Any]) -> float:
    begin = time.monotonic()
    work()
    return time.monotonic() - begin


def submit() -> None:
    """What a request does: a transaction, and work for later."""
    with transaction.atomic():
        queue.send_on_commit(add, 1, 2)


@pytest.mark.broker
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["black_hole", "refused"])
def test_a_request_does_not_wait_for_a_broker_in_trouble(
    kind: str, request: pytest.FixtureRequest, point_at: Callable[[str], None]
) -> None:
    point_at(request.getfixturevalue(kind))

    first, second = took(submit), took(submit)

    assert first < 2
    assert second < 0.1, "after a failure the broker is left alone for a while"


@pytest.mark.broker
def test_after_the_pause_the_broker_is_tried_again(
    refused: str, point_at: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    point_at(refused)
    monkeypatch.setattr(queue, "PAUSE_SECONDS", 0.0)
    tried: list[str] = []
    monkeypatch.setattr(queue.logger, "warning", lambda event, **_: tried.append(event))

    assert not queue.send(add, 1, 2)
    assert not queue.send(add, 1, 2)

    assert tried == ["broker_did_not_take_task"] * 2


@pytest.mark.broker
@pytest.mark.parametrize("kind", ["black_hole", "refused"])
def test_the_health_page_learns_soon_that_the_broker_is_gone(
    kind: str, request: pytest.FixtureRequest, point_at: Callable[[str], None]
) -> None:
    point_at(request.getfixturevalue(kind))
    answers: list[bool] = []

    seconds = took(lambda: answers.extend([queue.broker_is_alive(), queue.worker_is_alive()]))

    assert answers == [False, False]
    assert seconds < 3


def test_a_broker_without_a_worker_is_told_from_one_with(broker: str) -> None:
    assert queue.broker_is_alive()
    answers: list[bool] = []
    seconds = took(lambda: answers.append(queue.worker_is_alive()))

    assert answers == [False]
    assert seconds < 1.5


@pytest.mark.django_db(transaction=True)
def test_a_task_reaches_the_broker_only_when_the_transaction_is_committed(broker: str) -> None:
    with transaction.atomic():
        queue.send_on_commit(add, 1, 2)
        transaction.set_rollback(True)
    assert waiting() == 0

    submit()

    assert waiting() == 1


def waiting() -> int:
    with app.connection_for_read() as link:
        queue_of_tasks = app.amqp.queues[app.conf.task_default_queue]
        return queue_of_tasks.bind(link.default_channel).queue_declare(passive=False).message_count


@pytest.mark.django_db
def test_tests_note_what_is_sent_and_can_run_it(sent_tasks: Sent, run_tasks: Callable[[], int]) -> None:
    queue.send_on_commit(add, 1, 2)
    assert sent_tasks == [], "nothing is sent before the commit"

    assert run_tasks() == 1
    assert sent_tasks == []


@pytest.mark.slow
def test_a_real_worker_answers_and_works(celery_worker_process: Any) -> None:
    assert queue.worker_is_alive(timeout=1.2)

    queue.send_on_commit(app.tasks["celery.backend_cleanup"])

    end = time.monotonic() + 10
    while b"celery.backend_cleanup" not in celery_worker_process.log.read_bytes():
        assert time.monotonic() < end, "the worker did not take the task"
        time.sleep(0.1)
