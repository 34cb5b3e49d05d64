"""Standards: a short draft, and the published one of 太原 from its file."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import factory
from django.conf import settings
from factory.django import DjangoModelFactory

from accounts.actors import SYSTEM
from accounts.models import Organisation
from core.enums import Level
from criteria.standard import StandardSpec
from standards.models import Standard, StandardVersion
from standards.services import load_standard
from tests.factories.places import OrganisationFactory

FIXTURES = Path(settings.BASE_DIR) / "fixtures" / "standards"


class StandardFactory(DjangoModelFactory[Standard]):
    class Meta:
        model = Standard

    code = factory.Sequence(lambda n: f"trial-{n}")
    title = factory.Sequence(lambda n: f"试验标准{n}")
    level = Level.CITY
    issuer = factory.SubFactory(OrganisationFactory)
    document = "试验文件"
    document_title = "试验方案"


class StandardVersionFactory(DjangoModelFactory[StandardVersion]):
    """An empty draft."""

    class Meta:
        model = StandardVersion

    standard = factory.SubFactory(StandardFactory)
    number = 1
    digest = factory.Sequence(lambda n: f"{n:064d}")


class PublishedVersionFactory(DjangoModelFactory[StandardVersion]):
    """What 太原 demands, from its file; `code` names another file, asked twice it is the same row."""

    class Meta:
        model = StandardVersion

    class Params:
        draft = factory.Trait(is_draft=True)

    code = "taiyuan-2023"
    is_draft = False
    issuer = factory.SubFactory(OrganisationFactory)

    @classmethod
    def _create(cls, model_class: type[StandardVersion], *args: Any, **kwargs: Any) -> StandardVersion:
        return published_version(kwargs["code"], issuer=kwargs["issuer"], draft=kwargs["is_draft"])


def published_version(code: str, *, issuer: Organisation, draft: bool = False) -> StandardVersion:
    """The first version of a standard of ours, loaded the way that the reference data are."""
    spec = StandardSpec.from_json((FIXTURES / f"{code}.json").read_bytes())
    known = Standard.objects.filter(code=code).select_related("issuer").first()
    issuer = known.issuer if known else issuer
    return load_standard(
        actor=SYSTEM, spec=replace(spec, draft=draft), number=1, issuer=issuer, document_title="试验方案"
    )
