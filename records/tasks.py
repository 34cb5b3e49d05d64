"""What the scheduler runs for this app."""

from celery import shared_task


@shared_task
def note_heartbeat() -> None:
    """Sent by beat, run by the worker: an old heartbeat means that one of the two stands still."""
    from records import services

    services.beat(name="beat")
