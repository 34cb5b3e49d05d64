"""A PostgreSQL for the tests: the one that is named, one that is found, or one started for the run."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path

import psycopg2

OLDEST = 150000
START_SECONDS = 20.0
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


@dataclass(frozen=True, slots=True)
class Found:
    """A server, the URL of a database to start from, and how we came by it."""

    url: str
    origin: str


@contextmanager
def server(prefix: str) -> Iterator[Found | None]:
    """A server for the run, None where there is none; databases beginning with `prefix` are dropped at the end."""
    named = os.environ.get("DATABASE_URL")
    if named:
        yield from _cleaned(Found(named, "DATABASE_URL"), prefix)
        return
    running = find_running()
    if running:
        yield from _cleaned(running, prefix)
        return
    folder = find_binaries()
    if folder is None:
        yield None
        return
    with own_server(folder) as url:
        yield Found(url, "临时启动")


def _cleaned(found: Found, prefix: str) -> Iterator[Found]:
    try:
        yield found
    finally:
        if found.url.startswith("postgres"):
            drop_databases(found.url, prefix)


def find_running(address: str = "127.0.0.1", port: int = 5432) -> Found | None:
    """A server on this machine that lets us make databases without a password, and is new enough."""
    for user in dict.fromkeys((getuser(), "postgres")):
        url = f"postgres://{user}@{address}:{port}/postgres"
        if _is_usable(url):
            return Found(url, f"本机 {address}:{port}")
    return None


def _is_usable(url: str) -> bool:
    try:
        connection = psycopg2.connect(url, connect_timeout=3)
    except psycopg2.Error:
        return False
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            row = cursor.fetchone()
        return bool(row and row[0]) and connection.server_version >= OLDEST
    finally:
        connection.close()


def drop_databases(url: str, prefix: str) -> None:
    """Drop the databases that this run made, whoever is still connected to them."""
    connection = psycopg2.connect(url, connect_timeout=5)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        connection.close()


def find_binaries() -> Path | None:
    """The folder with initdb and postgres, the newest where there are several."""
    folders = sorted(
        (folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if folder.parent.name.isdigit()),
        key=lambda folder: int(folder.parent.name),
        reverse=True,
    )
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


@contextmanager
def own_server(binaries: Path) -> Iterator[str]:
    """A server in a folder of its own under the temporary folder; the folder is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="town-postgres-"))
    password, port = secrets.token_hex(12), _free_port()
    try:
        (folder / "password").write_text(password, encoding="ascii")
        user = _owner(folder)
        _initialise(binaries, folder, user)
        process = _start(binaries, folder, user, port)
        url = f"postgres://postgres:{password}@127.0.0.1:{port}/postgres"
        try:
            _wait_for(url, process)
            yield url
        finally:
            # SIGINT is what PostgreSQL calls a fast shutdown.
            process.send_signal(2)
            process.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> str | None:
    """initdb refuses root: as root the folder and the server belong to a system user; None means oneself."""
    if os.getuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    for path in (folder, folder / "password"):
        os.chown(path, entry.pw_uid, entry.pw_gid)
    return entry.pw_name


def _initialise(binaries: Path, folder: Path, user: str | None) -> None:
    command = [str(binaries / "initdb"), "--pgdata", str(folder / "data"), "--username", "postgres"]
    command += ["--pwfile", str(folder / "password"), "--auth", "scram-sha-256"]
    command += ["--encoding", "UTF8", "--locale", "C", "--no-sync"]
    subprocess.run(command, cwd=folder, user=user, check=True, stdout=subprocess.DEVNULL)


def _start(binaries: Path, folder: Path, user: str | None, port: int) -> subprocess.Popen[bytes]:
    command = [str(binaries / "postgres"), "-D", str(folder / "data"), "-p", str(port)]
    for setting in ("listen_addresses=127.0.0.1", "unix_socket_directories=", *FAST):
        command += ["-c", setting]
    with (folder / "log").open("wb") as log:
        # A group of its own: Ctrl-C must not end it before the tests have let go.
        return subprocess.Popen(
            command, cwd=folder, user=user, stdout=log, stderr=log, start_new_session=True
        )


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while not _is_usable(url):
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError("PostgreSQL 无法启动")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
