"""The database, from DATABASE_URL or the embedded default (docs/decisions/0002)."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import environ

SQLITE_OPTIONS = {
    "timeout": 20,
    # Deferred transactions that read before they write fail under load instead of waiting.
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def database(url: str, *, statement_timeout_ms: int, lock_timeout_ms: int) -> dict[str, Any]:
    """Django's settings for one database URL; ValueError for an engine that we do not run on."""
    if not url.startswith(("postgres://", "postgresql://", "sqlite:///")):
        raise ValueError("DATABASE_URL：只支持 postgres:// 与 sqlite:///")
    settings = dict(environ.Env.db_url_config(url))
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = dict(SQLITE_OPTIONS)
        return settings
    limits = f"-c statement_timeout={statement_timeout_ms} -c lock_timeout={lock_timeout_ms}"
    settings["OPTIONS"] = {**settings.get("OPTIONS", {}), "options": limits}
    settings["CONN_MAX_AGE"] = None
    settings["CONN_HEALTH_CHECKS"] = True
    return settings


def sqlite_url(path: Path) -> str:
    """The URL of an SQLite file; the folder may hold spaces and Chinese characters."""
    return f"sqlite:///{quote(str(path))}"
