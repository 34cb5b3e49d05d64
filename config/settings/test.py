"""Tests: a database and a queue of their own, nothing kept, nothing shared with a running portal."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

RUN = os.environ.setdefault("TEST_RUN", f"{os.getpid()}")
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "main")
if "TEST_DIR" not in os.environ:
    # Children (xdist, a real worker) inherit the folder; whoever made it takes it away.
    os.environ["TEST_DIR"] = tempfile.mkdtemp(prefix="town-test-")
    atexit.register(shutil.rmtree, os.environ["TEST_DIR"], ignore_errors=True)
TEST_DIR = Path(os.environ["TEST_DIR"])
os.environ["VAR_DIR"] = str(TEST_DIR / PROCESS)
# Playwright's event loop runs in the thread of the test; the ORM is used there all the same.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from config.settings.base import *  # noqa: E402, F403
from config.settings.base import (  # noqa: E402
    CELERY_BROKER_TRANSPORT_OPTIONS,
    LOCK_TIMEOUT_MS,
    STATEMENT_TIMEOUT_MS,
    STORAGES,
    VAR_DIR,
    env,
)
from config.settings.database import database, sqlite_url  # noqa: E402
from config.settings.logs import configure_logs  # noqa: E402

(VAR_DIR / "static").mkdir(parents=True, exist_ok=True)

SECRET_KEY = "only-for-tests-" + "0" * 40
DEBUG = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

DATABASES = {
    "default": database(
        env("DATABASE_URL", default="") or sqlite_url(VAR_DIR / "portal.sqlite3"),
        statement_timeout_ms=STATEMENT_TIMEOUT_MS,
        lock_timeout_ms=LOCK_TIMEOUT_MS,
    )
}
# Threads of tests must not leave connections behind that keep the database from being dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, because threads, a browser and a real worker look at it too.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"town_test_{RUN}"}

# Nobody listens there until the fixture `broker` starts a server; a server that was named is
# shared, so keys carry the name of this run.
CELERY_BROKER_URL = env("REDIS_URL", default="") or f"redis+socket://{TEST_DIR}/{PROCESS}.sock"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **CELERY_BROKER_TRANSPORT_OPTIONS,
    "global_keyprefix": f"town-test-{RUN}-{PROCESS}:",
    "visibility_timeout": 5,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
}

LOGGING = configure_logs(machine_readable=False, level="WARNING")
