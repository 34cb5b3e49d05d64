"""Filters of the administrator's lists; their state is the address of the page."""

from typing import Any

import django_filters as filters
from django.db.models import Q
from django.utils import timezone

from accounts.enums import DivisionLevel, OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from accounts.models.places import OrganisationQuerySet
from accounts.models.users import UserQuerySet
from accounts.selectors import city_governments
from accounts.selectors.organisations import matches

STATES = (("on", "在用"), ("off", "停用"))
LONGEST = 60


class UserFilter(filters.FilterSet):
    """By name, role and state."""

    q = filters.CharFilter(label="姓名、用户名、单位", method="by_text", max_length=LONGEST)
    role = filters.ChoiceFilter(label="角色", choices=Role.choices, method="by_role", empty_label="全部角色")
    state = filters.ChoiceFilter(label="状态", choices=STATES, method="by_state", empty_label="全部状态")

    class Meta:
        model = User
        fields: list[str] = []

    def by_text(self, rows: UserQuerySet, name: str, value: str) -> UserQuerySet:
        units = Organisation.objects.filter(matches(value)).values("pk")
        there = Membership.objects.at(timezone.localdate()).filter(organisation__in=units).values("user")
        return rows.filter(Q(username__icontains=value) | Q(display_name__icontains=value) | Q(pk__in=there))

    def by_role(self, rows: UserQuerySet, name: str, value: str) -> UserQuerySet:
        return rows.filter(
            pk__in=Membership.objects.at(timezone.localdate()).filter(role=value).values("user")
        )

    def by_state(self, rows: UserQuerySet, name: str, value: str) -> UserQuerySet:
        return rows.filter(is_active=value == "on")


class OrganisationFilter(filters.FilterSet):
    """By name, tier, kind, city and state."""

    q = filters.CharFilter(label="单位名称、拼音", method="by_text", max_length=LONGEST)
    city = filters.ModelChoiceFilter(
        label="所在市", queryset=lambda request: city_governments(), method="by_city", empty_label="全省"
    )
    level = filters.ChoiceFilter(
        label="级别", choices=DivisionLevel.choices, method="by_level", empty_label="全部级别"
    )
    kind = filters.ChoiceFilter(label="类型", choices=OrganisationKind.choices, empty_label="全部类型")
    state = filters.ChoiceFilter(label="状态", choices=STATES, method="by_state", empty_label="全部状态")

    class Meta:
        model = Organisation
        fields: list[str] = []

    def by_text(self, rows: OrganisationQuerySet, name: str, value: str) -> OrganisationQuerySet:
        return rows.filter(matches(value))

    def by_city(self, rows: OrganisationQuerySet, name: str, value: Any) -> OrganisationQuerySet:
        return rows.filter(superiors__superior=value)

    def by_level(self, rows: OrganisationQuerySet, name: str, value: str) -> OrganisationQuerySet:
        wanted = Q(division__level=value)
        if value == DivisionLevel.COUNTY:
            # A zone has no code and stands beside the counties.
            wanted |= Q(kind=OrganisationKind.ZONE)
        return rows.filter(wanted)

    def by_state(self, rows: OrganisationQuerySet, name: str, value: str) -> OrganisationQuerySet:
        return rows.filter(is_active=value == "on")
