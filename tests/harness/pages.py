"""A small world and signed-in browsers, for tests of pages; a conftest imports what its folder uses."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.actors import Actor
from tests.factories import World, build_world

Browser = Callable[[Actor], Client]


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture
def browser_of() -> Browser:
    """A client that is signed in as this person."""

    def sign_in(who: Actor) -> Client:
        client = Client()
        assert who.user is not None
        client.force_login(who.user)
        return client

    return sign_in
