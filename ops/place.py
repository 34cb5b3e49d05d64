"""Where a running portal keeps its things, and the lock that keeps a second one out."""

import fcntl
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from core.embedded import socket_folder
from ops import broker
from ops.console import refuse

CLONE = Path(__file__).resolve().parent.parent
LARGEST_LOG = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one installation."""

    data: Path
    logs: Path
    broker_data: Path
    sockets: Path

    @property
    def pids(self) -> Path:
        return self.data / "processes.json"


def prepare_place(environment: Mapping[str, str]) -> Place:
    """Make the folders; Refused in one line where they cannot be written."""
    data = Path(environment.get("VAR_DIR") or CLONE / "var").absolute()
    place = Place(data=data, logs=data / "logs", broker_data=data / "broker", sockets=socket_folder(data))
    try:
        for folder in (place.logs, place.broker_data):
            folder.mkdir(parents=True, exist_ok=True)
        broker.private(place.sockets)
    except broker.Unsafe as error:
        refuse(f"目录 {error} 属于其他用户：请删除它，或设置 TMPDIR 指向自己的临时目录。")
    except OSError as error:
        refuse(f"无法写入 {error.filename}：请检查目录权限，或设置 VAR_DIR 指向可写的目录。")
    return place


def lock(place: Place) -> IO[str]:
    """Hold the place until the returned file is closed; Refused when another supervisor holds it."""
    try:
        file = (place.data / "run.lock").open("a+", encoding="ascii")
    except OSError:
        refuse(f"无法写入 {place.data}：请检查目录权限，或设置 VAR_DIR 指向可写的目录。")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        holder = file.read().strip()
        file.close()
        refuse(f"平台已在运行（进程 {holder}）：请先在原窗口按 Ctrl-C 停止。")
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def chosen_port(environment: Mapping[str, str]) -> int:
    """The port from PORT, 8000 without; Refused when it is no port."""
    text = environment.get("PORT") or "8000"
    port = int(text) if text.isascii() and text.isdigit() and len(text) <= len("65535") else 0
    if not 0 < port <= 65535:
        refuse(f"PORT={text} 不是有效端口：请填 1 至 65535 之间的整数，例如 make run PORT=8001。")
    return port


def check_port(port: int) -> None:
    """Refused when the port cannot be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            refuse(f"无权使用端口 {port}：请换一个 1024 以上的端口，例如 make run PORT=8001。")
        except OSError:
            refuse(
                f"端口 {port} 已被占用：请停止占用它的程序，或换一个端口，例如 make run PORT={port % 65535 + 1}。"
            )


def open_log(place: Place, name: str) -> IO[bytes]:
    """The log of one child, begun anew when it has grown too large."""
    path = place.logs / f"{name}.log"
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.unlink()
    return path.open("ab")
