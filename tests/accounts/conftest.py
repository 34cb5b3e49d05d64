"""Somebody who administers, and a browser that is theirs."""

import pytest
from django.test import Client

from accounts.actors import Actor
from accounts.enums import Role
from tests.factories import OrganisationFactory, actor


@pytest.fixture
def admin(db: None) -> Actor:
    """The system administrator of the provincial office."""
    return actor(Role.SYSTEM_ADMIN, organisation=OrganisationFactory(key="office-140000", office=True))


@pytest.fixture
def desk(admin: Actor) -> Client:
    """The administrator's browser."""
    client = Client()
    client.force_login(admin.user)
    return client
