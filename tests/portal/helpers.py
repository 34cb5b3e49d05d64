"""What tests of the public pages begin with."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    DesignationFactory,
    TownFactory,
)
from towns.models import Town


def recognised(**facts: object) -> Town:
    """A town with one recognition in force; `level`, `year`, `document_number` and `revoked_on` are the recognition's."""
    about = {
        name: facts.pop(name)
        for name in ("level", "year", "document_number", "revoked_on", "authority")
        if name in facts
    }
    town = TownFactory(**facts)
    DesignationFactory(town=town, **about)
    return town


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def names_on(client: Client, address: str) -> list[str]:
    """The names of the list, in its order."""
    response = client.get(address)
    assert response.status_code == 200, address
    return [row.town.name for row in response.context["rows"]]


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)
