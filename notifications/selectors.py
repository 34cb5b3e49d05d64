"""Who gets a message, what is unread, and what the daily mail carries."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from notifications.kinds import kinds
from notifications.liveness import still_open
from notifications.models import Message, MessageQuerySet, Preference

# Beyond this nobody counts, neither the reader nor the database.
MOST_COUNTED = 99


def members(organisation: Organisation, *, at: date) -> QuerySet[Membership]:
    """What people hold in a unit on that day; a unit that was closed has nobody."""
    return Membership.objects.at(at).filter(organisation=organisation, organisation__is_active=True)


def holders(organisation: Organisation, roles: Iterable[Role], *, at: date) -> QuerySet[User]:
    """Active users who hold one of these roles in the unit on that day, each once."""
    held = members(organisation, at=at).filter(role__in=list(roles))
    return _active(held)


def colleagues(organisation: Organisation, users: Iterable[User], *, at: date) -> QuerySet[User]:
    """Those of these users who are active and belong to the unit on that day, each once."""
    held = members(organisation, at=at).filter(user__in=[user.pk for user in users])
    return _active(held)


def _active(held: QuerySet[Membership]) -> QuerySet[User]:
    # In one order, so that two who tell the same people at once do not wait for each other in a circle.
    users: QuerySet[User] = User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk")
    return users


def messages_for(actor: Actor, *, only_unread: bool) -> MessageQuerySet:
    """The actor's messages with what the list shows of them."""
    rows: MessageQuerySet = Message.objects.visible_to(actor).select_related("organisation")
    return rows.unread() if only_unread else rows


def capped(messages: MessageQuerySet) -> str:
    """How many there are, in words: 0, 7, 99+."""
    number = messages.order_by()[: MOST_COUNTED + 1].count()
    return str(number) if number <= MOST_COUNTED else f"{MOST_COUNTED}+"


def unread_words(actor: Actor) -> str:
    """The number in the header of every page; empty when everything is read."""
    number = "0" if actor.is_anonymous else capped(Message.objects.visible_to(actor).unread())
    return "" if number == "0" else number


def unwanted_kinds(user: User) -> frozenset[str]:
    """The names of the kinds that this person does not want mailed."""
    rows = Preference.objects.filter(user=user, in_digest=False).order_by("kind")
    return frozenset(rows.values_list("kind", flat=True))


def people_to_mail(*, at: date) -> QuerySet[User]:
    """Active users with an address and something in the outbox who got no mail on that day."""
    waiting = Message.objects.waiting().values("user")
    users: QuerySet[User] = (
        User.objects.filter(is_active=True, pk__in=waiting)
        .exclude(email="")
        .exclude(digests__day=at)
        .order_by("pk")
    )
    return users


def mail_for(user: User, *, at: date) -> list[Message]:
    """What the mail of that day tells this person, what presses first, then the oldest first.

    Left out: kinds that are not wanted, targets that are settled, and units where they no longer belong.
    """
    wanted = {kind.name for kind in kinds() if kind.in_digest} - unwanted_kinds(user)
    belongs = Membership.objects.at(at).filter(user=user, organisation__is_active=True).values("organisation")
    rows = Message.objects.waiting().filter(user=user, kind__in=wanted, organisation__in=belongs)
    messages = list(rows.select_related("organisation").order_by("pk"))
    return sorted(still_open(messages), key=lambda message: not message.is_urgent)
