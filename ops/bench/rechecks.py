"""B5: re-checking in chunks through a real worker, against tasks that do nothing; and once with a kill -9."""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from celery import current_app
from django.core.management import call_command
from django.db.models import Count, Max, QuerySet
from redis import Redis

from applications.enums import OPEN_CHECKS, CheckStatus
from applications.models import Application, CheckFinding, CheckRun, FactSheet
from applications.services.checking import sweep_checks
from applications.services.rechecking import request_rechecks
from core import queue
from core.canonical import canonical_json, digest
from ops.bench.facts import random_facts
from ops.bench.noop import nothing
from ops.bench.surroundings import Worker, wait_until
from ops.bench.windows import interleaved
from ops.console import say
from standards.models import StandardVersion
from standards.selectors import compiled

SEED = 80
SHEETS = 10_000
# Above the numbers of the demonstration's own sheets.
FIRST_NUMBER = 100
PAIRS = 15
SHEETS_A_WINDOW = 1500
TASKS_A_WINDOW = 667
TASKS, RECHECK = "空任务", "重新检查"
WINDOW_SECONDS = 120.0
# Between the looks of the sweeper; beat looks every 20 seconds.
SWEEP_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of the re-check whose worker was killed."""

    done_before: int
    in_hand: int
    seconds: float
    results: int
    doubled: int
    incomplete: int

    def is_exact(self) -> bool:
        """One whole result for every sheet, and no second one."""
        return self.results == SHEETS and not self.doubled and not self.incomplete


def run(worker: Worker) -> bool:
    """Print the part on the re-check; False when a result was lost or doubled."""
    version = prepare()
    worker.start()
    compare(version)
    ending = killed(worker, version)
    say(
        f"  强行结束：{SHEETS} 份做完 {ending.done_before} 份时 kill -9，在手 {ending.in_hand} 份，"
        f"重启后 {ending.seconds:.0f} 秒全部完成"
    )
    say(f"  最后的结果：{ending.results} 份，重复 {ending.doubled} 份，不完整 {ending.incomplete} 份")
    return ending.is_exact()


def prepare() -> StandardVersion:
    """Ten thousand fact sheets with random facts, shared out among the demonstration's applications."""
    said = io.StringIO()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference", stdout=said)
    call_command("seed_demo", stage="reviewing", stdout=said)
    # The checks of the demonstration are done at once; nobody listens to their tasks.
    _broker().flushdb()
    queue.resume()
    models = list(FactSheet.objects.filter(number=1).select_related("application__round").order_by("pk"))
    FactSheet.objects.bulk_create(_sheets(models), batch_size=1000)
    application: Application = models[0].application
    return application.round.standard_version


def _sheets(models: list[FactSheet]) -> Iterator[FactSheet]:
    for place, facts in enumerate(random_facts(SEED, SHEETS)):
        model = models[place % len(models)]
        content = canonical_json({**model.data, "facts": facts})
        yield FactSheet(
            application_id=model.application_id,
            number=FIRST_NUMBER + place // len(models),
            content=content,
            sha256=digest(content),
            created_by_id=model.created_by_id,
        )


def compare(version: StandardVersion) -> None:
    """Windows of nothing and of re-checking in turn; one of each goes before, to warm up."""
    windows = {
        TASKS: lambda number: empty_tasks(),
        RECHECK: lambda number: rechecked(version, SHEETS_A_WINDOW),
    }
    interleaved(windows, 1)
    series = interleaved(windows, PAIRS)
    say(f"  {TASKS}：每秒 {1 / series.cost(TASKS):.0f} 个（共 {PAIRS * TASKS_A_WINDOW} 个）")
    say(
        f"  {RECHECK}：每秒 {1 / series.cost(RECHECK):.0f} 份"
        f"（共 {PAIRS * SHEETS_A_WINDOW} 份，从登记到结果写完）"
    )
    say(f"  重新检查每秒的份数是空任务每秒个数的 {series.ratio(TASKS, RECHECK)}")


