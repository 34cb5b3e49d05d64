"""What the worker runs for this app: ids in, one service call, safe to run twice."""

from celery import shared_task


@shared_task
def sweep_blobs() -> int:
    """Delete what failed uploads left behind; run by beat at night."""
    from files import services

    return services.sweep_blobs()


@shared_task
def check_blobs() -> int:
    """Read stored files and compare them with their sums; run by beat, many times a night."""
    from files import services

    return services.check_blobs()


@shared_task
def scan_blob(blob_id: int) -> None:
    """Have one upload scanned for viruses."""
    from files import services

    services.scan_blob(blob_id=blob_id)


@shared_task
def sweep_scans() -> int:
    """Send scans again that were lost or met no scanner; run by beat."""
    from files import services

    return services.sweep_scans()


@shared_task
def rescan_blobs() -> int:
    """Scan young files once more after the signatures changed; run by beat at night."""
    from files import services

    return services.rescan_blobs()


@shared_task
def sweep_uploads() -> int:
    """Take away uploads that nobody finished; run by beat at night."""
    from files import services

    return services.sweep_uploads()
