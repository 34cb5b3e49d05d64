"""Real requests to a real server: gunicorn on the test database, and many people who press a button at one instant."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from accounts.actors import Actor
from tests.harness.queue import database_url

TOKEN = "r" * 32
PATIENCE = 60


@dataclass(frozen=True)
class Answer:
    """What one of them was answered."""

    status: int
    text: str


@dataclass(frozen=True)
class Press:
    """Somebody at a page, the finger on the button."""

    cookie: str
    path: str
    data: dict[str, Any]


@contextmanager
def served(log: Path, wsgi: str = "config.wsgi:application") -> Iterator[int]:
    """The port of a server that answers; stopped at the end."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "8", "--worker-class", "gthread"]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        wsgi,
        *options,
        "--no-control-socket",
        "--log-level",
        "warning",
    ]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": database_url(),
        "PYTHONWARNINGS": "ignore",
    }
    with log.open("wb") as lines:
        child = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=lines, stderr=lines)
    try:
        _wait_for(child, port, log)
        yield port
    finally:
        child.terminate()
        child.wait(20)


def signed_in(who: Actor) -> str:
    """The value of a session cookie."""
    client = Client()
    assert who.user is not None
    client.force_login(who.user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def press_at_once(port: int, presses: Sequence[Press]) -> list[Answer]:
    """Everybody connects first; then all let go at the same instant."""
    gate = threading.Barrier(len(presses))

    def press(each: Press) -> Answer:
        link = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        link.connect()
        gate.wait(PATIENCE)
        cookies = f"{settings.SESSION_COOKIE_NAME}={each.cookie}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        headers = {
            "Cookie": cookies,
            "Content-Type": "application/x-www-form-urlencoded",
            "Connection": "close",
        }
        body = urlencode({"csrfmiddlewaretoken": TOKEN, **each.data})
        link.request("POST", each.path, body, headers)
        response = link.getresponse()
        answer = Answer(response.status, response.read().decode())
        link.close()
        return answer

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(press, presses))


def _wait_for(child: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Until a page comes back."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and child.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text(errors="replace")[-3000:])