def empty_tasks() -> float:
    """Seconds for one task that does nothing, from the first sent to the last acknowledged."""
    begin = time.perf_counter()
    for _ in range(TASKS_A_WINDOW):
        if not queue.send(nothing):
            raise RuntimeError("消息队列没有接收任务")
    with _broker() as client:
        wait_until(lambda: _is_empty(client), WINDOW_SECONDS, "空任务没有做完")
    return (time.perf_counter() - begin) / TASKS_A_WINDOW


def _broker() -> "Redis":
    return Redis.from_url(str(current_app.conf.broker_url).replace("redis+socket://", "unix://", 1))


def _is_empty(client: "Redis") -> bool:
    """Nothing waits or is unacknowledged, seen twice: while it is fetched a message is in neither place."""
    return not any(client.llen("celery") or client.hlen("unacked") for _ in range(2))


def rechecked(version: StandardVersion, number: int) -> float:
    """Seconds for one sheet, from the request to the last result."""
    begin = time.perf_counter()
    unfinished = ask(version, number).filter(status__in=OPEN_CHECKS)
    wait_until(lambda: not unfinished.exists(), WINDOW_SECONDS, "重新检查没有做完")
    return (time.perf_counter() - begin) / number


def ask(version: StandardVersion, number: int) -> QuerySet[CheckRun]:
    """Ask for a re-check of the first `number` sheets; returns the new checks."""
    sheets = FactSheet.objects.filter(number__gte=FIRST_NUMBER).order_by("pk")
    last = sheets.values_list("pk", flat=True)[number - 1]
    before = CheckRun.objects.aggregate(last=Max("pk"))["last"]
    request_rechecks(sheets=sheets.filter(pk__lte=last), version=version)
    return CheckRun.objects.filter(pk__gt=before)


def killed(worker: Worker, version: StandardVersion) -> Ending:
    """Ask for all sheets, kill the worker in the middle of a chunk, start it again, sweep like beat does."""
    batch = ask(version, SHEETS)
    done_before, in_hand = kill_in_the_middle(worker, batch)
    begin = time.monotonic()
    worker.start()
    while batch.filter(status__in=OPEN_CHECKS).exists() and time.monotonic() - begin < WINDOW_SECONDS:
        sweep_checks()
        time.sleep(SWEEP_SECONDS)
    return _counted(batch, version, Ending(done_before, in_hand, time.monotonic() - begin, 0, 0, 0))


def kill_in_the_middle(worker: Worker, batch: QuerySet[CheckRun]) -> tuple[int, int]:
    """How many were done and how many in hand when it was killed; between two chunks does not count."""
    for enough in range(SHEETS // 4, SHEETS, SHEETS // 10):
        rest = batch.filter(status__in=OPEN_CHECKS)
        wait_until(partial(_at_most, rest, SHEETS - enough), WINDOW_SECONDS, "重新检查没有进展")
        worker.kill()
        in_hand = batch.filter(status=CheckStatus.RUNNING).count()
        if in_hand:
            return _done(batch).count(), in_hand
        worker.start()
    raise RuntimeError("没有在检查中途结束后台任务")


def _at_most(rows: QuerySet[CheckRun], number: int) -> bool:
    return rows.count() <= number


def _done(batch: QuerySet[CheckRun]) -> QuerySet[CheckRun]:
    return batch.filter(status=CheckStatus.DONE)


def _counted(batch: QuerySet[CheckRun], version: StandardVersion, ending: Ending) -> Ending:
    """Results are finished checks with one finding for each requirement; two for one sheet are double."""
    demanded = len(compiled(version).checks)
    findings = CheckFinding.objects.filter(check_run__in=batch).values("check_run")
    whole = findings.annotate(number=Count("pk")).filter(number=demanded)
    results = _done(batch).count()
    sheets = _done(batch).values("fact_sheet").distinct().count()
    return Ending(
        ending.done_before,
        ending.in_hand,
        ending.seconds,
        results,
        doubled=results - sheets,
        incomplete=batch.count() - whole.count(),
    )
