"""What runs by itself: the quarterly question."""

from celery import shared_task


@shared_task
def remind_of_rosters() -> int:
    """Ask offices whether their rosters still hold; safe to run again."""
    from leadership import services

    return services.remind_of_rosters()
