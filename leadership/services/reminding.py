"""Once a quarter the office is asked whether its roster still holds."""

from datetime import date

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from leadership.models import LeadingGroup
from leadership.selectors.board import FRESH
from leadership.services.telling import KEEPING, offices_of, since_words
from notifications.services import notify


def remind_of_rosters() -> int:
    """Tell the keepers of every roster that nobody has confirmed for a quarter; each person once a quarter."""
    today = timezone.localdate()
    groups = LeadingGroup.objects.select_related("organisation", "office").annotate(
        last=Max("confirmations__confirmed_on")
    )
    told = 0
    for group in groups.order_by("pk"):
        last: date | None = group.last
        if last is None or today - last >= FRESH:
            told += _remind(group, last, today)
    return told


def _remind(group: LeadingGroup, last: date | None, today: date) -> int:
    return sum(
        notify(
            kind="roster_due",
            organisation=unit,
            roles=KEEPING,
            words={"group": group.name, "since": since_words(last)},
            url=reverse("leadership:group_detail", args=[group.pk]),
            target=group,
            key=f"roster-{group.pk}-{today.year}-{(today.month + 2) // 3}",
        )
        for unit in offices_of(group)
    )
