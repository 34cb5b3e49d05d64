"""The virus scanner (clamd), spoken to through its socket: bytes out, one line back. Only a plain answer is believed."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.core.files.base import File

SECONDS = 60.0
CONNECT_SECONDS = 3.0
PIECE = 64 * 1024
LONGEST_ANSWER = 4096
FOUND = re.compile(r"stream: (.{1,200}) FOUND")
CLEAN = "stream: OK"


class ScannerAway(Exception):
    """No verdict: the scanner does not answer, breaks off, or says something else."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found, nothing when clean, and by which scanner with which signatures."""

    found: str
    engine: str


def scan(file: File | IO[bytes]) -> Verdict:
    """Have the bytes from here to the end scanned; ScannerAway when there is no verdict."""
    engine = version()
    with _connection() as line:
        line.sendall(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            line.sendall(len(piece).to_bytes(4, "big") + piece)
        line.sendall(b"\0\0\0\0")
        answer = _answer(line)
    match = FOUND.fullmatch(answer)
    if match is None and answer != CLEAN:
        raise ScannerAway(f"clamd: {answer[:200]}")
    return Verdict(match[1] if match else "", engine)


def version(seconds: float | None = None) -> str:
    """The scanner and its signatures, as it names them; ScannerAway when it does not within that time."""
    with _connection(seconds) as line:
        line.sendall(b"zVERSION\0")
        answer = _answer(line)
    if not answer.startswith("ClamAV"):
        raise ScannerAway(f"clamd: {answer[:200]}")
    return answer[:120]


def _answer(line: socket.socket) -> str:
    """One answer, which ends with a zero byte."""
    said = b""
    while not said.endswith(b"\0"):
        piece = line.recv(PIECE)
        if not piece or len(said) > LONGEST_ANSWER:
            raise ScannerAway("clamd broke off")
        said += piece
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()


@contextmanager
def _connection(seconds: float | None = None) -> Iterator[socket.socket]:
    """One question, one connection; what goes wrong with it is ScannerAway."""
    address = settings.CLAMAV_SOCKET
    try:
        with _open(address, min(seconds or CONNECT_SECONDS, CONNECT_SECONDS)) as line:
            line.settimeout(seconds or SECONDS)
            yield line
    except OSError as error:
        # What clamd said before it hung up (too large, for one) is lost with the connection.
        raise ScannerAway(f"clamd: {error}") from error


def _open(address: str, seconds: float) -> socket.socket:
    """A path is a socket of this machine, host:port one of another."""
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), seconds)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(seconds)
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line
