"""Checks run once whatever is lost or sent twice, and a broken one says so in words."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from applications import tasks
from applications.enums import CheckStatus, State
from applications.models import CheckFinding, CheckRun
from applications.services import checking
from core import queue
from criteria.errors import FactsError
from standards import selectors as standards
from tests.applications.thread import at
from tests.factories import CheckRunFactory, World
from tests.harness.queue import Sent

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LONG_AGO = checking.LOST_AFTER + timedelta(seconds=5)


def aged(check: CheckRun, status: CheckStatus = CheckStatus.WAITING, attempts: int = 0) -> CheckRun:
    """The check as if nobody had touched it for longer than a check takes."""
    CheckRun.objects.filter(pk=check.pk).update(
        status=status, attempts=attempts, touched_at=timezone.now() - LONG_AGO
    )
    check.refresh_from_db()
    return check


def test_submitting_sends_the_check_after_the_commit_and_the_worker_finishes_it(
    world: World, sent_tasks: Sent, run_tasks: Callable[[], int]
) -> None:
    check = at(world, State.SUBMITTED).fact_sheets.get().checks.get()
    assert sent_tasks == []
    assert run_tasks() == 1
    check.refresh_from_db()
    assert check.status == CheckStatus.DONE and check.finished_at is not None
    assert check.findings.get(requirement="output_value").verdict == "met"
    assert checking.advice_words(check)


def test_a_submission_that_is_rolled_back_sends_nothing(world: World, sent_tasks: Sent) -> None:
    with transaction.atomic():
        at(world, State.SUBMITTED)
        transaction.set_rollback(True)
    assert not CheckRun.objects.exists()
    assert sent_tasks == []


def test_running_a_check_twice_gives_one_set_of_findings() -> None:
    check = CheckRunFactory()
    assert checking.run_check(check_id=check.pk) is not None
    first = list(check.findings.values_list("pk", "message"))
    assert checking.run_check(check_id=check.pk) is None
    assert list(check.findings.values_list("pk", "message")) == first
    assert len(first) > 5
    check.refresh_from_db()
    assert check.attempts == 1


def test_a_check_in_other_hands_is_left_alone_until_those_hands_are_dead() -> None:
    check = CheckRunFactory(status=CheckStatus.RUNNING)
    assert checking.run_check(check_id=check.pk) is None
    assert not CheckFinding.objects.exists()
    assert checking.run_check(check_id=aged(check, CheckStatus.RUNNING).pk) is not None


def test_whoever_comes_second_to_the_end_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow worker that was given up for lost finishes after its successor."""
    check = CheckRunFactory()
    compiled = checking.compiled

    def overtaken(version: object) -> object:
        monkeypatch.setattr(checking, "compiled", compiled)
        aged(check, CheckStatus.RUNNING)
        assert checking.run_check(check_id=check.pk) is not None
        return compiled(version)

    monkeypatch.setattr(checking, "compiled", overtaken)
    assert checking.run_check(check_id=check.pk) is None
    positions = list(check.findings.values_list("position", flat=True))
    assert len(positions) == len(set(positions)) > 5


def test_a_check_of_a_row_that_is_gone_does_nothing() -> None:
    assert checking.run_check(check_id=10**9) is None
    assert not CheckFinding.objects.exists()


def test_facts_that_cannot_be_read_end_in_words_not_in_an_error_page(monkeypatch: pytest.MonkeyPatch) -> None:
    check = CheckRunFactory()

    class Broken:
        def check(self, facts: object) -> None:
            raise FactsError("output_value", "应为数字")

    monkeypatch.setattr(checking, "compiled", lambda version: Broken())
    checking.run_check(check_id=check.pk)
    check.refresh_from_db()
    assert check.status == CheckStatus.FAILED
    assert "应为数字" in check.error
    assert not check.findings.exists()


