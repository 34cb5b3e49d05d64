"""Runs the close look at a file in a process of its own: whatever the file does to it, the portal goes on."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
from django.core.files.base import File

from core.errors import Conflict
from files.enums import FileKind
from files.inspection.faults import Fault

logger = structlog.get_logger(__name__)

ROOT = Path(__file__).resolve().parent.parent
# No packages of the portal, no settings of the user, no environment: the look needs the standard library alone.
PROGRAM = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from files.inspection.child import main; main()"
COMMAND = (sys.executable, "-I", "-S", "-c", PROGRAM)
# Far beyond the time on the CPU: the machine may have other work.
WALL_SECONDS = 60.0
NOT_NOW = "现在无法检查文件，请稍后再上传。"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the look found (None: nothing wrong), the most memory that its process held (kB), its time on the CPU (s)."""

    fault: Fault | None
    peak: int = 0
    seconds: float = 0.0


def inspect(upload: File, kind: FileKind) -> Finding:
    """Look at the bytes; a process that fails, hangs or is killed is a refusal. Conflict when none can be started."""
    with _handle(upload) as handle:
        try:
            answer = _run(handle, kind)
        except OSError as error:
            logger.exception("inspection_not_started")
            raise Conflict(NOT_NOW) from error
    return _finding(answer, kind)


def _run(handle: int, kind: FileKind) -> bytes:
    """The answer of the process; nothing when it gave none in time."""
    process = subprocess.Popen(
        [*COMMAND, kind.value],
        stdin=handle,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
        start_new_session=True,
    )
    with process:
        try:
            answer, _ = process.communicate(timeout=WALL_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            return b""
    return answer if process.returncode == 0 else b""


def _finding(answer: bytes, kind: FileKind) -> Finding:
    """The answer, believed only as far as it names a fault that we know."""
    try:
        said = json.loads(answer)
        fault = Fault(said["fault"]) if said["fault"] else None
        return Finding(fault, int(said["peak"]), float(said["seconds"]))
    except (ValueError, KeyError, TypeError):
        logger.warning("inspection_broke_off", kind=kind.value)
        return Finding(Fault.TOO_HARD)


@contextmanager
def _handle(upload: File) -> Iterator[int]:
    """The bytes as an open file: where they stand on the disk already, or else in a nameless file for the moment."""
    path = getattr(upload, "temporary_file_path", None)
    if path is not None:
        upload.flush()
        handle = os.open(path(), os.O_RDONLY)
        try:
            yield handle
        finally:
            os.close(handle)
        return
    with tempfile.TemporaryFile() as copy:
        upload.seek(0)
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        yield copy.fileno()
