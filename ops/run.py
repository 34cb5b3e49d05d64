"""`make run`: broker, preparation, then web, worker and beat under one supervisor until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from types import FrameType

from core.embedded import broker_url
from ops import broker, leftovers
from ops.children import Child, end_all, watch
from ops.console import Refused, refuse, say, use_utf8
from ops.place import CLONE, Place, check_port, chosen_port, lock, open_log, prepare_place

SETTINGS = "config.settings.dev"
PYTHON = [sys.executable, "-m"]
BROKER_START_SECONDS = 10.0
WEB_START_SECONDS = 60.0
# Web, worker and beat share the first span, the broker has the second: together about five seconds.
CHILDREN_PATIENCE_SECONDS = 3.5
BROKER_PATIENCE_SECONDS = 1.5


class Stopped(Exception):
    """Somebody pressed Ctrl-C, or asked for an end with SIGTERM."""


class Supervisor:
    """Everything that runs for one installation."""

    def __init__(self, place: Place, port: int) -> None:
        self.place = place
        self.port = port
        self.stopping = False
        self.children: list[Child] = []
        self.broker: Child | None = None
        self.environment = {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS, "VAR_DIR": str(place.data)}
        self.environment["PYTHONUTF8"] = "1"
        self.environment["PYTHONUNBUFFERED"] = "1"

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True

    def run(self) -> None:
        """Start everything and watch over it; raises Stopped in the end and Refused when it cannot start."""
        self.start_broker()
        accounts = self.prepare()
        self.start_web()
        # After the web process, whose first page somebody is waiting for.
        self.start_others()
        say(f"平台已启动：http://127.0.0.1:{self.port}/ （按 Ctrl-C 停止）")
        say(accounts)
        while True:
            watch(self.everything(), self.note)
            self.pause(0.2)

    def everything(self) -> list[Child]:
        return [*([self.broker] if self.broker else []), *self.children]

    def note(self) -> None:
        """Write down what runs, for a next start after a kill -9."""
        running = {child.pid: child.command for child in self.everything() if child.pid is not None}
        leftovers.note(self.place.pids, running)

    def pause(self, seconds: float) -> None:
        """Wait; Stopped as soon as somebody asks for the end."""
        end = time.monotonic() + seconds
        while not self.stopping and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.1))
        if self.stopping:
            raise Stopped

    def child(self, name: str, label: str, command: list[str]) -> Child:
        return Child(label, command, CLONE, self.environment, open_log(self.place, name))

    def start_broker(self) -> None:
        """The embedded broker, unless REDIS_URL names one."""
        if self.environment.get("REDIS_URL"):
            return
        self.environment["REDIS_URL"] = broker_url(self.place.data)
        path = self.place.sockets / "broker.sock"
        path.unlink(missing_ok=True)
        self.broker = self.child("broker", "消息队列", broker.command(path))
        self.broker.folder = self.place.broker_data
        self.broker.start()
        self.note()
        end = time.monotonic() + BROKER_START_SECONDS
        while not broker.answers(path):
            if self.broker.has_ended() or time.monotonic() > end:
                refuse(f"消息队列无法启动，详情见 {self.broker.log.name}。")
            self.pause(0.05)

    def prepare(self) -> str:
        """Database, reference data, static files; returns what to print about the accounts."""
        say("正在准备数据……")
        with open_log(self.place, "prepare") as log:
            process = subprocess.Popen(
                [*PYTHON, "ops.prepare"],
                cwd=CLONE,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
            try:
                while process.poll() is None:
                    self.pause(0.05)
            finally:
                leftovers.signal_group(process.pid, signal.SIGKILL)
            assert process.stdout is not None
            said = process.stdout.read().decode("utf-8", errors="replace").strip()
        if process.returncode:
            refuse(said or f"数据准备失败，详情见 {log.name}。")
        return said

    def start_web(self) -> None:
        """Until the port answers; Refused when the web process keeps failing."""
        web = self.child("web", "网站", [*PYTHON, "gunicorn", *gunicorn_options(self.port)])
        self.children.append(web)
        end = time.monotonic() + WEB_START_SECONDS
        while not listens(self.port):
            watch(self.everything(), self.note)
            if web.failures > 2 or time.monotonic() > end:
                refuse(f"网站无法启动，详情见 {web.log.name}。")
            self.pause(0.1)

    def start_others(self) -> None:
        schedule = str(self.place.data / "beat-schedule")
        worker = [
            "worker",
            "--concurrency",
            "2",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
        ]
        beat = ["beat", "--pidfile", "", "--schedule", schedule]
        for name, label, command in (("worker", "后台任务", worker), ("beat", "定时任务", beat)):
            line = [*PYTHON, "celery", "-A", "config", *command, "--loglevel", "INFO"]
            self.children.append(self.child(name, label, line))
        watch(self.children, self.note)

    def end(self) -> None:
        """End all of it, the broker last."""
        end_all(self.children, patience=CHILDREN_PATIENCE_SECONDS)
        if self.broker:
            end_all([self.broker], patience=BROKER_PATIENCE_SECONDS)
        self.place.pids.unlink(missing_ok=True)
        with suppress(OSError):
            self.place.sockets.rmdir()


def gunicorn_options(port: int) -> list[str]:
    """Two processes of four threads, loaded once before they divide."""
    return [
        "config.wsgi:application",
        *("--bind", f"127.0.0.1:{port}"),
        *("--workers", "2", "--threads", "4", "--worker-class", "gthread"),
        *("--graceful-timeout", "2", "--timeout", "60"),
        "--preload",
        "--no-control-socket",
    ]


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def main() -> int:
    """Run until asked to stop. 0 after Ctrl-C or SIGTERM, 1 with one line when something stands in the way."""
    use_utf8()
    os.umask(0o077)
    try:
        port = chosen_port(os.environ)
        place = prepare_place(os.environ)
        with lock(place):
            leftovers.end_leftovers(place.pids)
            check_port(port)
            return supervise(Supervisor(place, port))
    except Refused as refused:
        say(str(refused))
        return 1
    except KeyboardInterrupt:
        # Before anything was started.
        return 0


def supervise(supervisor: Supervisor) -> int:
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, supervisor.request_stop)
    try:
        supervisor.run()
    except Stopped:
        say("正在停止……")
    finally:
        supervisor.end()
    say("已停止。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
