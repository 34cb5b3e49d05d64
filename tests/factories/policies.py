"""What stands beside a document of the policy library."""

import factory
from factory.django import DjangoModelFactory

from policies.models import PolicyAttachment
from tests.factories.files import FileVersionFactory


class PolicyAttachmentFactory(DjangoModelFactory):
    """政策解读 of a document that the caller names."""

    class Meta:
        model = PolicyAttachment

    kind = "reading"
    title = factory.Sequence(lambda number: f"试验解读{number}")
    file = factory.LazyAttribute(lambda row: FileVersionFactory(owner=row.policy.keeper))
