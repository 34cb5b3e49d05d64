"""`make check`: everything that can be judged without running the portal."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from ops.console import say, use_utf8
from ops.place import CLONE

DJANGO = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
# Names only, nobody connects to them: the settings of production are judged, not its services.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "SECRET_KEY": "q7Rv2mXz9KpL4sTf8WbN1cYh6JdG3aQe5UoViEwBrMnHyZxPtC",
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "postgres://portal@127.0.0.1:5432/portal",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One tool and what Python is given to run it; scripts with a long first line are never called."""

    label: str
    arguments: list[str]
    variables: Mapping[str, str] = field(default_factory=dict)


STEPS = (
    Step("格式", ["-m", "ruff", "format", "--check", "--quiet", "."]),
    Step("代码规范", ["-m", "ruff", "check", "--quiet", "."]),
    Step("类型", ["-m", "mypy", "."]),
    Step(
        "分层",
        ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-logo"],
    ),
    Step("模板", ["-m", "djlint", "templates", "--lint", "--quiet"]),
    Step("迁移", ["-m", "django", "makemigrations", "--check", "--dry-run"], DJANGO),
    Step("系统检查", ["-m", "django", "check", "--fail-level", "WARNING"], DJANGO),
    Step("生产配置", ["-m", "django", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    Step("一致性", ["-m", "pytest", "-q", "tests/test_consistency.py"]),
)


def main() -> int:
    """0 when every step is content; what the others say is printed in full."""
    use_utf8()
    with tempfile.TemporaryDirectory(prefix="town-check-") as folder, ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda step: perform(step, folder), STEPS))
    return 0 if all(outcomes) else 1


def perform(step: Step, folder: str) -> bool:
    """Run one step; True when it is content."""
    variables = {name: value for name, value in os.environ.items() if name not in PRODUCTION}
    variables |= {"VAR_DIR": folder, **step.variables}
    begin = time.monotonic()
    done = subprocess.run(
        [sys.executable, *step.arguments],
        cwd=CLONE,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    content = done.returncode == 0
    said = "" if content else f"\n{done.stdout.strip()}"
    say(f"{'通过' if content else '未过'}  {step.label}（{time.monotonic() - begin:.0f} 秒）{said}")
    return content


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
