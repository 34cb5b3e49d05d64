"""People, posts, users, what they may do, and the actor that rules and services want."""

from datetime import date
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.actors import Actor, actor_for
from accounts.enums import Role
from accounts.models import Membership, Organisation, Person, Post, Tenure, User
from tests.factories.places import OrganisationFactory

PASSWORD = "kept-for-tests-2026"
LONG_AGO = date(2020, 1, 1)


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"试验人员{n}")


class PostFactory(DjangoModelFactory[Post]):
    class Meta:
        model = Post

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"试验岗位{n}")


class TenureFactory(DjangoModelFactory[Tenure]):
    """In force since long ago."""

    class Meta:
        model = Tenure

    post = factory.SubFactory(PostFactory)
    person = factory.SubFactory(PersonFactory)
    since = LONG_AGO


class UserFactory(DjangoModelFactory[User]):
    """An account that can sign in with PASSWORD, of somebody who knows the portal."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user-{n}")
    display_name = factory.Sequence(lambda n: f"试验用户{n}")
    password = PASSWORD
    tour_done_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(*args, **kwargs)


class MembershipFactory(DjangoModelFactory[Membership]):
    """A clerk of a county government since long ago."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.FILER
    since = LONG_AGO


def actor(*roles: Role, organisation: Organisation | None = None, user: User | None = None) -> Actor:
    """Somebody who acts for `organisation` in these roles; what is not given is made.

    Roles that the user holds there already are not given a second time.
    """
    user = user or UserFactory()
    organisation = organisation or OrganisationFactory()
    held = set(
        Membership.objects.at(timezone.localdate())
        .filter(user=user, organisation=organisation)
        .values_list("role", flat=True)
    )
    for role in roles:
        if role not in held:
            MembershipFactory(user=user, organisation=organisation, role=role)
    return actor_for(user, organisation_id=organisation.pk)
