"""Posts and people in sight, and people of one name told apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.models import Organisation, Person, Post, Tenure
from leadership.models import Seat
from leadership.selectors.words import post_words


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody of that name, with what tells them from others of the same name."""

    person: Person
    words: str


def posts_in_sight(actor: Actor) -> QuerySet[Post]:
    """Posts of the own territory, and those that sit in a group whose pages this person opens."""
    rows = Post.objects.select_related("organisation__division", "organisation__superior")
    if actor.organisation is None:
        return rows.none()
    if actor.is_system_admin:
        return rows
    below = Organisation.objects.filter(superiors__superior=actor.organisation.seat_of_power)
    seated = Seat.objects.visible_to(actor)
    return rows.filter(Q(organisation__in=below.values("pk")) | Q(pk__in=seated.values("post")))


def people_in_sight(actor: Actor) -> QuerySet[Person]:
    """Whoever holds or held a post in sight."""
    posts = posts_in_sight(actor).order_by()
    return Person.objects.filter(pk__in=Tenure.objects.filter(post__in=posts.values("pk")).values("person"))


def namesakes(names: set[str], *, at: date) -> dict[str, list[KnownPerson]]:
    """Everybody known by one of these names; two queries, none without a name."""
    if not names:
        return {}
    people = list(Person.objects.filter(name__in=names).order_by("pk"))
    tenures = Tenure.objects.filter(person__in=people).select_related("post__organisation__division")
    held: dict[int, list[Tenure]] = {}
    for tenure in tenures.order_by("-since", "-pk"):
        held.setdefault(tenure.person_id, []).append(tenure)
    found: dict[str, list[KnownPerson]] = {}
    for person in people:
        found.setdefault(person.name, []).append(
            KnownPerson(person, _words(person, held.get(person.pk, []), at))
        )
    return found


def _words(person: Person, tenures: list[Tenure], at: date) -> str:
    """现任市财政局局长；曾任…: posts first, else what was noted."""
    now = [post_words(each.post) for each in tenures if each.holds_on(at)]
    if now:
        return f"现任{'、'.join(now)}"
    if tenures:
        return f"曾任{post_words(tenures[0].post)}"
    return person.note or f"编号 {person.pk}"
