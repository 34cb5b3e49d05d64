"""What a killed supervisor left behind is ended; a stranger with the same number is not."""

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ops import broker, leftovers

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); open('deaf', 'w').close(); time.sleep(60)",
]


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """pytest's own folders are too deep for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="town-"))
    yield folder
    shutil.rmtree(folder)


def start(command: list[str], **options: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, start_new_session=True, **options)  # type: ignore[call-overload,no-any-return]


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def wait_until_exec(process: subprocess.Popen[bytes], command: list[str]) -> None:
    wait_until(lambda: leftovers.command_line(process.pid) == " ".join(command))


def test_a_noted_process_is_ended(tmp_path: Path) -> None:
    process = start(SLEEP)
    wait_until_exec(process, SLEEP)
    leftovers.note(tmp_path / "processes.json", {process.pid: SLEEP})

    assert leftovers.end_leftovers(tmp_path / "processes.json") == 1
    assert process.wait(5) != 0
    assert leftovers.end_leftovers(tmp_path / "processes.json") == 0


def test_one_that_does_not_listen_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "PATIENCE_SECONDS", 0.3)
    process = start(STUBBORN, cwd=tmp_path)
    wait_until((tmp_path / "deaf").exists)
    leftovers.note(tmp_path / "processes.json", {process.pid: STUBBORN})

    assert leftovers.end_leftovers(tmp_path / "processes.json") == 1
    assert process.wait(5) == -9


def test_a_stranger_with_the_same_number_is_left_alone(tmp_path: Path) -> None:
    stranger = start(SLEEP)
    try:
        wait_until_exec(stranger, SLEEP)
        leftovers.note(tmp_path / "processes.json", {stranger.pid: ["valkey-server", "--port", "0"]})

        assert leftovers.end_leftovers(tmp_path / "processes.json") == 0
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize("text", ["", "{", "[]x"])
def test_a_damaged_note_stops_nobody(text: str, tmp_path: Path) -> None:
    (tmp_path / "processes.json").write_text(text)

    assert leftovers.end_leftovers(tmp_path / "processes.json") == 0


def test_a_broker_keeps_its_messages_over_a_kill_in_a_folder_with_any_name(
    short_folder: Path, tmp_path: Path
) -> None:
    data = tmp_path / "消息 数据"
    data.mkdir()
    path = short_folder / "broker.sock"
    first = serve(path, data)
    assert ask(path, b"RPUSH celery message\r\n").startswith(b":1")
    leftovers.note(tmp_path / "processes.json", {first.pid: broker.command(path)})

    assert leftovers.end_leftovers(tmp_path / "processes.json") == 1
    first.wait(5)
    second = serve(path, data)
    try:
        assert ask(path, b"LLEN celery\r\n").startswith(b":1")
        assert path.stat().st_mode & 0o077 == 0
    finally:
        second.terminate()
        second.wait(5)


def serve(path: Path, data: Path) -> subprocess.Popen[bytes]:
    server = start(broker.command(path), cwd=data, stdout=subprocess.DEVNULL)
    wait_until(lambda: broker.answers(path))
    return server


def ask(path: Path, request: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(path))
        client.sendall(request)
        return client.recv(64)
