"""Member units: in which groups they sit, by which names documents call them, whom to call there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.actors import Actor
from accounts.models import Organisation, OrganisationAlias, Post, Tenure
from accounts.models.places import OrganisationQuerySet
from leadership.models import LeadingGroup, Liaison, Seat


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit of a group: its seats there and its liaison, if this person may read who that is."""

    organisation: Organisation
    seats: Sequence[Seat]
    liaison: Liaison | None


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post of a unit with whoever holds it."""

    post: Post
    holder: Tenure | None
    deputy: Tenure | None


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Everything that the page of a member unit shows."""

    organisation: Organisation
    seats: Sequence[Seat]
    posts: Sequence[PostLine]
    aliases: Sequence[OrganisationAlias]
    liaison: Liaison | None
    earlier: Sequence[Liaison]


def units_in_sight(actor: Actor) -> OrganisationQuerySet:
    """Units below the own territory, and those that sit in a group whose pages this person opens."""
    if actor.organisation is None or actor.is_system_admin:
        rows: OrganisationQuerySet = Organisation.objects.visible_to(actor)
        return rows.select_related("division", "superior")
    below = Organisation.objects.filter(superiors__superior=actor.organisation.seat_of_power)
    seated = Post.objects.filter(seats__in=Seat.objects.visible_to(actor))
    found: OrganisationQuerySet = Organisation.objects.filter(
        Q(pk__in=below.values("pk")) | Q(pk__in=seated.values("organisation")) | Q(pk=actor.organisation.pk)
    )
    return found.select_related("division", "superior")


def unit_lines(actor: Actor, group: LeadingGroup, *, at: date) -> list[UnitLine]:
    """The units that sit in the group that day, in the order of the protocol; two queries."""
    seats = Seat.objects.at(at).filter(group=group).select_related("post__organisation__division")
    units: dict[int, list[Seat]] = {}
    for seat in seats.in_protocol_order():
        units.setdefault(seat.post.organisation_id, []).append(seat)
    liaisons = Liaison.objects.visible_to(actor).at(at).filter(organisation__in=units)
    known = {each.organisation_id: each for each in liaisons.order_by("pk")}
    return [UnitLine(found[0].post.organisation, found, known.get(pk)) for pk, found in units.items()]


def unit_page(actor: Actor, organisation: Organisation, *, at: date) -> UnitPage:
    """Read in five queries, whatever the size of the unit."""
    seats = (
        Seat.objects.visible_to(actor)
        .at(at)
        .filter(post__organisation=organisation)
        .select_related("group", "post")
        .order_by("group__code", "role", "position", "pk")
    )
    liaisons = Liaison.objects.visible_to(actor).filter(organisation=organisation)
    people = list(liaisons.order_by("-since"))
    return UnitPage(
        organisation=organisation,
        seats=list(seats),
        posts=_posts(organisation, at),
        aliases=list(organisation.aliases.select_related("government").order_by("name")),
        liaison=next((each for each in people if each.holds_on(at)), None),
        earlier=[each for each in people if not each.holds_on(at)],
    )


def _posts(organisation: Organisation, at: date) -> list[PostLine]:
    posts = organisation.posts.order_by("pk")
    tenures = list(
        Tenure.objects.at(at).filter(post__organisation=organisation).select_related("person").order_by("pk")
    )
    holders = {each.post_id: each for each in tenures if not each.is_deputy}
    deputies = {each.post_id: each for each in tenures if each.is_deputy}
    return [PostLine(post, holders.get(post.pk), deputies.get(post.pk)) for post in posts]
