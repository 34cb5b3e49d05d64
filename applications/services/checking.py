"""Checks: asked for in the transaction of the submission, run by a worker, sent again when lost."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from applications import tasks
from applications.enums import OPEN_CHECKS, CheckStatus
from applications.models import CheckFinding, CheckRun, FactSheet
from core import queue
from criteria.errors import FactsError
from criteria.facts import Facts
from criteria.findings import Eligibility, Finding, digest, eligibility
from standards.models import StandardVersion
from standards.selectors import compiled

logger = logging.getLogger(__name__)

# A check takes milliseconds; one that was sent or begun this long ago is lost.
LOST_AFTER = timedelta(seconds=30)
MAX_ATTEMPTS = 5
SWEEP_SIZE = 500


def request_check(*, sheet: FactSheet, version: StandardVersion | None = None) -> CheckRun:
    """A waiting check of the sheet against its round's version (or another one); the row is the outbox."""
    version = version or sheet.application.round.standard_version
    number = sheet.checks.filter(standard_version=version).count() + 1
    check = CheckRun.objects.create(fact_sheet=sheet, standard_version=version, number=number)
    queue.send_on_commit(tasks.run_check, check.pk)
    return check


def run_check(*, check_id: int) -> CheckRun | None:
    """Run one check; done already, or in other hands since a moment: nothing happens. Safe to run twice."""
    check = _claim(check_id)
    if check is None:
        return None
    try:
        findings = compiled(check.standard_version).check(Facts.from_dict(check.fact_sheet.data["facts"]))
    except FactsError as error:
        return _finish(check, status=CheckStatus.FAILED, error=error.message)
    return _finish(check, status=CheckStatus.DONE, findings=findings)


def sweep_checks() -> int:
    """Send checks again that were never taken, or whose worker died; the number of checks sent."""
    lost = CheckRun.objects.filter(status__in=OPEN_CHECKS, touched_at__lt=timezone.now() - LOST_AFTER)
    lost.filter(attempts__gte=MAX_ATTEMPTS).update(
        status=CheckStatus.FAILED, finished_at=timezone.now(), error="多次尝试没有完成，请联系系统管理员。"
    )
    # Dead hands let go first: a check that is still 正在检查 would be left alone by whoever gets it.
    lost.filter(status=CheckStatus.RUNNING).update(status=CheckStatus.WAITING)
    ids = list(lost.order_by("touched_at", "pk").values_list("pk", flat=True)[:SWEEP_SIZE])
    for pk in ids:
        if not queue.send(tasks.run_check, pk):
            logger.warning("broker does not take checks; trying again at the next sweep")
            break
        CheckRun.objects.filter(pk=pk, status=CheckStatus.WAITING).update(touched_at=timezone.now())
    return len(ids)


def _claim(check_id: int) -> CheckRun | None:
    """Take the check into these hands, in a transaction of its own, so that the page can say 正在检查."""
    with transaction.atomic():
        check = CheckRun.objects.select_for_update(of=("self",)).filter(pk=check_id).first()
        if check is None or not check.is_open:
            return None
        in_other_hands = (
            check.status == CheckStatus.RUNNING and timezone.now() - check.touched_at < LOST_AFTER
        )
        if in_other_hands:
            return None
        check.status = CheckStatus.RUNNING
        check.attempts += 1
        check.touched_at = timezone.now()
        check.save(update_fields=["status", "attempts", "touched_at"])
    return CheckRun.objects.select_related("fact_sheet", "standard_version").get(pk=check_id)


@transaction.atomic
def _finish(
    check: CheckRun, *, status: CheckStatus, findings: list[Finding] | None = None, error: str = ""
) -> CheckRun | None:
    """Write the findings and the end together; whoever comes second writes nothing."""
    row = CheckRun.objects.select_for_update(of=("self",)).get(pk=check.pk)
    if not row.is_open:
        return None
    if findings is not None:
        titles = dict(check.standard_version.criteria.values_list("number", "title"))
        CheckFinding.objects.bulk_create(
            CheckFinding(
                check_run=row,
                position=position,
                criterion=finding.criterion,
                criterion_title=titles[finding.criterion],
                requirement=finding.requirement,
                verdict=finding.verdict,
                message=finding.message,
                clause=finding.clause,
                gap=finding.gap,
            )
            for position, finding in enumerate(findings, start=1)
        )
        row.eligible = eligibility(findings)
        row.digest = digest(findings)
    row.status = status
    row.error = error[:300]
    row.finished_at = timezone.now()
    row.save()
    return row


def recheck(*, sheet: FactSheet) -> CheckRun:
    """Check the same sheet once more; the earlier result stays."""
    with transaction.atomic():
        return request_check(sheet=sheet)


def advice_words(check: CheckRun) -> str:
    """The conclusion in words; advice, never a refusal."""
    return Eligibility(check.eligible).words if check.eligible else ""
