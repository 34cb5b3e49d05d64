"""Reading, writing and looking after imports."""

from celery import shared_task


@shared_task(name="exchange.tasks.read_import")
def read_import(batch_id: int) -> None:
    """Read one uploaded file and say what it would do."""
    from exchange.services import reading

    reading.read_import(batch_id=batch_id)


@shared_task(name="exchange.tasks.apply_import")
def apply_import(batch_id: int) -> None:
    """Write one confirmed import, all of it or nothing."""
    from exchange.services import writing

    writing.apply_import(batch_id=batch_id)


@shared_task(name="exchange.tasks.sweep_imports")
def sweep_imports() -> int:
    """Send lost imports again; run by beat."""
    from exchange.services import sweeping

    return sweeping.sweep_imports()


@shared_task(name="exchange.tasks.tidy_imports")
def tidy_imports() -> int:
    """Close imports that nobody confirmed; run by beat at night."""
    from exchange.services import sweeping

    return sweeping.tidy_imports()
