"""Checks: asked for in the transaction of the submission, run by a worker, sent again when lost."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from applications import tasks
from applications.enums import OPEN_CHECKS, CheckStatus
from applications.models import CheckFinding, CheckRun, FactSheet
from core import bulk, queue
from criteria.errors import FactsError
from criteria.facts import Facts
from criteria.findings import Eligibility, Finding, digest, eligibility
from standards.models import StandardVersion
from standards.selectors import compiled

logger = logging.getLogger(__name__)

# A check takes milliseconds; one that was sent or begun this long ago is lost.
LOST_AFTER = timedelta(seconds=30)
MAX_ATTEMPTS = 5
# Checks in one task: enough that the broker costs next to nothing, few enough that a task ends well within a second.
CHUNK_SIZE = 250
SWEEP_SIZE = 40 * CHUNK_SIZE
# So few lost checks travel one by one, as they were sent first.
FEW = 10
# A check whose task died this often is tried by itself: one that brings its task down must not take others along.
ALONE_AFTER = 2
ALONE_AT_ONCE = 500
# The columns that the end of a check sets, and those of a finding, which close with the fields of criteria's Finding.
OUTCOME = ("status", "eligible", "digest", "error", "finished_at")
FINDING = ("check_run", "position", "criterion_title", *Finding._fields)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check with its columns set and not yet saved, and the findings that go with it."""

    check: CheckRun
    findings: Sequence[Finding] = ()


def request_check(*, sheet: FactSheet, version: StandardVersion | None = None) -> CheckRun:
    """A waiting check of the sheet against its round's version (or another one); the row is the outbox."""
    version = version or sheet.application.round.standard_version
    number = sheet.checks.filter(standard_version=version).count() + 1
    check = CheckRun.objects.create(fact_sheet=sheet, standard_version=version, number=number)
    queue.send_on_commit(tasks.run_check, check.pk)
    return check


def run_check(*, check_id: int) -> CheckRun | None:
    """Run one check; done already, or in other hands since a moment: nothing happens. Safe to run twice."""
    finished = run_checks(check_ids=[check_id])
    return finished[0] if finished else None


def run_checks(*, check_ids: Sequence[int]) -> list[CheckRun]:
    """Run many checks in as many queries as one; returns those that were finished here.

    Safe to run twice, at once, or again after a kill in the middle: what is done already or in other hands
    is passed over, and results are written whole or not at all. Facts that cannot be read fail alone.
    """
    outcomes = [_judge(check) for check in _claim(check_ids)]
    return _finish(outcomes) if outcomes else []


def sweep_checks() -> int:
    """Send checks again that were never taken, or whose worker died; the number of checks sent."""
    lost = CheckRun.objects.filter(status__in=OPEN_CHECKS, touched_at__lt=timezone.now() - LOST_AFTER)
    lost.filter(attempts__gte=MAX_ATTEMPTS).update(
        status=CheckStatus.FAILED, finished_at=timezone.now(), error="多次尝试没有完成，请联系系统管理员。"
    )
    # Dead hands let go first: a check that is still 正在检查 would be left alone by whoever gets it.
    lost.filter(status=CheckStatus.RUNNING).update(status=CheckStatus.WAITING)
    found = list(lost.order_by("touched_at", "pk").values_list("pk", "attempts")[:SWEEP_SIZE])
    sent = 0
    for parcel in _parcels(found):
        if not _send(parcel):
            logger.warning("broker does not take checks; trying again at the next sweep")
            break
        CheckRun.objects.filter(pk__in=parcel, status=CheckStatus.WAITING).update(touched_at=timezone.now())
        sent += len(parcel)
    return sent


def _parcels(found: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """The ids of (id, attempts) as they are sent: in chunks when there are many, the suspicious ones alone."""
    few = len(found) <= FEW
    together = [pk for pk, attempts in found if attempts < ALONE_AFTER and not few]
    alone = [pk for pk, attempts in found if attempts >= ALONE_AFTER or few]
    for start in range(0, len(together), CHUNK_SIZE):
        yield together[start : start + CHUNK_SIZE]
    yield from ([pk] for pk in alone[:ALONE_AT_ONCE])


def _send(parcel: Sequence[int]) -> bool:
    return queue.send(tasks.run_check if len(parcel) == 1 else tasks.run_checks, *parcel)


def _claim(check_ids: Sequence[int]) -> list[CheckRun]:
    """Take the checks into these hands, in a transaction of its own, so that the page can say 正在检查."""
    now = timezone.now()
    free = Q(status=CheckStatus.WAITING) | Q(status=CheckStatus.RUNNING, touched_at__lte=now - LOST_AFTER)
    with transaction.atomic():
        # In the order of their numbers, so that two hands that reach for the same checks never wait in a ring.
        checks = list(
            CheckRun.objects.select_for_update(of=("self",))
            .filter(free, pk__in=check_ids)
            .select_related("fact_sheet")
            .prefetch_related("standard_version")
            .order_by("pk")
        )
        CheckRun.objects.filter(pk__in=[check.pk for check in checks]).update(
            status=CheckStatus.RUNNING, attempts=F("attempts") + 1, touched_at=now
        )
    return checks


def _judge(check: CheckRun) -> Outcome:
    """Hold the sheet against the version; nothing is saved."""
    check.finished_at = timezone.now()
    try:
        findings = compiled(check.standard_version).check(Facts.from_dict(check.fact_sheet.data["facts"]))
    except FactsError as error:
        check.status, check.error = CheckStatus.FAILED, error.message[:300]
        return Outcome(check)
    check.status, check.eligible, check.digest = CheckStatus.DONE, eligibility(findings), digest(findings)
    return Outcome(check, findings)


@transaction.atomic
def _finish(outcomes: Sequence[Outcome]) -> list[CheckRun]:
    """Write the findings and the ends together; whoever comes second to a check writes nothing of it."""
    rows = CheckRun.objects.select_for_update().filter(pk__in=[outcome.check.pk for outcome in outcomes])
    still_open = set(rows.filter(status__in=OPEN_CHECKS).order_by("pk").values_list("pk", flat=True))
    finished = [outcome for outcome in outcomes if outcome.check.pk in still_open]
    bulk.append(CheckFinding, FINDING, (row for outcome in finished for row in _rows(outcome)))
    # The rows exist and are locked, so each one conflicts: an update of many rows, each with its own values.
    return CheckRun.objects.bulk_create(
        [outcome.check for outcome in finished],
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=OUTCOME,
    )


def _rows(outcome: Outcome) -> Iterator[tuple[int | str, ...]]:
    """One row for each finding, in the order of FINDING."""
    if not outcome.findings:
        return
    check = outcome.check
    titles = {each.number: each.title for each in compiled(check.standard_version).spec.criteria}
    for position, found in enumerate(outcome.findings, start=1):
        yield (check.pk, position, titles[found.criterion], *found)


def recheck(*, sheet: FactSheet) -> CheckRun:
    """Check the same sheet once more; the earlier result stays."""
    with transaction.atomic():
        return request_check(sheet=sheet)


def advice_words(check: CheckRun) -> str:
    """The conclusion in words; advice, never a refusal."""
    return Eligibility(check.eligible).words if check.eligible else ""
