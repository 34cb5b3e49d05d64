"""Rounds of an office, with their steps and the units that may file."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import Organisation
from applications.enums import Party, StepKind
from applications.models import Round, RoundStep
from core.enums import Level
from tests.factories.places import OrganisationFactory
from tests.factories.standards import PublishedVersionFactory

# As fixtures/step_templates.json has them.
OWN_STEPS = (
    (StepKind.ACCEPTANCE, Party.OFFICE, 5),
    (StepKind.REVIEW, Party.OFFICE, 15),
    (StepKind.JUDGEMENT, Party.OFFICE, 5),
    (StepKind.DECISION, Party.AUTHORITY, 20),
)
STEPS = {
    Level.COUNTY: OWN_STEPS,
    Level.CITY: OWN_STEPS,
    Level.PROVINCE: (
        (StepKind.ACCEPTANCE, Party.CITY_OFFICE, 5),
        (StepKind.OPINION, Party.CITY_OFFICE, 10),
        *OWN_STEPS[1:],
    ),
}


class RoundFactory(DjangoModelFactory[Round]):
    """A published city round, open since ten days and for twenty more; `closed`, `future`, `unpublished`.

    `applicants=[…]` are the units that may file.
    """

    class Meta:
        model = Round
        skip_postgeneration_save = True

    class Params:
        closed = factory.Trait(
            opens_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=30)),
            closes_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=1)),
        )
        future = factory.Trait(
            opens_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=1)),
            closes_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=30)),
        )
        unpublished = factory.Trait(published_at=None)

    title = factory.Sequence(lambda n: f"试验批次{n}")
    office = factory.SubFactory(OrganisationFactory, office=True)
    authority = factory.LazyAttribute(lambda row: row.office.superior)
    standard_version = factory.LazyAttribute(lambda row: PublishedVersionFactory(issuer=row.authority))
    level = factory.LazyAttribute(lambda row: row.standard_version.standard.level)
    year = factory.LazyFunction(lambda: timezone.localdate().year)
    shortlist_word = "拟重点培育"
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=10))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=20))
    published_at = factory.SelfAttribute("opens_at")

    @factory.post_generation
    def applicants(self: Any, create: bool, extracted: list[Organisation] | None, **kwargs: Any) -> None:
        """The units that may file."""
        if create and extracted:
            self.applicants.set(extracted)

    @factory.post_generation
    def steps(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        """受理, 复核, 研判, 认定, and at the province what the city's office does first."""
        if create:
            RoundStep.objects.bulk_create(
                RoundStep(round=self, position=position, kind=kind, name=kind.label, party=party, days=days)
                for position, (kind, party, days) in enumerate(STEPS[Level(self.level)], start=1)
            )
