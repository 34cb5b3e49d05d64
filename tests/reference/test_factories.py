"""Rows that tests are built on are like the ones that people make."""

import pytest

from accounts.enums import Role
from accounts.models import Organisation
from applications.enums import OPEN_CHECKS, DecisionState, State, StepKind
from applications.models import Application
from applications.services.checking import run_check
from tests.factories import (
    ApplicationFactory,
    CheckRunFactory,
    DecisionFactory,
    OrganisationFactory,
    TenureFactory,
    UserFactory,
    actor,
    build_world,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.mark.parametrize("state", State.values)
def test_an_application_comes_in_any_state(state: str) -> None:
    application = ApplicationFactory(state=state)
    assert application.state == state
    assert application.town.owner == application.applicant
    assert application.applicant in application.round.applicants.all()


def test_a_shortlisted_application_has_its_office_steps_closed() -> None:
    application = ApplicationFactory(state=State.SHORTLISTED)
    closed = {step.template.kind for step in application.steps.all() if step.closed_at}
    assert closed == {StepKind.ACCEPTANCE, StepKind.REVIEW, StepKind.JUDGEMENT}
    assert application.number


def test_a_check_of_a_made_sheet_can_be_run() -> None:
    check = CheckRunFactory()
    assert check.status in OPEN_CHECKS
    run_check(check_id=check.pk)
    check.refresh_from_db()
    assert check.findings.filter(requirement="output_value", verdict="met").exists()


def test_an_applied_decision_keeps_number_and_registrar() -> None:
    application = ApplicationFactory(state=State.SHORTLISTED)
    decision = DecisionFactory(round=application.round, applications=[application], applied=True)
    assert decision.state == DecisionState.APPLIED
    assert decision.document_number and decision.applied_by
    assert [item.application for item in decision.items.all()] == [application]


def test_the_closure_reaches_from_township_to_province() -> None:
    world = build_world()
    above = world.township.superiors.order_by("distance").values_list("superior__name", flat=True)
    assert list(above) == [world.township.name, "清徐县人民政府", "太原市人民政府", "山西省人民政府"]
    assert not Organisation.objects.below(world.far_city).filter(pk=world.zone.pk).exists()


def test_everybody_of_the_world_acts_in_their_role() -> None:
    world = build_world()
    assert world.filer.roles == {Role.FILER} and world.filer.acts_for(world.county)
    assert world.director.acts_for(world.round.office)
    assert world.registrar.acts_for(world.round.authority)
    assert world.zone.division is None and world.zone in world.round.applicants.all()


def test_the_office_of_the_world_sees_its_county_and_the_other_city_does_not() -> None:
    world = build_world()
    ApplicationFactory(round=world.round, applicant=world.county, town=world.town, state=State.RECOMMENDED)
    assert Application.objects.visible_to(world.reviewer).count() == 1
    assert Application.objects.visible_to(world.far_reviewer).count() == 0
    assert Application.objects.visible_to(world.neighbour_filer).count() == 0


def test_an_actor_acts_for_the_unit_that_was_asked_for_and_in_the_post_held_there() -> None:
    user, first, second = UserFactory(), OrganisationFactory(), OrganisationFactory()
    tenure = TenureFactory(post__organisation=second)
    user.person = tenure.person
    user.save(update_fields=["person"])
    actor(Role.FILER, organisation=first, user=user)
    acting = actor(Role.UNIT_ADMIN, organisation=second, user=user)
    assert acting.acts_for(second) and acting.roles == {Role.UNIT_ADMIN}
    assert acting.post == tenure.post
    assert len(acting.memberships) == 2
