"""The process in which a file is looked at: `python -c … KIND < FILE`, one line of JSON as its answer.

It shuts itself in before it reads the first byte, and may use up its limits without harm to anybody.
"""

import contextlib
import json
import os
import resource
import sys
from pathlib import Path

MB = 1024 * 1024
# Beyond the program itself and the file, which is read where it lies.
MEMORY = 64 * MB
CPU_SECONDS = 10


def shut_in(size: int) -> None:
    """No more memory, time, files or writing than the look needs; what a system does not know is left out."""
    limits = {
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 16,
    }
    used = _used()
    if used:
        limits[resource.RLIMIT_AS] = used + size + MEMORY
    for name, limit in limits.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(name, (limit, limit))


def main() -> None:
    """Look at standard input as the kind that the first argument names."""
    # Before the limits, so that they count what the file needs and not what the program does.
    from files.inspection.look import look

    shut_in(os.fstat(0).st_size)
    fault = look(0, sys.argv[1])
    # In kilobytes, on macOS in bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(json.dumps({"fault": fault.value if fault else "", "peak": peak}))


def _used() -> int:
    """The address space of this process now, in bytes; 0 where the system does not say (macOS)."""
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0