def test_a_check_by_another_version_stands_beside_the_first(world: World) -> None:
    sheet = at(world, State.SUBMITTED).fact_sheets.get()
    first = sheet.checks.get()
    checking.run_check(check_id=first.pk)
    second = checking.recheck(sheet=sheet)
    checking.run_check(check_id=second.pk)
    assert (first.number, second.number) == (1, 2)
    assert first.findings.count() == second.findings.count() > 5


def test_the_same_facts_give_the_same_digest() -> None:
    one, two = CheckRunFactory(), CheckRunFactory()
    digests = {checking.run_check(check_id=check.pk).digest for check in (one, two)}
    assert len(digests) == 1 and digests != {""}


def test_the_findings_are_those_of_the_engine_in_its_order() -> None:
    check = CheckRunFactory()
    checking.run_check(check_id=check.pk)
    engine = standards.compiled(check.standard_version)
    assert list(check.findings.order_by("position").values_list("requirement", flat=True)) == [
        finding.requirement
        for finding in engine.check(checking.Facts.from_dict(check.fact_sheet.data["facts"]))
    ]


def test_the_sweeper_sends_what_was_never_taken_and_what_died_and_nothing_else(sent_tasks: Sent) -> None:
    waiting, dead = aged(CheckRunFactory()), aged(CheckRunFactory(), CheckStatus.RUNNING, attempts=1)
    CheckRunFactory()
    CheckRunFactory(status=CheckStatus.RUNNING)
    aged(CheckRunFactory(), CheckStatus.DONE)
    aged(CheckRunFactory(), CheckStatus.FAILED)
    assert checking.sweep_checks() == 2
    assert {args for _, args in sent_tasks} == {(waiting.pk,), (dead.pk,)}
    sent_tasks.clear()
    assert checking.sweep_checks() == 0
    assert sent_tasks == []


@pytest.mark.parametrize("status", [CheckStatus.WAITING, CheckStatus.RUNNING])
def test_what_the_sweeper_sends_is_done_by_the_worker_that_gets_it(
    status: CheckStatus, sent_tasks: Sent, run_tasks: Callable[[], int]
) -> None:
    check = aged(CheckRunFactory(), status, attempts=1)
    checking.sweep_checks()
    run_tasks()
    check.refresh_from_db()
    assert check.status == CheckStatus.DONE


def test_what_failed_five_times_is_given_up_in_words(sent_tasks: Sent) -> None:
    check = aged(CheckRunFactory(), CheckStatus.RUNNING, attempts=checking.MAX_ATTEMPTS)
    last = aged(CheckRunFactory(), CheckStatus.RUNNING, attempts=checking.MAX_ATTEMPTS - 1)
    assert checking.sweep_checks() == 1
    check.refresh_from_db()
    assert check.status == CheckStatus.FAILED
    assert "请联系系统管理员" in check.error
    assert [args for _, args in sent_tasks] == [(last.pk,)]


def test_a_broker_that_is_down_stops_the_sweep_and_the_next_one_tries_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    checks = [aged(CheckRunFactory()) for _ in range(3)]
    tried: list[int] = []
    monkeypatch.setattr(queue, "send", lambda task, pk: tried.append(pk) or False)
    checking.sweep_checks()
    assert len(tried) == 1
    monkeypatch.setattr(queue, "send", lambda task, pk: tried.append(pk) or True)
    checking.sweep_checks()
    assert set(tried) == {check.pk for check in checks}


def test_the_task_hands_over_the_id_and_is_safe_to_run_twice() -> None:
    check = CheckRunFactory()
    tasks.run_check.apply((check.pk,), throw=True)
    tasks.run_check.apply((check.pk,), throw=True)
    check.refresh_from_db()
    assert (check.status, check.attempts) == (CheckStatus.DONE, 1)


def test_a_broker_in_trouble_does_not_keep_anybody_from_submitting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "send", lambda task, *args: False)
    row = at(world, State.SUBMITTED)
    assert row.fact_sheets.get().checks.get().status == CheckStatus.WAITING
