"""Processes of a supervisor that was killed: found by what it wrote down, ended only if they still are what they were."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

PATIENCE_SECONDS = 3.0


def note(path: Path, running: Mapping[int, list[str]]) -> None:
    """Write down which processes run, each with its command line."""
    spare = path.with_suffix(".new")
    spare.write_text(json.dumps({pid: " ".join(line) for pid, line in running.items()}), encoding="utf-8")
    spare.replace(path)


def end_leftovers(path: Path) -> int:
    """End what a killed supervisor left behind; returns how many processes that were."""
    try:
        noted = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0
    found = [int(pid) for pid, line in noted.items() if command_line(int(pid)) == line]
    for pid in found:
        # All of them at once, so that their last seconds do not add up.
        signal_group(pid, signal.SIGTERM)
    for pid in found:
        end_group(pid)
    path.unlink(missing_ok=True)
    return len(found)


def command_line(pid: int) -> str:
    """The command line of a process, its parts joined by spaces; empty when there is none."""
    if Path("/proc/self").exists():
        try:
            parts = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace").split("\0")
        except OSError:
            return ""
        return " ".join(parts[:-1])
    listed = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return listed.stdout.rstrip("\n")


def end_group(pid: int) -> None:
    """Ask the process group of `pid` to end, and insist after a few seconds."""
    for signum in (signal.SIGTERM, signal.SIGKILL):
        signal_group(pid, signum)
        if _gone(pid):
            break
    # Children of a child that ended by itself.
    signal_group(pid, signal.SIGKILL)


def signal_group(pid: int, signum: signal.Signals) -> None:
    """Every child leads a group of its own, so the group has the number of the child."""
    try:
        os.killpg(pid, signum)
    except (ProcessLookupError, PermissionError):
        return


def _gone(pid: int) -> bool:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if not command_line(pid):
            return True
        time.sleep(0.05)
    return False
