"""Exports; imports come by way of their services."""

from datetime import timedelta
from uuid import uuid4

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from factory.django import DjangoModelFactory

from exchange.enums import ExportStatus
from exchange.models import Export
from exchange.models.exports import role_key


class ExportFactory(DjangoModelFactory[Export]):
    """The list of towns, asked for by `owner` and waiting; `done` with a file, `over` since an hour."""

    class Meta:
        model = Export
        exclude = ("owner",)

    class Params:
        done = factory.Trait(
            status=ExportStatus.DONE,
            finished_at=factory.LazyFunction(timezone.now),
            expires_at=factory.LazyFunction(lambda: timezone.now() + timedelta(hours=24)),
            row_count=1,
            rows_done=1,
            size=4,
            file=factory.LazyFunction(
                lambda: default_storage.save(f"exports/{uuid4().hex}.xlsx", ContentFile(b"PK.."))
            ),
        )
        over = factory.Trait(
            done=True, expires_at=factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
        )

    listing = "towns"
    title = "登记的专业镇"
    page = "/registry/"
    user = factory.LazyAttribute(lambda made: made.owner.user)
    organisation = factory.LazyAttribute(lambda made: made.owner.organisation)
    roles = factory.LazyAttribute(lambda made: role_key(made.owner.roles))
    fingerprint = factory.LazyFunction(lambda: uuid4().hex)
