"""What the scheduler runs for this app."""

from celery import shared_task


@shared_task
def clear_sessions() -> None:
    """Take away sessions that have ended, and failed sign-ins that no longer count."""
    from accounts import services

    services.clear_sessions()
