"""Having uploads scanned for viruses: asked for when they are stored, done by a worker, asked for again when lost."""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import acts, news, queue
from core.errors import Conflict
from core.locks import locked
from files import clamav, storage, tasks
from files.enums import ScanState
from files.models import Blob, BlobScan, FileVersion

logger = structlog.get_logger(__name__)

# A scan takes seconds; one that was asked for this long ago is lost, or the scanner was away.
LOST_AFTER = timedelta(seconds=90)
SWEEP_SIZE = 200
RESCAN_SIZE = 5000
WAITING = (ScanState.PENDING, ScanState.UNSCANNED)


def ask_for_scan(*, blob: Blob) -> BlobScan:
    """The row of a new blob; where a scanner is configured it waits for it, and the row is the outbox."""
    state = ScanState.PENDING if settings.CLAMAV_SOCKET else ScanState.UNSCANNED
    scan = BlobScan.objects.create(blob=blob, verdict=state)
    if state == ScanState.PENDING:
        queue.send_on_commit(tasks.scan_blob, blob.pk)
    return scan


def scan_blob(*, blob_id: int) -> ScanState | None:
    """Have some bytes scanned and write down the verdict; safe to run twice.

    None when there is none: no scanner, the scanner or the store away, bytes damaged. The state is then as before.
    """
    blob = Blob.objects.filter(pk=blob_id).first()
    if blob is None or not settings.CLAMAV_SOCKET:
        return None
    try:
        with storage.opened(blob) as file:
            verdict = clamav.scan(file)
    except (clamav.ScannerAway, Conflict) as trouble:
        logger.warning("scan_not_done", blob=blob_id, reason=str(trouble))
        return None
    return _write(blob, verdict)


def sweep_scans() -> int:
    """Send again what still waits for the scanner; returns how many. Without a scanner nothing waits."""
    if not settings.CLAMAV_SOCKET:
        BlobScan.objects.filter(verdict=ScanState.PENDING).update(verdict=ScanState.UNSCANNED)
        return 0
    _row_for_each()
    now = timezone.now()
    lost = BlobScan.objects.filter(verdict__in=WAITING, asked_at__lt=now - LOST_AFTER)
    # 待检 before 未查杀: somebody waits for the former.
    found = list(lost.order_by("verdict", "asked_at", "pk").values_list("pk", "blob_id")[:SWEEP_SIZE])
    for sent, (_, blob_id) in enumerate(found):
        if not queue.send(tasks.scan_blob, blob_id):
            return sent
    BlobScan.objects.filter(pk__in=[pk for pk, _ in found]).update(asked_at=now)
    return len(found)


def rescan_blobs() -> int:
    """After new signatures came: send what was scanned with older ones, if it is younger than RESCAN_DAYS."""
    if not settings.CLAMAV_SOCKET:
        return 0
    try:
        engine = clamav.version()
    except clamav.ScannerAway:
        return 0
    since = timezone.now() - timedelta(days=settings.CLAMAV_RESCAN_DAYS)
    rows = BlobScan.objects.filter(blob__stored_at__gte=since, scanned_at__isnull=False)
    rows = rows.exclude(engine=engine).order_by("scanned_at", "pk")
    sent = 0
    for blob_id in rows.values_list("blob_id", flat=True)[:RESCAN_SIZE]:
        if not queue.send(tasks.scan_blob, blob_id):
            break
        sent += 1
    return sent


@transaction.atomic
def _write(blob: Blob, verdict: clamav.Verdict) -> ScanState:
    """The verdict; into quarantine and out of it is on record, and whoever uploaded the file is told."""
    row, _ = BlobScan.objects.get_or_create(blob=blob)
    row = locked(BlobScan.objects.all(), row)
    before, row.verdict = row.verdict, ScanState.QUARANTINED if verdict.found else ScanState.CLEAN
    row.engine, row.found, row.scanned_at = verdict.engine, verdict.found, timezone.now()
    row.save(update_fields=["verdict", "engine", "found", "scanned_at"])
    if before != row.verdict and ScanState.QUARANTINED in {before, row.verdict}:
        for version in blob.versions.select_related(
            "stored_file__owner", "organisation", "uploaded_by"
        ).order_by("pk"):
            _tell(version, row)
    return ScanState(row.verdict)


def _tell(version: FileVersion, scan: BlobScan) -> None:
    is_quarantined = scan.verdict == ScanState.QUARANTINED
    acts.record(
        actor=None,
        verb="file.quarantine" if is_quarantined else "file.release",
        target=version,
        details={"file": version.name, "found": scan.found, "engine": scan.engine},
    )
    if is_quarantined:
        news.tell_owner(
            kind="file_quarantined",
            owner=version.stored_file.owner,
            uploader=version.uploaded_by,
            words={"file": version.name, "found": scan.found},
            key=f"file-quarantined-{version.pk}-{scan.scanned_at:%Y%m%d%H%M%S}",
            target=version,
        )


def _row_for_each() -> None:
    """Bytes from before this table have no row yet."""
    old = Blob.objects.filter(scan__isnull=True).order_by("pk")[:SWEEP_SIZE]
    long_ago = timezone.now() - 2 * LOST_AFTER
    BlobScan.objects.bulk_create(
        [BlobScan(blob=blob, asked_at=long_ago) for blob in old], ignore_conflicts=True
    )
