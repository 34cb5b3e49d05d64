"""Filters of the act log; their state is the address of the page."""

from datetime import date, datetime, time, timedelta

import django_filters as filters
from django.db.models import Q
from django.utils import timezone

from accounts.forms.users import DayField
from accounts.models import Organisation, User
from accounts.selectors.organisations import matches
from records import words
from records.enums import Outcome
from records.models import Act, ActQuerySet

LONGEST = 60


class DayFilter(filters.DateFilter):
    """A day of this century."""

    field_class = DayField


class ActFilter(filters.FilterSet):
    """By day, unit, person, verb and outcome."""

    since = DayFilter(label="自", method="from_day")
    until = DayFilter(label="至", method="to_day")
    organisation = filters.CharFilter(label="单位", method="by_organisation", max_length=LONGEST)
    user = filters.CharFilter(label="姓名、用户名", method="by_user", max_length=LONGEST)
    verb = filters.ChoiceFilter(label="事项", choices=words.all_verbs, empty_label="全部事项")
    outcome = filters.ChoiceFilter(label="结果", choices=Outcome.choices, empty_label="全部结果")

    class Meta:
        model = Act
        fields: list[str] = []

    def from_day(self, rows: ActQuerySet, name: str, value: date) -> ActQuerySet:
        return rows.filter(at__gte=_midnight(value))

    def to_day(self, rows: ActQuerySet, name: str, value: date) -> ActQuerySet:
        """The day itself counts in full."""
        return rows.filter(at__lt=_midnight(value + timedelta(days=1)))

    def by_organisation(self, rows: ActQuerySet, name: str, value: str) -> ActQuerySet:
        units = Organisation.objects.filter(matches(value)).values("pk")
        return rows.filter(organisation__in=units)

    def by_user(self, rows: ActQuerySet, name: str, value: str) -> ActQuerySet:
        """People by their account; a name of a failed sign-in as it was typed."""
        accounts = User.objects.filter(Q(username__icontains=value) | Q(display_name__icontains=value))
        return rows.filter(Q(user__in=accounts.values("pk")) | Q(user__isnull=True, user_name=value))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
