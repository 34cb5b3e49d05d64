"""Work for the broker, sent so that nobody waits for it and nothing fails because of it.

What is to be done stands in the database as well; a sweeper run by beat finds what was never sent.
"""

import time
from typing import Any

import structlog
from celery import Task, current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = structlog.get_logger(__name__)

# After a failure the broker is left alone this long, so that a silent one delays one request and not each.
PAUSE_SECONDS = 10.0
TROUBLE = (OperationalError, RedisError, OSError)


class _Pause:
    """Until when this process leaves the broker alone, on the monotonic clock."""

    until = 0.0


_pause = _Pause()


def send_on_commit(task: Task, *args: Any) -> None:
    """Send `task` with JSON-safe `args` once the transaction is committed; never raises for the broker's sake."""
    transaction.on_commit(lambda: send(task, *args))


def send(task: Task, *args: Any) -> bool:
    """Send now. False when the broker did not take it within about a second, or failed a moment ago."""
    if time.monotonic() < _pause.until:
        return False
    try:
        task.apply_async(args, retry=False)
    except TROUBLE as error:
        _pause.until = time.monotonic() + PAUSE_SECONDS
        logger.warning("broker_did_not_take_task", task=task.name, args=args, error=str(error))
        return False
    return True


def resume() -> None:
    """Forget a failure, so that the next task is sent at once."""
    _pause.until = 0.0


def broker_is_alive(timeout: float = 0.7) -> bool:
    """Whether the broker answers within `timeout` seconds."""
    # Celery writes redis+socket:// where the client writes unix://.
    url = str(current_app.conf.broker_url).replace("redis+socket://", "unix://", 1)
    client = Redis.from_url(
        url, socket_timeout=timeout, socket_connect_timeout=timeout, retry=Retry(NoBackoff(), 0)
    )
    try:
        return bool(client.ping())
    except TROUBLE:
        return False
    finally:
        client.close()


def worker_is_alive(timeout: float = 0.7) -> bool:
    """Whether any worker answers within `timeout` seconds; a broker that is down is not waited for twice."""
    if not broker_is_alive(timeout):
        return False
    try:
        answers = current_app.control.broadcast("ping", reply=True, timeout=timeout, limit=1)
    except TROUBLE:
        return False
    return bool(answers)
