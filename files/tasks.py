"""What the scheduler runs for this app."""

from celery import shared_task


@shared_task
def sweep_blobs() -> int:
    """Delete what failed uploads left behind; run by beat at night."""
    from files import services

    return services.sweep_blobs()


@shared_task
def sweep_uploads() -> int:
    """Take away uploads that nobody finished; run by beat at night."""
    from files import services

    return services.sweep_uploads()
