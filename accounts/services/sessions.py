"""What sessions leave behind."""

from importlib import import_module

from axes.models import AccessAttempt
from django.conf import settings
from django.utils import timezone

from accounts.selectors import lock_out_begins


def clear_sessions() -> None:
    """Delete ended sessions and failed sign-ins that no longer count; safe to run again."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    AccessAttempt.objects.filter(attempt_time__lt=lock_out_begins(timezone.now())).delete()
