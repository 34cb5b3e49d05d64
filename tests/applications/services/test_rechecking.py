"""Many sheets are checked anew in a few queries; earlier results stay, and nothing is lost, doubled or blocked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications import tasks
from applications.enums import CheckStatus, State
from applications.models import CheckFinding, CheckRun, FactSheet
from applications.services import checking, rechecking
from core import bulk, queue
from core.canonical import canonical_json, digest
from core.errors import Conflict
from criteria.facts import Facts
from criteria.findings import Finding, Verdict
from ops.bench.facts import random_facts
from standards import selectors as standards
from standards.enums import VersionState
from standards.models import StandardVersion
from tests.applications.thread import at
from tests.factories import CheckRunFactory, FactSheetFactory, RoundFactory, World
from tests.factories.standards import published_version
from tests.harness.queue import Sent

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LONG_AGO = checking.LOST_AFTER + timedelta(seconds=5)


def sheets(number: int) -> list[FactSheet]:
    """Sheets of one application, each with other facts."""
    first = FactSheetFactory()
    made = []
    for place, facts in enumerate(random_facts(7, number - 1), start=2):
        content = canonical_json({**first.data, "facts": facts})
        made.append(
            FactSheet(
                application=first.application,
                number=place,
                content=content,
                sha256=digest(content),
                created_by=first.created_by,
            )
        )
    return [first, *FactSheet.objects.bulk_create(made)]


def version_of(sheet: FactSheet) -> StandardVersion:
    return sheet.application.round.standard_version


def request(rows: list[FactSheet]) -> int:
    asked = FactSheet.objects.filter(pk__in=[row.pk for row in rows])
    return rechecking.request_rechecks(sheets=asked, version=version_of(rows[0]))


def ids() -> list[int]:
    return list(CheckRun.objects.order_by("pk").values_list("pk", flat=True))


def aged(**columns: Any) -> None:
    """All open checks as if nobody had touched them for longer than a check takes."""
    CheckRun.objects.filter(status__in=(CheckStatus.WAITING, CheckStatus.RUNNING)).update(
        touched_at=timezone.now() - LONG_AGO, **columns
    )


def queries_of(call: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        call()
    return [query["sql"] for query in seen.captured_queries]


def test_many_sheets_travel_in_chunks_and_each_gets_the_findings_of_the_engine(
    sent_tasks: Sent, run_tasks: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rechecking, "CHUNK_SIZE", 4)
    rows = sheets(10)
    assert request(rows) == 10
    assert run_tasks() == 3

    engine = standards.compiled(version_of(rows[0]))
    for row in rows:
        check = row.checks.get()
        expected = engine.check(Facts.from_dict(row.data["facts"]))
        written = check.findings.order_by("position").values_list(
            "criterion", "requirement", "verdict", "message", "clause", "gap"
        )
        assert list(written) == [tuple(finding) for finding in expected]
        assert (check.status, check.eligible) == (CheckStatus.DONE, checking.eligibility(expected))
        assert check.digest == checking.digest(expected) and check.finished_at is not None
    assert len({check.digest for check in CheckRun.objects.order_by("pk")}) > 1


def test_a_recheck_stands_beside_the_earlier_result_and_changes_nothing_of_it(
    world: World, run_tasks: Callable[[], int]
) -> None:
    row = at(world, State.SUBMITTED)
    run_tasks()
    first = row.fact_sheets.get().checks.get()
    before = (first.digest, first.finished_at, list(first.findings.order_by("pk").values()))

    request([row.fact_sheets.get()])
    run_tasks()
    first.refresh_from_db()
    assert (first.digest, first.finished_at, list(first.findings.order_by("pk").values())) == before
    second = row.fact_sheets.get().checks.get(number=2)
    assert second.digest == first.digest
    assert second.findings.count() == first.findings.count()


def test_another_standard_counts_its_own_runs() -> None:
    row = FactSheetFactory()
    checking.run_check(check_id=checking.request_check(sheet=row).pk)
    other = published_version("shanxi-2022", issuer=row.application.round.authority)
    for _ in range(2):
        rechecking.request_rechecks(sheets=FactSheet.objects.filter(pk=row.pk), version=other)
    asked = row.checks.order_by("pk").values_list("standard_version__standard__code", "number")
    assert list(asked) == [("taiyuan-2023", 1), ("shanxi-2022", 1), ("shanxi-2022", 2)]


def test_a_draft_is_refused_because_results_would_rest_on_moving_ground() -> None:
    row = FactSheetFactory()
    draft = published_version("yongji-2024", issuer=row.application.round.authority, draft=True)
    with pytest.raises(Conflict, match="征求意见稿"):
        rechecking.request_rechecks(sheets=FactSheet.objects.filter(pk=row.pk), version=draft)
    assert not row.checks.exists()


def test_what_is_rolled_back_sends_nothing_and_leaves_no_row(sent_tasks: Sent) -> None:
    rows = sheets(3)
    with transaction.atomic():
        request(rows)
        transaction.set_rollback(True)
    assert ids() == [] and sent_tasks == []


def test_facts_that_the_standard_cannot_read_fail_alone_and_in_words() -> None:
    rows = sheets(3)
    content = canonical_json({**rows[0].data, "facts": {"category": "tourism"}})
    strange = FactSheetFactory(application=rows[0].application, number=99, content=content)
    request([*rows, strange])
    checking.run_checks(check_ids=ids())
    check = strange.checks.get()
    assert check.status == CheckStatus.FAILED and "可选" in check.error
    assert not check.findings.exists()
    assert CheckRun.objects.filter(status=CheckStatus.DONE).count() == 3


def test_findings_are_kept_to_the_letter_whatever_stands_in_them() -> None:
    """Tabs, line ends and backslashes mean something where many rows are copied at once."""
    check = CheckRunFactory()
    said = "一\\N二\t三\n四\r五'六\"七\\\\八\\t九\\."
    finding = Finding(4, "output_value", Verdict.MET, said, "二(四)", "")
    rows = [(check.pk, position, "产业集聚", *finding) for position in (1, 2)]
    bulk.append(CheckFinding, checking.FINDING, rows)
    written = check.findings.order_by("position").values_list("position", "verdict", "message", "gap")
    assert list(written) == [(1, "met", said, ""), (2, "met", said, "")]


def test_a_chunk_costs_the_same_queries_for_one_sheet_and_for_eight() -> None:
    request(sheets(10))
    first, second, *others = ids()
    # The first one compiles the standard.
    checking.run_checks(check_ids=[first])
    one = queries_of(lambda: checking.run_checks(check_ids=[second]))
    eight = queries_of(lambda: checking.run_checks(check_ids=others))
    assert len(one) == len(eight) < 12
    assert CheckRun.objects.filter(status=CheckStatus.DONE).count() == 10


def test_asking_costs_the_same_queries_for_one_sheet_and_for_eight() -> None:
    rows = sheets(8)
    request(rows)
    one, eight = queries_of(lambda: request(rows[:1])), queries_of(lambda: request(rows))
    assert len(one) == len(eight) < 12


def test_a_chunk_that_is_delivered_twice_writes_one_result_each() -> None:
    request(sheets(5))
    assert len(checking.run_checks(check_ids=ids())) == 5
    before = list(CheckFinding.objects.order_by("pk").values_list("pk", flat=True))
    assert checking.run_checks(check_ids=ids()) == []
    assert list(CheckFinding.objects.order_by("pk").values_list("pk", flat=True)) == before
    assert set(CheckRun.objects.order_by("pk").values_list("attempts", flat=True)) == {1}


def test_a_worker_given_up_for_lost_finishes_only_what_its_successor_has_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request(sheets(4))
    compiled = checking.compiled

    def overtaken(version: StandardVersion) -> object:
        monkeypatch.setattr(checking, "compiled", compiled)
        aged()
        assert len(checking.run_checks(check_ids=ids()[:2])) == 2
        return compiled(version)

    monkeypatch.setattr(checking, "compiled", overtaken)
    assert [check.pk for check in checking.run_checks(check_ids=ids())] == ids()[2:]
    counted = CheckFinding.objects.values_list("check_run").annotate(Count("pk")).order_by("check_run")
    assert [pk for pk, _ in counted] == ids()
    assert len({number for _, number in counted}) == 1


def test_the_sweeper_sends_many_in_chunks(sent_tasks: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "CHUNK_SIZE", 8)
    request(sheets(20))
    sent_tasks.clear()
    aged(status=CheckStatus.RUNNING, attempts=1)
    assert checking.sweep_checks() == 20
    assert [task for task, _ in sent_tasks] == [tasks.run_checks] * 3
    assert [pk for _, parcel in sent_tasks for pk in parcel] == ids()
    sent_tasks.clear()
    assert checking.sweep_checks() == 0 and sent_tasks == []


def test_a_check_that_brings_down_its_chunk_is_tried_alone_and_only_it_is_given_up(
    sent_tasks: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = sheets(15)
    request(rows)
    poisonous = rows[6].checks.get().pk
    judge = checking._judge

    def deadly(check: CheckRun) -> object:
        if check.pk == poisonous:
            raise MemoryError
        return judge(check)

    monkeypatch.setattr(checking, "_judge", deadly)
    for _ in range(checking.MAX_ATTEMPTS + 1):
        parcels, sent_tasks[:] = [args for _, args in sent_tasks], []
        for parcel in parcels:
            try:
                checking.run_checks(check_ids=parcel)
            except MemoryError:
                continue
        aged()
        checking.sweep_checks()
    done = CheckRun.objects.filter(status=CheckStatus.DONE)
    assert done.count() == 14
    assert CheckRun.objects.get(pk=poisonous).status == CheckStatus.FAILED


def test_the_sweeper_stops_at_the_first_chunk_that_the_broker_does_not_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checking, "CHUNK_SIZE", 8)
    request(sheets(20))
    aged()
    answers = iter([True, False])
    monkeypatch.setattr(queue, "send", lambda task, *args: next(answers))
    assert checking.sweep_checks() == 8
    monkeypatch.setattr(queue, "send", lambda task, *args: True)
    assert checking.sweep_checks() == 12


def test_the_newest_sheets_of_a_round_and_of_a_standard() -> None:
    first, second = sheets(2)
    withdrawn = FactSheetFactory(application__state=State.WITHDRAWN)
    elsewhere = FactSheetFactory()
    version = version_of(first)
    of_round = rechecking.newest_sheets(version=version, round_=first.application.round)
    assert list(of_round.order_by("pk")) == [second]
    assert set(rechecking.newest_sheets(version=version).order_by("pk")) == {second, elsewhere}
    assert withdrawn.pk is not None


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    call_command("recheck", *arguments)
    return capsys.readouterr().out


def test_the_command_says_how_many_and_they_wait_without_a_worker(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = FactSheetFactory()
    monkeypatch.setattr(queue, "send", lambda task, *args: False)
    said = answer(capsys, "--standard", "taiyuan-2023", "--round", str(row.application.round.pk))
    assert '"requested": 1' in said
    assert row.checks.get().status == CheckStatus.WAITING


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "--standard"),
        (["--standard", "no-such"], "no-such"),
        (["--standard", "taiyuan-2023", "--version", "9"], "没有第 9 版"),
        (["--standard", "taiyuan-2023", "--round", "99999"], "申报批次"),
        (["--standard", "taiyuan-2023", "--round", "九"], "申报批次"),
        (["--standard", "yongji-2024"], "征求意见稿"),
    ],
)
def test_the_command_refuses_what_it_cannot_use_in_one_sentence(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    round_ = RoundFactory()
    published_version("yongji-2024", issuer=round_.authority, draft=True)
    with pytest.raises(SystemExit) as ending:
        call_command("recheck", *arguments)
    said = capsys.readouterr()
    assert ending.value.code == 2
    assert words in said.err and said.err.count("\n") == 1 and said.out == ""
    assert not CheckRun.objects.exists()


def test_a_retired_version_can_still_be_asked_what_it_said() -> None:
    row = CheckRunFactory().fact_sheet
    StandardVersion.objects.filter(pk=version_of(row).pk).update(state=VersionState.RETIRED)
    retired = StandardVersion.objects.get(pk=version_of(row).pk)
    assert rechecking.request_rechecks(sheets=FactSheet.objects.filter(pk=row.pk), version=retired) == 1
