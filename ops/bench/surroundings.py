"""What the re-check runs in: a database, a broker, a worker and a folder of its own, all gone afterwards."""

import os
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg2
from django.db import connections

from core.embedded import broker_url, socket_folder
from core.queue import worker_is_alive
from ops import broker, postgres
from ops.children import Child, end_all
from ops.leftovers import signal_group
from ops.place import CLONE

START_SECONDS = 60.0
PATIENCE_SECONDS = 5.0


class Worker:
    """A real worker with two processes that also knows the task that does nothing."""

    def __init__(self, folder: Path) -> None:
        options = ["--concurrency", "2", "--include", "ops.bench.noop", "--loglevel", "WARNING"]
        options += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", *options]
        log = (folder / "worker.log").open("ab")
        self.child = Child("后台任务", command, CLONE, os.environ, log)

    def start(self) -> None:
        """Start, and wait until it answers."""
        self.child.start()
        wait_until(worker_is_alive, START_SECONDS, f"后台任务没有启动，详情见 {self.child.log.name}")

    def kill(self) -> None:
        """kill -9 of the whole group, in the middle of whatever it does."""
        assert self.child.process is not None
        signal_group(self.child.process.pid, signal.SIGKILL)
        self.child.process.wait()

    def stop(self) -> None:
        end_all([self.child], patience=PATIENCE_SECONDS)
        self.child.log.close()


def wait_until(reached: Callable[[], bool], seconds: float, failure: str) -> None:
    """Look again and again; RuntimeError with the words when the time is over."""
    end = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > end:
            raise RuntimeError(failure)
        time.sleep(0.01)


@contextmanager
def surroundings() -> Iterator[tuple[str, Worker] | None]:
    """Where PostgreSQL comes from and a worker not yet started, Django being set up; None without PostgreSQL."""
    name = f"town_bench_{os.getpid()}_{secrets.token_hex(3)}"
    with postgres.server(name) as found:
        if found is None or not found.url.startswith("postgres"):
            yield None
            return
        with tempfile.TemporaryDirectory(prefix="town-bench-") as place:
            _point_at(_made(found.url, name), Path(place))
            with _broker(Path(place)):
                django.setup()
                worker = Worker(Path(place))
                try:
                    yield found.origin, worker
                finally:
                    worker.stop()
                    connections.close_all()


def _made(url: str, name: str) -> str:
    """The URL of a new database on the server."""
    connection = psycopg2.connect(url, connect_timeout=5)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
    finally:
        connection.close()
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _point_at(url: str, place: Path) -> None:
    """Children inherit it; whatever the caller's environment named is not touched."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings.dev",
        DATABASE_URL=url,
        REDIS_URL=broker_url(place),
        VAR_DIR=str(place),
        LOG_LEVEL="ERROR",
        PYTHONUTF8="1",
    )


@contextmanager
def _broker(place: Path) -> Iterator[None]:
    folder = broker.private(socket_folder(place))
    path = folder / "broker.sock"
    with (place / "broker.log").open("wb") as log:
        server = Child("消息队列", broker.command(path), place, os.environ, log)
        try:
            server.start()
            wait_until(lambda: broker.answers(path), START_SECONDS, "消息队列没有启动")
            yield
        finally:
            end_all([server], patience=PATIENCE_SECONDS)
            shutil.rmtree(folder, ignore_errors=True)
