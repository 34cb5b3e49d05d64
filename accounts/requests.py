"""A request as our views get it."""

from django.http import HttpRequest

from accounts.actors import Actor


class ActorRequest(HttpRequest):
    """An HttpRequest on which `accounts.middleware` has put who acts; for annotations only."""

    actor: Actor
