"""The processes under the supervisor: started, watched, started again, ended."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from ops.console import say
from ops.leftovers import signal_group

LONGEST_PAUSE_SECONDS = 30.0
# A child that ran this long has recovered; its next failure counts as the first.
HEALTHY_AFTER_SECONDS = 60.0


@dataclass(slots=True)
class Child:
    """One process with what is needed to start it again."""

    label: str
    command: list[str]
    folder: Path
    environment: Mapping[str, str]
    log: IO[bytes]
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started: float = 0.0
    due: float = field(default=0.0)

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    def start(self) -> None:
        """Start in a process group of its own, so that Ctrl-C reaches the supervisor alone."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            cwd=self.folder,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def bury(self) -> None:
        """Note that it ended by itself: end what is left of its group, say so, set the time of the next start."""
        assert self.process is not None
        signal_group(self.process.pid, signal.SIGKILL)
        now = time.monotonic()
        self.failures = 1 if now - self.started > HEALTHY_AFTER_SECONDS else self.failures + 1
        pause = min(2.0 ** (self.failures - 1), LONGEST_PAUSE_SECONDS)
        self.process, self.due = None, now + pause
        say(f"{self.label}意外退出，{pause:.0f} 秒后重新启动（第 {self.failures} 次），日志：{self.log.name}")


def watch(children: Iterable[Child], note: Callable[[], None]) -> None:
    """One round: bury what ended, start what is due; `note` is called after every change."""
    for child in children:
        if child.has_ended():
            child.bury()
            note()
        elif child.process is None and time.monotonic() >= child.due:
            child.start()
            note()


def end_all(children: Iterable[Child], *, patience: float) -> None:
    """Ask all of them to end at once; kill the groups of those that take longer than `patience` seconds."""
    running = [child.process for child in children if child.process]
    for process in running:
        # Only the leader is asked: gunicorn and Celery end their own children in order.
        _signal(process, signal.SIGTERM)
    end = time.monotonic() + patience
    for process in running:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, end - time.monotonic()))
    for process in running:
        signal_group(process.pid, signal.SIGKILL)
        process.wait()


def _signal(process: subprocess.Popen[bytes], signum: signal.Signals) -> None:
    if process.poll() is None:
        os.kill(process.pid, signum)
