"""A unit with its head at the desk and a clerk: what tests about colleagues begin with."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from tests.factories import (
    PASSWORD,
    MembershipFactory,
    OrganisationFactory,
    actor,
)
from tests.harness.pages import Browser

PEOPLE = reverse("accounts:unit_people")
WORKBENCH = reverse("portal:workbench")


def today() -> date:
    return timezone.localdate()


def at(name: str, user: User) -> str:
    return reverse(f"accounts:{name}", args=[user.pk])


def roles_of(user: User, organisation: Organisation) -> set[str]:
    rows = Membership.objects.at(today()).filter(user=user, organisation=organisation)
    return set(rows.values_list("role", flat=True))


def signed_in(user: User, password: str = PASSWORD) -> Client:
    client = Client()
    client.post(reverse("accounts:login"), {"username": user.username, "password": password})
    return client


def give(who: Actor, user: User, role: Role, **facts: Any) -> Membership:
    facts = {"organisation": who.organisation, "since": today()} | facts
    return services.add_membership(actor=who, user=user, role=role, **facts)


@pytest.fixture
def unit(db: None) -> Organisation:
    return OrganisationFactory(name="试验甲县人民政府")


@pytest.fixture
def head(unit: Organisation) -> Actor:
    return actor(Role.UNIT_ADMIN, organisation=unit)


@pytest.fixture
def desk(head: Actor, browser_of: Browser) -> Client:
    return browser_of(head)


@pytest.fixture
def clerk(unit: Organisation) -> User:
    return MembershipFactory(organisation=unit).user
