"""Where the embedded broker listens: one short private place for each data folder."""

import hashlib
import os
import tempfile
from pathlib import Path

# The kernel takes 107 bytes for the path of a socket; its name needs some of them.
LONGEST_FOLDER = 90


def socket_folder(data: Path) -> Path:
    """The folder for sockets of the installation that keeps its data in `data`; the same at every start."""
    name = f"town-{os.getuid()}-{hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:10]}"
    base = Path(tempfile.gettempdir())
    if len(os.fsencode(base / name)) > LONGEST_FOLDER or " " in str(base):
        base = Path("/tmp")  # noqa: S108
    return base / name


def broker_url(data: Path) -> str:
    """How Celery addresses the embedded broker."""
    return f"redis+socket://{socket_folder(data) / 'broker.sock'}"
