"""`make run` as a person meets it: it comes up, survives a kill -9, keeps its rows, and ends when told to."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow


class Portal:
    """A portal with data of its own, started like `make run` starts it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None

    def start(self, **variables: str) -> subprocess.Popen[str]:
        # TMPDIR marks every process of this portal, and keeps its sockets apart.
        environment = {"PATH": os.environ["PATH"], "TMPDIR": str(self.folder / "t"), "PORT": str(self.port)}
        environment |= {"VAR_DIR": str(self.folder / "数据 目录"), "LANG": "C", **variables}
        (self.folder / "t").mkdir(exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ops.run"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        return self.process

    def wait(self) -> float:
        """Wait until it says that it is up; the seconds that took."""
        begin = time.monotonic()
        assert self.process is not None
        assert self.process.stdout is not None
        said = ""
        while "平台已启动" not in said:
            line = self.process.stdout.readline()
            assert line, f"it ended: {said}"
            said += line
        return time.monotonic() - begin

    def home(self) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=10) as answer:
            return str(answer.read().decode())

    def end(self, signum: signal.Signals) -> tuple[int, str]:
        """Send the signal; the exit code and everything that was said."""
        assert self.process is not None
        self.process.send_signal(signum)
        said = self.process.communicate(timeout=20)[0]
        return self.process.returncode, said

    def processes(self) -> list[int]:
        mark = f"TMPDIR={self.folder / 't'}\0".encode()
        numbers = [path.name for path in Path("/proc").iterdir() if path.name.isdigit()]
        return [int(each) for each in numbers if mark in environ(each)]


def environ(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def portal() -> Iterator[Portal]:
    folder = Path(tempfile.mkdtemp(prefix="town-run-"))
    started = Portal(folder)
    yield started
    if started.process and started.process.stdout:
        started.process.stdout.close()
    for pid in started.processes():
        os.kill(pid, signal.SIGKILL)
    if started.process:
        started.process.wait()
    shutil.rmtree(folder)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="没有 /proc")
def test_a_portal_comes_up_survives_a_kill_and_ends(portal: Portal) -> None:
    portal.start()
    first = portal.wait()
    assert "演示" in portal.home()
    rows = count_rows(portal)
    assert rows["towns_town"] > 0

    portal.end(signal.SIGKILL)
    assert portal.processes(), "a killed supervisor ends nobody"
    portal.start()
    assert portal.wait() < first, "the second start makes nothing twice"
    assert "演示" in portal.home()

    assert count_rows(portal) == rows
    code, said = portal.end(signal.SIGINT)
    assert code == 0
    assert "已停止" in said
    assert "Traceback" not in said
    assert portal.processes() == []


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="没有 /proc")
def test_an_end_while_it_is_still_preparing_leaves_nothing(portal: Portal) -> None:
    process = portal.start()
    assert process.stdout is not None
    assert "正在准备数据" in process.stdout.readline()

    code, said = portal.end(signal.SIGTERM)

    assert code == 0
    assert "Traceback" not in said
    assert portal.processes() == []


def test_a_taken_port_is_said_before_anything_is_prepared(portal: Portal) -> None:
    with socket.create_server(("127.0.0.1", portal.port)):
        process = portal.start()
        said = process.communicate(timeout=20)[0]

    assert process.returncode == 1
    assert said.count("\n") == 1
    assert f"端口 {portal.port} 已被占用" in said


def count_rows(portal: Portal) -> dict[str, int]:
    """Rows of every table of ours in the portal's database, what time itself adds aside."""
    connection = sqlite3.connect(portal.folder / "数据 目录" / "portal.sqlite3")
    try:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        kept = [
            name for name in names if name.split("_")[0] in {"accounts", "towns", "standards", "applications"}
        ]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in kept}
    finally:
        connection.close()
