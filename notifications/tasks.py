"""What the scheduler runs for this app."""

from celery import shared_task

# A slow mail server takes its time for a whole province; the usual limit is meant for checks.
LIMIT_SECONDS = 3600


@shared_task(soft_time_limit=LIMIT_SECONDS - 60, time_limit=LIMIT_SECONDS)
def send_digests() -> int:
    """Mail everybody what waits for them; safe to run twice and at once."""
    from notifications import services

    return services.send_digests()


@shared_task
def sweep_messages() -> int:
    """Take away what was read long ago."""
    from notifications import services

    return services.sweep_messages()
