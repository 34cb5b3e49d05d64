"""A process that falls is started again and said; an end is an end within seconds."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops import children
from ops.children import Child, end_all, watch


@pytest.fixture
def make_child(tmp_path: Path) -> Iterator[object]:
    made: list[Child] = []

    def make(code: str) -> Child:
        log = (tmp_path / f"{len(made)}.log").open("ab")
        child = Child("网站", [sys.executable, "-c", code], tmp_path, os.environ, log)
        made.append(child)
        return child

    yield make
    end_all(made, patience=0)
    for child in made:
        child.log.close()


def until(condition: object) -> None:
    end = time.monotonic() + 10
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_fallen_process_is_said_and_started_again_after_a_pause(
    make_child: object, capsys: pytest.CaptureFixture[str]
) -> None:
    child = make_child("import sys; sys.exit(3)")  # type: ignore[operator]
    noted: list[int | None] = []
    watch([child], lambda: noted.append(child.pid))
    until(child.has_ended)

    watch([child], lambda: noted.append(child.pid))

    assert child.process is None, "not started again at once"
    assert "网站意外退出，1 秒后重新启动（第 1 次）" in capsys.readouterr().out
    child.due = 0.0
    watch([child], lambda: noted.append(child.pid))
    assert noted[0] != noted[2]
    assert noted[1] is None


def test_the_pause_grows_and_has_a_limit(make_child: object, monkeypatch: pytest.MonkeyPatch) -> None:
    child = make_child("pass")  # type: ignore[operator]
    pauses = []
    for _ in range(8):
        child.start()
        until(child.has_ended)
        begin = time.monotonic()
        child.bury()
        pauses.append(round(child.due - begin))

    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]


def test_after_a_long_quiet_time_a_fall_counts_as_the_first(
    make_child: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "HEALTHY_AFTER_SECONDS", 0.0)
    child = make_child("pass")  # type: ignore[operator]
    child.failures = 5
    child.start()
    until(child.has_ended)

    child.bury()

    assert child.failures == 1


def test_a_process_that_does_not_listen_is_killed_with_its_children(
    make_child: object, tmp_path: Path
) -> None:
    code = (
        "import os, signal, time; signal.signal(15, signal.SIG_IGN); "
        "child = os.fork(); open(str(os.getpid()) if child else 'child', 'w').write(str(os.getpid())); time.sleep(60)"
    )
    child = make_child(code)  # type: ignore[operator]
    child.start()
    until(lambda: (tmp_path / "child").exists() and (tmp_path / "child").read_text())
    grandchild = int((tmp_path / "child").read_text())
    begin = time.monotonic()

    end_all([child], patience=0.3)

    assert time.monotonic() - begin < 2
    assert child.process is not None
    assert child.process.returncode == -9
    until(lambda: not alive(grandchild))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
