"""`make run` and development: no DEBUG, but cookies that work over http."""

from config.settings.base import *  # noqa: F403
from config.settings.base import LOCK_TIMEOUT_MS, STATEMENT_TIMEOUT_MS, VAR_DIR, env
from config.settings.database import database, sqlite_url
from config.settings.logs import configure_logs
from core.embedded import broker_url
from core.secrets import local_secret

VAR_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = env("SECRET_KEY", default="") or local_secret(VAR_DIR / "secret-key")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
DEMONSTRATION = env.bool("DEMONSTRATION", default=True)

DATABASES = {
    "default": database(
        env("DATABASE_URL", default="") or sqlite_url(VAR_DIR / "portal.sqlite3"),
        statement_timeout_ms=STATEMENT_TIMEOUT_MS,
        lock_timeout_ms=LOCK_TIMEOUT_MS,
    )
}
CELERY_BROKER_URL = env("REDIS_URL", default="") or broker_url(VAR_DIR)

LOGGING = configure_logs(machine_readable=False, level=env("LOG_LEVEL", default="INFO"))
