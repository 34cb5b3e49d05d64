"""What stands in the way of a start is said in one line that names the cure."""

import os
import socket
from pathlib import Path

import pytest

from core.embedded import socket_folder
from ops import broker
from ops.console import Refused
from ops.place import LARGEST_LOG, check_port, chosen_port, lock, open_log, prepare_place


@pytest.fixture(autouse=True)
def short_temporary_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Sockets of these tests lie in a folder that goes away with them."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


@pytest.mark.parametrize("text", ["0", "65536", "-1", "8000a", "八千", "９０００", "9" * 40])
def test_a_port_that_is_none_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match=r"不是有效端口.*make run PORT="):
        chosen_port({"PORT": text})


def test_the_port_is_8000_unless_named() -> None:
    assert chosen_port({}) == 8000
    assert chosen_port({"PORT": ""}) == 8000
    assert chosen_port({"PORT": "18700"}) == 18700


def test_a_taken_port_is_refused_with_another_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match=f"端口 {port} 已被占用.*make run PORT="):
            check_port(port)
    check_port(port)


def test_a_second_start_on_the_same_data_is_refused(tmp_path: Path) -> None:
    place = prepare_place({"VAR_DIR": str(tmp_path / "数据 一")})
    with lock(place), pytest.raises(Refused, match=f"已在运行（进程 {os.getpid()}）"):
        lock(place)
    lock(place).close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(Refused, match=r"无法写入 .*VAR_DIR"):
        prepare_place({"VAR_DIR": str(tmp_path / "file" / "var")})


def test_a_socket_folder_that_others_can_read_is_refused(tmp_path: Path) -> None:
    socket_folder(tmp_path / "var").mkdir(mode=0o755)

    with pytest.raises(Refused, match="属于其他用户"):
        prepare_place({"VAR_DIR": str(tmp_path / "var")})


@pytest.mark.parametrize("temporary", ["/tmp/" + "很深的目录/" * 10, "/tmp/with space"])
def test_sockets_lie_where_the_kernel_takes_them(temporary: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", temporary)

    path = socket_folder(Path("/somewhere/数据 目录")) / "broker.sock"

    assert len(os.fsencode(path)) < 108
    assert " " not in str(path)


def test_each_data_folder_has_sockets_of_its_own(tmp_path: Path) -> None:
    assert socket_folder(tmp_path / "a") == socket_folder(tmp_path / "b" / ".." / "a")
    assert socket_folder(tmp_path / "a") != socket_folder(tmp_path / "b")


def test_a_log_that_grew_too_large_begins_anew(tmp_path: Path) -> None:
    place = prepare_place({"VAR_DIR": str(tmp_path / "var")})
    (place.logs / "web.log").write_bytes(b"x" * (LARGEST_LOG + 1))
    (place.logs / "beat.log").write_bytes(b"kept")

    open_log(place, "web").close()
    open_log(place, "beat").close()

    assert (place.logs / "web.log").read_bytes() == b""
    assert (place.logs / "beat.log").read_bytes() == b"kept"


def test_a_private_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    folder = broker.private(tmp_path / "sockets")

    assert folder.stat().st_mode & 0o777 == 0o700
    assert broker.private(folder) == folder
