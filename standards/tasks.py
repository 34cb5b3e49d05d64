"""What the worker runs: one service call, safe to run twice."""

from celery import shared_task


@shared_task
def refresh_standings() -> int:
    """Bring the board up to the registry; run by beat."""
    from standards.services import standings

    return standings.refresh_standings()
