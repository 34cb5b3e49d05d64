"""Holding many fact sheets against a standard once more; what was found before stays."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from applications import tasks
from applications.enums import State
from applications.models import CheckRun, FactSheet, Round
from applications.services.checking import CHUNK_SIZE
from core import queue
from core.errors import Conflict
from standards.enums import VersionState
from standards.models import StandardVersion


def newest_sheets(*, version: StandardVersion, round_: Round | None = None) -> QuerySet[FactSheet]:
    """What a re-check is about: the newest sheet of every application that was not withdrawn.

    Those of one round, under whatever standard it was filed; without a round those that were filed under
    any version of this standard.
    """
    later = FactSheet.objects.filter(application=OuterRef("application"), number__gt=OuterRef("number"))
    newest = FactSheet.objects.filter(~Exists(later)).exclude(application__state=State.WITHDRAWN)
    if round_ is not None:
        return newest.filter(application__round=round_)
    return newest.filter(application__round__standard_version__standard=version.standard_id)


@transaction.atomic
def request_rechecks(*, sheets: QuerySet[FactSheet], version: StandardVersion) -> int:
    """A waiting check for each of the sheets, all of them or none; returns how many.

    The rows are the outbox: they are sent in chunks once they are committed, and the sweeper finds what the
    broker did not take. Raises Conflict for a draft, whose content may change under the results.
    """
    _demand_frozen(version)
    # Whoever asks for the same version meanwhile waits, so that no number is given twice. Submissions go on.
    StandardVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    requested = 0
    for chunk in _chunks(sheets, version):
        checks = CheckRun.objects.bulk_create(
            CheckRun(fact_sheet_id=sheet, standard_version=version, number=(last or 0) + 1)
            for sheet, last in chunk
        )
        queue.send_on_commit(tasks.run_checks, *(check.pk for check in checks))
        requested += len(checks)
    return requested


def _demand_frozen(version: StandardVersion) -> None:
    if version.state == VersionState.DRAFT:
        raise Conflict("征求意见稿的内容还会改，不能用来重新检查已提交的申报。")


def _chunks(sheets: QuerySet[FactSheet], version: StandardVersion) -> Iterator[list[tuple[int, int | None]]]:
    """(sheet, number of its last check against this version), a chunk at a time, however many there are."""
    last = Max("checks__number", filter=Q(checks__standard_version=version))
    rows = sheets.order_by("pk").values_list("pk").annotate(last=last)
    after = 0
    while chunk := list(rows.filter(pk__gt=after)[:CHUNK_SIZE]):
        yield chunk
        after = chunk[-1][0]
