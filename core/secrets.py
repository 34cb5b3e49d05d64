"""A secret of this machine alone, for running without a configured one."""

import os
import secrets
from pathlib import Path


def local_secret(path: Path) -> str:
    """Read the secret kept at `path`, drawing it at the first call; readable by its owner alone."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(50)
        file.write(secret)
    return secret
