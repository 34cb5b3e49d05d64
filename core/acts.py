"""The port through which apps below `records` write acts; `records` plugs itself in at start-up."""

from collections.abc import Callable
from typing import Any

_recorders: list[Callable[..., Any]] = []


def plug(recorder: Callable[..., Any]) -> None:
    """Called once by `records`; a second call replaces the first (tests)."""
    _recorders[:] = [recorder]


def record(**facts: Any) -> Any:
    """Write one act; see `records.services.record` for the facts. RuntimeError before `records` is loaded."""
    if not _recorders:
        raise RuntimeError("No recorder is plugged in: is `records` installed?")
    return _recorders[0](**facts)
