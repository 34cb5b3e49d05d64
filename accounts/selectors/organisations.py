"""Organisations as administrators read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from accounts.actors import Actor
from accounts.enums import DivisionLevel, OrganisationKind
from accounts.models import Membership, Organisation, OrganisationAlias, Post, Tenure
from accounts.models.places import OrganisationQuerySet


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """Everything that the page of one organisation shows; `chain` begins at the top and ends above the unit."""

    organisation: Organisation
    chain: Sequence[Organisation]
    aliases: Sequence[OrganisationAlias]
    posts: Sequence[Post]
    members: Sequence[Membership]
    subordinate_count: int


def with_tier(organisation: Organisation) -> str:
    """The full name with the tier: 霍州市人民政府（县级）, because 霍州市 alone could be a prefecture (inventory 6.0, 2)."""
    if organisation.kind == OrganisationKind.ZONE:
        return f"{organisation.name}（开发区）"
    if organisation.level is None:
        tier = "乡镇级" if organisation.division else ""
    else:
        tier = organisation.level.label
    return f"{organisation.name}（{tier}）" if tier else organisation.name


def organisations_for_list(actor: Actor) -> OrganisationQuerySet:
    """The organisations in the actor's sight, with what a line of the list shows."""
    return Organisation.objects.visible_to(actor).select_related("division", "superior")


def city_governments() -> OrganisationQuerySet:
    """The governments of the cities, by which lists are narrowed."""
    rows: OrganisationQuerySet = Organisation.objects.filter(
        kind=OrganisationKind.GOVERNMENT, division__level=DivisionLevel.CITY
    )
    return rows.order_by("key")


def organisations_like(text: str, *, limit: int = 20) -> list[Organisation]:
    """Units in use whose full, short or other name, or whose pinyin, holds these characters."""
    if not text:
        return []
    found = Organisation.objects.active().filter(matches(text)).select_related("division", "superior")
    return list(found.order_by("key")[:limit])


def matches(text: str) -> Q:
    """Organisations by any of their names; pinyin counts from its beginning."""
    named = OrganisationAlias.objects.filter(name__icontains=text).values("organisation")
    return (
        Q(name__icontains=text)
        | Q(short_name__icontains=text)
        | Q(sort_key__startswith=text.lower())
        | Q(pk__in=named)
    )


def organisation_page(organisation: Organisation, *, at: date) -> OrganisationPage:
    """Read in seven queries, whatever the size of the unit."""
    in_office = Tenure.objects.at(at).select_related("person").order_by("is_deputy", "since")
    above = Organisation.objects.filter(reach__subordinate=organisation, reach__distance__gt=0)
    return OrganisationPage(
        organisation=organisation,
        chain=list(above.select_related("division").order_by("-reach__distance")),
        aliases=list(organisation.aliases.select_related("government").order_by("name")),
        posts=list(
            organisation.posts.order_by("pk").prefetch_related(Prefetch("tenures", in_office, to_attr="held"))
        ),
        members=list(
            Membership.objects.at(at)
            .filter(organisation=organisation)
            .select_related("user")
            .order_by("role_number", "user__username")
        ),
        subordinate_count=organisation.subordinates.filter(is_active=True).count(),
    )
