"""The table says what ran where, and CI forgives nothing but the real documents."""

from pathlib import Path

import pytest

from ops import report
from ops.report import NO_CORPUS, NO_SCANNER, Result
from ops.test import POSTGRESQL, SQLITE, passes, verdict

JUNIT = """<?xml version="1.0"?><testsuites><testsuite>
<testcase name="a"/><testcase name="b"/>
<testcase name="c"><failure message="x">x</failure></testcase>
<testcase name="d"><error message="x">x</error></testcase>
<testcase name="e"><skipped type="pytest.skip" message="没有 Chromium"/></testcase>
<testcase name="f"><skipped type="pytest.xfail" message="known"/></testcase>
</testsuite></testsuites>"""


def result(**counts: object) -> Result:
    return Result("全部", POSTGRESQL, **counts)  # type: ignore[arg-type]


def test_counts_come_from_the_runner(tmp_path: Path) -> None:
    (tmp_path / "junit.xml").write_text(JUNIT)

    read = report.read(result(), tmp_path / "junit.xml", 1)

    assert (read.passed, read.failed, read.not_run) == (3, 2, 1)


@pytest.mark.parametrize(("code", "failed"), [(0, 0), (5, 0), (2, 1), (-9, 1)])
def test_a_run_that_died_without_a_word_is_a_failure(code: int, failed: int, tmp_path: Path) -> None:
    assert report.read(result(), tmp_path / "none.xml", code).failed == failed


def test_the_table_lines_up_and_names_what_did_not_run() -> None:
    browser = Result("浏览器", SQLITE)
    browser.reasons["没有 Chromium"] += 1

    lines = report.table([result(passed=812, seconds=61.2), browser]).splitlines()

    assert lines[2].split() == ["全部", "PostgreSQL", "812", "0", "0", "61", "秒"]
    assert lines[4] == "未运行 1 项（浏览器）：没有 Chromium"


def test_failures_decide_and_in_ci_what_is_left_out_too(capsys: pytest.CaptureFixture[str]) -> None:
    left_out, no_documents, no_scanner = result(passed=1), result(passed=1), result(passed=1)
    left_out.reasons["没有 Chromium"] += 1
    no_documents.reasons[NO_CORPUS] += 1
    no_scanner.reasons[NO_SCANNER] += 1

    assert verdict([result(passed=1), result(failed=1)], strict=False) == 1
    assert verdict([left_out], strict=False) == 0
    assert verdict([left_out], strict=True) == 1
    assert verdict([no_documents, no_scanner], strict=True) == 0


def test_without_postgresql_everything_runs_on_sqlite_and_that_is_said() -> None:
    planned = passes(SQLITE, fast=False, browser_hindrance="")

    assert [(each.engine, bool(each.hindrance)) for each in planned] == [
        (SQLITE, False),
        (SQLITE, False),
        (POSTGRESQL, True),
    ]


def test_with_postgresql_what_is_marked_runs_on_sqlite_too() -> None:
    marks = {(each.engine, each.marks) for each in passes(POSTGRESQL, fast=False, browser_hindrance="")}

    assert (POSTGRESQL, "not browser") in marks
    assert (POSTGRESQL, "browser") in marks
    assert (SQLITE, "both and not browser") in marks


def test_the_fast_run_is_one_pass_without_browser_and_slow_tests() -> None:
    (only,) = passes(POSTGRESQL, fast=True, browser_hindrance="")
    assert (only.engine, only.marks) == (POSTGRESQL, "both and not browser and not slow")
