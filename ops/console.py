"""What the commands say: short Chinese lines, whatever the terminal's encoding."""

import sys
from typing import NoReturn


class Refused(Exception):
    """Something stands in the way; the text is one Chinese line that says what to do."""


def use_utf8() -> None:
    """A terminal that names another encoding still gets its lines."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)


def say(line: str = "") -> None:
    """One line, at once."""
    print(line, flush=True)  # noqa: T201


def refuse(line: str) -> NoReturn:
    """Stop with one line; the commands turn it into exit code 1."""
    raise Refused(line)
