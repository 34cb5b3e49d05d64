"""Failed sign-ins as axes counts them: by name and address, within the cooling-off time."""

from collections.abc import Collection
from datetime import datetime, timedelta

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum


def cooling_off() -> timedelta:
    """How long a lock-out lasts."""
    period: timedelta | None = get_cool_off()
    assert period is not None, "AXES_COOLOFF_TIME is always set: nobody is locked out for ever"
    return period


def lock_out_begins(at: datetime) -> datetime:
    """Failures before this instant no longer count."""
    return at - cooling_off()


def lock_out_ends(*, username: str, address: str, at: datetime) -> datetime:
    """When this name may try again from this address; `at` itself when it may try now."""
    failures = AccessAttempt.objects.filter(
        username=username, ip_address=address, attempt_time__gte=lock_out_begins(at)
    )
    last: datetime | None = failures.aggregate(last=Max("attempt_time"))["last"]
    return last + cooling_off() if last else at


def locked_usernames(usernames: Collection[str], *, at: datetime) -> frozenset[str]:
    """Which of these names are locked out from at least one address, in one query."""
    failures = (
        AccessAttempt.objects.filter(username__in=usernames, attempt_time__gte=lock_out_begins(at))
        .order_by("username")
        .values("username", "ip_address")
        .annotate(total=Sum("failures_since_start"))
        .filter(total__gte=settings.AXES_FAILURE_LIMIT)
    )
    return frozenset(row["username"] for row in failures)
