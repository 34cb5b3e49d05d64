"""Messages to people."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from notifications.models import Message
from tests.factories.people import UserFactory
from tests.factories.places import OrganisationFactory


class MessageFactory(DjangoModelFactory[Message]):
    """An unread message of a kind that nobody registered; `read`, `mailed` for what became of it."""

    class Meta:
        model = Message

    class Params:
        read = factory.Trait(read_at=factory.LazyFunction(timezone.now))
        mailed = factory.Trait(digested_at=factory.LazyFunction(timezone.now))

    kind = "trial"
    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    words = factory.Sequence(lambda n: f"试验消息{n}")
    url = "/workbench/"
