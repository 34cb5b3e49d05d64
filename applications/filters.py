"""Filters whose state is the address."""

import django_filters
from django.db.models import Q, QuerySet

from applications.enums import State
from applications.models import Application

QUEUE_STATES = [(state.value, state.label) for state in State if state != State.DRAFT]


class QueueFilter(django_filters.FilterSet):
    """The office's queue by state, and by name, county or number."""

    state = django_filters.ChoiceFilter(label="状态", choices=QUEUE_STATES, empty_label="全部状态")
    q = django_filters.CharFilter(label="搜索", method="search", max_length=60)

    class Meta:
        model = Application
        fields = ["state", "q"]

    def search(self, applications: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Town, county or number, each word of them."""
        for word in value.split():
            applications = applications.filter(
                Q(town__name__icontains=word)
                | Q(town__county__full_name__icontains=word)
                | Q(number__icontains=word)
            )
        return applications
