"""Short ways to the posts and people of a roster."""

from datetime import date

from accounts.models import Post
from leadership.models import LeadingGroup, Seat
from leadership.selectors.rosters import roster_at


def post_at(group: LeadingGroup, number: int) -> Post:
    """The post of the seat at that place of the protocol, the first being 1."""
    seats = Seat.objects.filter(group=group).select_related("post__organisation__division")
    return seats.order_by("role", "position", "pk")[number - 1].post


def names(group: LeadingGroup, on: date) -> list[str]:
    """Who sits there that day, in the order of the protocol."""
    return [line.name for line in roster_at(group, on=on).lines]
