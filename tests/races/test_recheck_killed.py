"""kill -9 of the whole worker in the middle of a re-check: every sheet ends with exactly one result."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import Count, QuerySet
from django.utils import timezone

from applications.enums import OPEN_CHECKS, CheckStatus
from applications.models import CheckFinding, CheckRun, FactSheet
from applications.services import checking, rechecking
from core.canonical import canonical_json, digest
from ops.bench.facts import random_facts
from tests.factories import FactSheetFactory
from tests.harness.queue import Worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.slow]

SHEETS = 600
CHUNK = 20
# One for each requirement of taiyuan-2023.
FINDINGS = 12


def request_all(monkeypatch: pytest.MonkeyPatch, number: int = SHEETS) -> None:
    """Sheets with different facts, asked for in chunks of twenty."""
    monkeypatch.setattr(rechecking, "CHUNK_SIZE", CHUNK)
    first = FactSheetFactory()
    made = []
    for place, facts in enumerate(random_facts(3, number - 1), start=2):
        content = canonical_json({**first.data, "facts": facts})
        columns: dict[str, Any] = {"content": content, "sha256": digest(content), "number": place}
        made.append(FactSheet(application=first.application, created_by=first.created_by, **columns))
    FactSheet.objects.bulk_create(made)
    version = first.application.round.standard_version
    assert rechecking.request_rechecks(sheets=FactSheet.objects.all(), version=version) == number


def wait_until(reached: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, list(CheckRun.objects.values_list("status").annotate(Count("pk")))
        time.sleep(0.005)


def how_many(*statuses: CheckStatus) -> int:
    return CheckRun.objects.filter(status__in=statuses).count()


def kill_in_the_middle(worker: Worker) -> set[int]:
    """Kill while some are done, some wait and some are in hand; returns those in hand."""
    for enough in range(CHUNK, SHEETS - 2 * CHUNK, CHUNK):
        wait_until(lambda enough=enough: how_many(CheckStatus.DONE) >= enough)
        worker.kill()
        in_hand = CheckRun.objects.filter(status=CheckStatus.RUNNING).values_list("pk", flat=True)
        if in_hand:
            return set(in_hand)
        worker.start()
    raise AssertionError("never killed in the middle of a chunk")


def half_a_minute_later() -> None:
    """For the sweeper, which counts from the last touch."""
    CheckRun.objects.filter(status__in=OPEN_CHECKS).update(
        touched_at=timezone.now() - 2 * checking.LOST_AFTER
    )


def everything() -> list[int]:
    return list(CheckRun.objects.order_by("pk").values_list("pk", flat=True))


def findings_each() -> list[int]:
    """How many findings each check has, those without any left out."""
    counted = CheckFinding.objects.values("check_run").annotate(number=Count("pk")).order_by("check_run")
    return [row["number"] for row in counted]


def test_a_worker_killed_in_the_middle_of_a_recheck_ends_with_one_result_a_sheet(
    celery_worker_process: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_all(monkeypatch)
    in_hand = kill_in_the_middle(celery_worker_process)
    assert how_many(CheckStatus.WAITING)
    # Whole or not at all: what was in hand has no finding yet.
    assert not CheckFinding.objects.filter(check_run__in=in_hand).exists()

    celery_worker_process.start()
    # Up to two chunks that the dead worker had fetched and not begun come back from the broker in its own time.
    wait_until(lambda: how_many(CheckStatus.WAITING) <= 2 * CHUNK)
    # The control: nobody touches what was in hand until it is swept.
    assert in_hand <= set(CheckRun.objects.filter(status=CheckStatus.RUNNING).values_list("pk", flat=True))

    half_a_minute_later()
    assert checking.sweep_checks() >= len(in_hand)
    wait_until(lambda: how_many(CheckStatus.DONE) == SHEETS)
    # What the broker brings back late on top of that changes nothing.
    assert checking.run_checks(check_ids=everything()[:CHUNK]) == []
    assert findings_each() == [FINDINGS] * SHEETS
    assert CheckRun.objects.exclude(digest="").count() == SHEETS


def die_after_the_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run one chunk whose worker goes between writing the findings and writing the ends."""
    append = checking.bulk.append

    def last_act(*args: Any) -> None:
        append(*args)
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(checking.bulk, "append", last_act)
        with pytest.raises(SystemExit):
            checking.run_checks(check_ids=everything())


def test_a_death_between_findings_and_ends_leaves_nothing_half_written(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_all(monkeypatch, CHUNK)
    die_after_the_findings(monkeypatch)
    assert not CheckFinding.objects.exists()
    half_a_minute_later()
    assert len(checking.run_checks(check_ids=everything())) == CHUNK
    assert findings_each() == [FINDINGS] * CHUNK


def test_without_its_transaction_the_same_death_cannot_be_mended(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: were the end safe without it, the test above would prove nothing."""
    request_all(monkeypatch, CHUNK)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows)
    monkeypatch.setattr(checking, "_finish", checking._finish.__wrapped__)
    die_after_the_findings(monkeypatch)
    assert len(findings_each()) == CHUNK
    half_a_minute_later()
    with pytest.raises(IntegrityError):
        checking.run_checks(check_ids=everything())
