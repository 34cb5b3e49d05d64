"""One process before the portal starts: database, reference data, static files, and the first demonstration."""

import hashlib
import io
import sys
import traceback
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from ops.console import Refused, refuse, say, use_utf8

BROKER_SECONDS = 2.0
STAGES = ("draft", "returned", "reviewing", "recognised")


def main() -> int:
    """Prints what to tell about the accounts; on failure one line, and the reason goes to the log."""
    use_utf8()
    try:
        prepare()
    except Refused as refused:
        say(str(refused))
    except (ImproperlyConfigured, ValueError) as error:
        traceback.print_exc()
        say(f"设置有误，请对照 docs/environment.md 检查：{error}")
    except DatabaseError:
        traceback.print_exc()
        say("数据库操作失败：请检查 DATABASE_URL 与数据库服务，详情见日志 prepare.log。")
    else:
        return 0
    return 1


def prepare() -> None:
    """All steps, each of which does nothing when there is nothing to do; Refused when the queue is not there."""
    django.setup()
    from core.queue import broker_is_alive

    if not broker_is_alive(BROKER_SECONDS):
        refuse("无法连接消息队列：请检查 REDIS_URL 与 Redis 服务。")
    load_reference(anew=migrate())
    collect_static()
    if settings.DEMONSTRATION:
        demonstrate()


def migrate() -> bool:
    """Apply what is not applied yet; whether there was any. Looking costs less than a migrate that does nothing."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def load_reference(*, anew: bool) -> None:
    """Load the reference data, unless the same files went into the same database at the last start."""
    stamp = settings.VAR_DIR / "reference-fingerprint"
    wanted = reference_fingerprint()
    if anew or not stamp.exists() or stamp.read_text(encoding="ascii") != wanted:
        # What it says goes to the log; standard output is for the accounts.
        call_command("load_reference", stdout=sys.stderr)
        stamp.write_text(wanted, encoding="ascii")


def reference_fingerprint() -> str:
    """The files, the code that reads them and the database that they go into, in one hash."""
    there = connection.settings_dict
    digest = hashlib.sha256(f"{there['HOST']}:{there['PORT']}/{there['NAME']}\n".encode())
    files = [*(settings.BASE_DIR / "fixtures").rglob("*"), *settings.BASE_DIR.glob("*/reference.py")]
    for path in sorted(files):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


def collect_static() -> None:
    """Hash and compress the static files, unless they are those of the last start."""
    stamp = Path(settings.STATIC_ROOT) / "fingerprint"
    wanted = static_fingerprint()
    if not stamp.exists() or stamp.read_text(encoding="ascii") != wanted:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(wanted, encoding="ascii")


def static_fingerprint() -> str:
    """Name, size and time of every static file, in one hash."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name}:{found.st_size}:{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def demonstrate() -> None:
    """Demonstration data into an empty database, all of it or nothing; then one account per role."""
    from django.contrib.auth import get_user_model

    if not get_user_model().objects.exists():
        with transaction.atomic():
            for stage in STAGES:
                call_command("seed_demo", stage=stage, stdout=sys.stderr)
    accounts = io.StringIO()
    call_command("demo_accounts", stdout=accounts)
    say(accounts.getvalue().rstrip())


if __name__ == "__main__":
    sys.exit(main())
