"""The floor of the queue: a task that does nothing."""

from celery import shared_task


@shared_task
def nothing() -> None:
    """Be sent, fetched and acknowledged; that is all."""
