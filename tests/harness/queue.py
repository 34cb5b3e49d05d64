"""Tasks in tests: noted by default, sent to a real broker and run by a real worker where a test asks for it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Task
from django.conf import settings
from django.db import connection
from kombu import pools

from config.celery import app
from config.settings.database import sqlite_url
from core import queue
from ops import broker as valkey

Sent = list[tuple[Task, tuple[Any, ...]]]


@pytest.fixture(autouse=True)
def sent_tasks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sent]:
    """What was sent, as (task, args); with the fixture `broker` tasks are sent in earnest and the list stays empty."""
    sent: Sent = []
    queue.resume()
    if "broker" not in request.fixturenames and not request.node.get_closest_marker("broker"):
        monkeypatch.setattr(queue, "send", lambda task, *args: sent.append((task, args)) or True)
    yield sent
    queue.resume()


@pytest.fixture
def run_tasks(sent_tasks: Sent) -> Callable[[], int]:
    """Call it to do in this process what a worker would do; returns how many tasks ran.

    In a test whose transaction is never committed, what waits for the commit is done first.
    """

    def run() -> int:
        ran = 0
        while connection.run_on_commit or sent_tasks:
            while connection.run_on_commit:
                _, callback, _ = connection.run_on_commit.pop(0)
                callback()
            if sent_tasks:
                task, args = sent_tasks.pop(0)
                task.apply(args, throw=True)
                ran += 1
        return ran

    return run


@pytest.fixture(scope="session")
def broker_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of the broker: REDIS_URL, else a server of our own."""
    if os.environ.get("REDIS_URL"):
        yield os.environ["REDIS_URL"]
        _forget_our_keys()
        return
    path = Path(settings.CELERY_BROKER_URL.removeprefix("redis+socket://"))
    with (tmp_path_factory.mktemp("broker") / "log").open("wb") as log:
        server = subprocess.Popen(
            valkey.command(path), cwd=log.name.removesuffix("/log"), stdout=log, stderr=log
        )
        try:
            _wait(lambda: valkey.answers(path), 10, "the broker does not come up")
            yield settings.CELERY_BROKER_URL
        finally:
            forget_connections()
            server.terminate()
            server.wait(10)


@pytest.fixture
def broker(broker_server: str) -> str:
    """A real broker, empty of our messages at the start."""
    with app.connection_for_write() as link:
        app.amqp.TaskConsumer(link.default_channel).purge()
    return broker_server


def forget_connections() -> None:
    """Have the application connect anew, as in a process that was just forked."""
    pools.reset()
    app._after_fork()


@pytest.fixture
def black_hole() -> Iterator[str]:
    """A broker that accepts connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.fixture
def refused() -> str:
    """The address of a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"redis://127.0.0.1:{port}/0"


@pytest.fixture
def point_at() -> Iterator[Callable[[str], None]]:
    """Have the application use another broker."""
    before = app.conf.broker_url

    def point(url: str) -> None:
        app.conf.broker_url = url
        forget_connections()

    yield point
    point(before)


class Worker:
    """A real worker on the test database; it can be killed like in life and started again."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it takes work."""
        line = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "config",
            "worker",
            "--concurrency",
            "2",
            "--loglevel",
            "INFO",
        ]
        line += [
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
            "--hostname",
            f"t{os.getpid()}@%h",
        ]
        with self.log.open("ab") as log:
            start = log.tell()
            self.process = subprocess.Popen(
                line,
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=log,
                env=_worker_environment(),
                start_new_session=True,
            )
        running = self.process
        _wait(lambda: b" ready." in self.log.read_bytes()[start:] or running.poll() is not None, 30, self.log)
        assert running.poll() is None, self.log.read_text(errors="replace")[-3000:]

    def kill(self) -> None:
        """kill -9 of the parent and its children, in the middle of whatever they do."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """An orderly end; what runs is finished first."""
        self._end(signal.SIGTERM)

    def _end(self, signum: signal.Signals) -> None:
        if self.process is None:
            return
        if signum == signal.SIGKILL:
            os.killpg(self.process.pid, signum)
        else:
            self.process.send_signal(signum)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(5)
        self.process = None


@pytest.fixture
def celery_worker_process(
    transactional_db: None, broker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worker]:
    """A worker that has started; `.kill()`, `.stop()` and `.start()` it as the test needs."""
    worker = Worker(tmp_path_factory.mktemp("worker") / "worker.log")
    worker.start()
    yield worker
    worker.stop()


def _worker_environment() -> dict[str, str]:
    """The worker looks at the test database, under the run's own key prefix."""
    return {
        **os.environ,
        "DATABASE_URL": database_url(),
        "PYTHONWARNINGS": "ignore",
    }


def database_url() -> str:
    """The URL of the database that this test works on."""
    there = connection.settings_dict
    if connection.vendor == "sqlite":
        return sqlite_url(there["NAME"])
    # settings_dict names the test database while tests run.
    who = there["USER"] + (f":{there['PASSWORD']}" if there["PASSWORD"] else "")
    return f"postgres://{who}@{there['HOST']}:{there['PORT'] or 5432}/{there['NAME']}"


def _forget_our_keys() -> None:
    """On a server that was found: remove what carries our prefix and nothing else."""
    from redis import Redis

    url = os.environ["REDIS_URL"].replace("redis+socket://", "unix://", 1)
    prefix = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]
    with Redis.from_url(url) as client:
        for key in client.scan_iter(match=f"{prefix}*"):
            client.delete(key)


def _wait(done: Callable[[], bool], seconds: float, failure: str | Path) -> None:
    """Poll until `done`; otherwise fail with the words, or with the end of the log at that path."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            text = failure if isinstance(failure, str) else failure.read_text(errors="replace")[-3000:]
            raise AssertionError(text)
        time.sleep(0.05)
