"""Applications in any state, their fact sheets, checks and decisions."""

from collections import deque
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from applications.enums import CONCLUDED_KINDS, DecisionState, State, StepKind
from applications.models import (
    Application,
    CheckRun,
    Decision,
    DecisionItem,
    Evidence,
    EvidenceUse,
    FactSheet,
)
from applications.services.steps import hand_over, lay_out_steps
from core.canonical import canonical_json, digest
from records.workflow import edges
from tests.factories.files import FileVersionFactory
from tests.factories.people import UserFactory
from tests.factories.places import OrganisationFactory
from tests.factories.rounds import RoundFactory
from tests.factories.towns import TownFactory

COMMITTED = {"commitment": True}
FACTS = {"category": "agriculture", "year": 2025, "output_value": "12", "counties": ["140121"]}


class ApplicationFactory(DjangoModelFactory[Application]):
    """A draft with its commitment given; `state=` takes it there along legal edges, with its steps.

    The applicant may file in the round, and the town is the applicant's. States from 复核中 on have a
    number and a closed acceptance step; from 拟认定 on the review is closed too.
    """

    class Meta:
        model = Application
        skip_postgeneration_save = True

    round = factory.SubFactory(RoundFactory)
    applicant = factory.SubFactory(OrganisationFactory)
    town = factory.LazyAttribute(lambda row: TownFactory(owner=row.applicant))
    level = factory.LazyAttribute(lambda row: row.round.level)
    office = factory.LazyAttribute(lambda row: row.round.office)
    holder = factory.SelfAttribute("applicant")
    draft = factory.LazyFunction(lambda: {"category": "agriculture", "answers": COMMITTED})
    created_by = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: type[Application], *args: Any, **kwargs: Any) -> Application:
        target = State(kwargs.pop("state", State.DRAFT))
        application: Application = super()._create(model_class, *args, **kwargs)
        application.round.applicants.add(application.applicant)
        return walk_to(application, target)


class FactSheetFactory(DjangoModelFactory[FactSheet]):
    """What was submitted first; `facts=` for other facts than FACTS."""

    class Meta:
        model = FactSheet
        exclude = ("facts",)

    facts = FACTS
    application = factory.SubFactory(ApplicationFactory, state=State.SUBMITTED)
    number = 1
    content = factory.LazyAttribute(lambda row: canonical_json(sheet(row.application, row.facts)))
    sha256 = factory.LazyAttribute(lambda row: digest(row.content))
    created_by = factory.LazyAttribute(lambda row: row.application.created_by)


class EvidenceFactory(DjangoModelFactory[Evidence]):
    """A PDF of the applicant for criterion 4; `uses=[…]` for others, an empty list for none."""

    class Meta:
        model = Evidence
        skip_postgeneration_save = True

    application = factory.SubFactory(ApplicationFactory)
    title = factory.Sequence(lambda n: f"试验材料{n}")
    stored_file = factory.LazyAttribute(
        lambda row: FileVersionFactory(owner=row.application.applicant).stored_file
    )
    added_by = factory.LazyAttribute(lambda row: row.application.created_by)

    @factory.post_generation
    def uses(self: Any, create: bool, extracted: list[int] | None, **kwargs: Any) -> None:
        """Numbers of criteria."""
        if create:
            numbers = [4] if extracted is None else extracted
            EvidenceUse.objects.bulk_create(EvidenceUse(evidence=self, criterion=each) for each in numbers)


class CheckRunFactory(DjangoModelFactory[CheckRun]):
    """A check that waits for a worker."""

    class Meta:
        model = CheckRun

    fact_sheet = factory.SubFactory(FactSheetFactory)
    standard_version = factory.LazyAttribute(lambda row: row.fact_sheet.application.round.standard_version)


class DecisionFactory(DjangoModelFactory[Decision]):
    """A prepared decision; `applications=[…]` become its items, `applied=True` publishes its columns alone."""

    class Meta:
        model = Decision
        skip_postgeneration_save = True

    round = factory.SubFactory(RoundFactory)
    authority = factory.LazyAttribute(lambda row: row.round.authority)
    title = factory.Sequence(lambda n: f"试验决定{n}")
    prepared_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def applications(self: Any, create: bool, extracted: list[Application] | None, **kwargs: Any) -> None:
        """What the decision speaks of."""
        if create and extracted:
            DecisionItem.objects.bulk_create(
                DecisionItem(decision=self, application=application) for application in extracted
            )

    @factory.post_generation
    def applied(self: Any, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        """With number, date and registrar; designations are the service's to give."""
        if create and extracted:
            Decision.objects.filter(pk=self.pk).update(
                state=DecisionState.APPLIED,
                document_number=f"试政发〔2026〕{self.pk}号",
                decided_on=timezone.localdate(),
                applied_by=UserFactory(),
                applied_at=timezone.now(),
            )
            self.refresh_from_db()


def walk_to(application: Application, target: State) -> Application:
    """Take an application to a state edge by edge, as the database wants it, and give it its steps."""
    for state in _path(State(application.state), target):
        application = _move(application, state)
    return application


def sheet(application: Application, facts: dict[str, Any]) -> dict[str, Any]:
    """The content of a fact sheet in the form that a submission freezes."""
    town = application.town
    year = str(facts.get("year"))
    return {
        "schema": 1,
        "town": {
            "id": town.pk,
            "name": town.name,
            "county": town.county.full_name,
            "main_industry": town.main_industry,
        },
        "facts": facts,
        "history": {"output_value": {year: facts["output_value"]}} if facts.get("output_value") else {},
        "answers": application.draft.get("answers", {}),
        "figures": [],
        "files": [],
    }


def _path(source: State, target: State) -> list[State]:
    """The shortest legal way, without the source."""
    legal = sorted(edges(Application))
    ways: deque[list[State]] = deque([[source]])
    seen = {source}
    while ways:
        way = ways.popleft()
        if way[-1] == target:
            return way[1:]
        for start, end in legal:
            if start == way[-1] and end not in seen:
                seen.add(State(end))
                ways.append([*way, State(end)])
    raise ValueError(f"no way from {source} to {target}")


def _move(application: Application, state: State) -> Application:
    now = timezone.now()
    columns: dict[str, Any] = {
        State.SUBMITTED: {"submitted_at": now},
        State.RECOMMENDED: {"recommended_at": now},
        State.REVIEWING: {"accepted_at": now, "number": f"1800-{now:%Y}-{application.pk:04d}"},
        State.RETURNED: {"returned_from": State.SUBMITTED},
    }.get(state, {})
    row = Application.objects.filter(pk=application.pk)
    row.update(state=state, moved_at=now, version=application.version + 1, **columns)
    application = Application.objects.get(pk=application.pk)
    if state == State.RECOMMENDED:
        lay_out_steps(application)
    if state == State.REVIEWING:
        _close(application, StepKind.ACCEPTANCE)
    if state == State.SHORTLISTED:
        for kind in CONCLUDED_KINDS:
            _open(application, kind)
            _close(application, kind)
        _open(application, StepKind.DECISION)
    hand_over(application)
    return application


def _open(application: Application, kind: StepKind) -> None:
    application.steps.filter(template__kind=kind).update(opened_at=timezone.now())


def _close(application: Application, kind: StepKind, by: User | None = None) -> None:
    application.steps.filter(template__kind=kind).update(
        closed_at=timezone.now(), closed_by=by or application.created_by, comment="试验意见"
    )
