"""报请 and 公布: by two people, all or nothing, and the public learns of it at that instant and not before."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from applications.enums import DecisionState, State, StepKind
from applications.models import Application, Decision, DecisionItem
from applications.services import deciding, reviewing
from core.errors import Conflict, Invalid, NotAllowed
from records.models import Act
from tests.applications.thread import at, carry, filled, prepare, publish
from tests.factories import DesignationFactory, TownFactory, World, actor
from towns.models import Designation, Town

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def pair(world: World) -> list[Application]:
    """Two towns of the county on the shortlist."""
    other = TownFactory(name="试验铸造专业镇", owner=world.county)
    return [at(world, State.SHORTLISTED), carry(world, filled(world, town=other), State.SHORTLISTED)]


def test_publishing_recognises_every_town_on_the_list(world: World, pair: list[Application]) -> None:
    decision = publish(world, prepare(world, *pair), "试政发〔2026〕7号")
    assert decision.state == DecisionState.APPLIED
    assert decision.applied_by == world.registrar.user and decision.applied_at is not None
    for row in pair:
        row.refresh_from_db()
        designation = row.town.designations.get()
        assert row.state == State.RECOGNISED
        assert row.steps.get(template__kind=StepKind.DECISION).closed_by == world.registrar.user
        assert (designation.level, designation.authority) == ("city", world.city)
        assert (designation.document_number, designation.decided_on) == (
            "试政发〔2026〕7号",
            timezone.localdate(),
        )
        assert row.decision_item.designation == designation


def test_nothing_shows_outside_before_and_everything_after(world: World) -> None:
    row = at(world, State.SHORTLISTED)
    visitor = Client()
    page = f"/towns/{world.town.pk}/"
    decision = prepare(world, row)
    assert not Town.objects.with_public_page().exists()
    assert visitor.get(page).status_code == 404
    publish(world, decision, "试政发〔2026〕7号")
    assert list(Town.objects.with_public_page()) == [world.town]
    assert "试政发〔2026〕7号" in visitor.get(page).content.decode()


def test_every_act_says_who_for_whom_and_from_where_to_where(world: World) -> None:
    row = at(world, State.RECOGNISED)
    acts = (
        Act.objects.about(row)
        .exclude(verb="application.judge")
        .values_list("verb", "user_name", "organisation_name", "from_state", "to_state")
    )
    clerk, head = world.filer.user.display_name, world.unit_admin.user.display_name
    reviewer, director = world.reviewer.user.display_name, world.director.user.display_name
    county, office = world.county.name, world.office.name
    assert list(acts) == [
        ("application.create", clerk, county, "", "draft"),
        ("application.save", clerk, county, "", ""),
        ("application.submit", clerk, county, "draft", "submitted"),
        ("application.recommend", head, county, "submitted", "recommended"),
        ("application.accept", reviewer, office, "recommended", "reviewing"),
        ("application.close_step", reviewer, office, "", ""),
        ("application.close_step", reviewer, office, "", ""),
        ("application.shortlist", director, office, "reviewing", "shortlisted"),
        (
            "application.recognise",
            world.registrar.user.display_name,
            world.city.name,
            "shortlisted",
            "recognised",
        ),
    ]


def test_a_town_that_is_recognised_already_stops_the_whole_decision(
    world: World, pair: list[Application]
) -> None:
    """The second item fails: number, date, the first town and its designation are all taken back."""
    DesignationFactory(town=pair[1].town, level="city", authority=world.city)
    decision = prepare(world, *pair)
    acts = Act.objects.count()
    with pytest.raises(Conflict, match="试验铸造专业镇已是市级专业镇"):
        publish(world, decision)
    decision.refresh_from_db()
    assert (decision.state, decision.document_number, decision.decided_on) == ("prepared", "", None)
    assert set(Application.objects.values_list("state", flat=True)) == {"shortlisted"}
    assert Designation.objects.count() == 1
    assert Act.objects.count() == acts
    assert not DecisionItem.objects.filter(designation__isnull=False).exists()


def test_a_number_serves_one_decision_of_an_authority(world: World, pair: list[Application]) -> None:
    publish(world, prepare(world, pair[0]), "试政发〔2026〕7号")
    second = prepare(world, pair[1])
    with pytest.raises(Invalid) as refusal:
        publish(world, second, "试政发〔2026〕7号")
    assert refusal.value.fields == {"document_number": "这个文号已登记过，请核对。"}
    pair[1].refresh_from_db()
    assert pair[1].state == State.SHORTLISTED
    assert publish(world, second, "试政发〔2026〕8号").state == DecisionState.APPLIED


def test_nobody_decides_in_the_future(world: World) -> None:
    decision = prepare(world, at(world, State.SHORTLISTED))
    with pytest.raises(Invalid) as refusal:
        deciding.apply_decision(
            actor=world.registrar,
            decision=decision,
            document_number="试政发〔2026〕1号",
            decided_on=timezone.localdate() + timedelta(days=1),
        )
    assert list(refusal.value.fields) == ["decided_on"]
    assert not Designation.objects.exists()


def test_publishing_twice_gives_one_designation_and_says_who_was_first(world: World) -> None:
    decision = prepare(world, at(world, State.SHORTLISTED))
    publish(world, decision)
    colleague = actor(Role.REGISTRAR, organisation=world.city)
    with pytest.raises(Conflict) as conflict:
        deciding.apply_decision(
            actor=colleague,
            decision=decision,
            document_number="试政发〔2026〕99号",
            decided_on=timezone.localdate(),
        )
    assert world.registrar.user.display_name in conflict.value.detail[0]
    decision.refresh_from_db()
    assert decision.document_number == "试政发〔2026〕1号"
    assert Designation.objects.count() == 1


def test_whoever_prepared_it_does_not_publish_it(world: World) -> None:
    row = at(world, State.SHORTLISTED)
    decision = prepare(world, row)
    in_both = actor(Role.REGISTRAR, organisation=world.city, user=world.director.user)
    with pytest.raises(NotAllowed, match="请由另一位登记员办理"):
        deciding.apply_decision(
            actor=in_both,
            decision=decision,
            document_number="试政发〔2026〕1号",
            decided_on=timezone.localdate(),
        )
    row.refresh_from_db()
    assert row.state == State.SHORTLISTED


@pytest.mark.parametrize("who", ["filer", "reviewer", "director", "system_admin", "far_reviewer"])
def test_only_the_registrar_of_the_authority_publishes(world: World, who: str) -> None:
    decision = prepare(world, at(world, State.SHORTLISTED))
    with pytest.raises(NotAllowed):
        deciding.apply_decision(
            actor=getattr(world, who),
            decision=decision,
            document_number="试政发〔2026〕1号",
            decided_on=timezone.localdate(),
        )
    assert not Designation.objects.exists()


@pytest.mark.parametrize("who", ["filer", "reviewer", "registrar", "system_admin", "far_reviewer"])
def test_only_the_director_of_the_office_prepares(world: World, who: str) -> None:
    row = at(world, State.SHORTLISTED)
    with pytest.raises(NotAllowed):
        deciding.prepare_decision(
            actor=getattr(world, who), round_=world.round, title="名单", applications=[row]
        )
    assert not Decision.objects.exists()


def test_an_application_is_put_forward_once(world: World, pair: list[Application]) -> None:
    prepare(world, pair[0])
    with pytest.raises(Conflict, match="已列入别的决定"):
        prepare(world, *pair)
    assert DecisionItem.objects.count() == 1


@pytest.mark.parametrize("state", [State.REVIEWING, State.RECOMMENDED])
def test_what_is_not_on_the_shortlist_is_not_put_forward(world: World, state: State) -> None:
    with pytest.raises(Conflict, match="不在拟认定名单"):
        prepare(world, at(world, state))


def test_an_empty_list_is_refused_at_its_field(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        prepare(world)
    assert list(refusal.value.fields) == ["applications"]


def test_taking_a_decision_back_frees_its_applications(world: World) -> None:
    row = at(world, State.SHORTLISTED)
    deciding.cancel_decision(actor=world.director, decision=prepare(world, row))
    assert not Decision.objects.exists()
    assert Act.objects.filter(verb="decision.cancel", user=world.director.user).exists()
    assert prepare(world, Application.objects.get(pk=row.pk)).items.count() == 1


def test_what_is_published_is_not_taken_back(world: World) -> None:
    decision = publish(world, prepare(world, at(world, State.SHORTLISTED)))
    with pytest.raises(Conflict, match="已经公布，不能撤回"):
        deciding.cancel_decision(actor=world.director, decision=decision)
    assert Decision.objects.get().state == DecisionState.APPLIED


def test_what_stands_in_a_decision_is_not_declined_beside_it(world: World) -> None:
    row = at(world, State.SHORTLISTED)
    prepare(world, row)
    with pytest.raises(NotAllowed, match="已列入认定决定"):
        reviewing.decline_application(
            actor=world.registrar, application=Application.objects.get(pk=row.pk), comment="不同意。"
        )


def test_a_failure_after_the_designation_takes_it_back(world: World, monkeypatch: Any) -> None:
    """The last statement of the last item fails for reasons of its own: nothing of the decision stays."""
    decision = prepare(world, at(world, State.SHORTLISTED))

    def fail(self: DecisionItem, **kwargs: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(DecisionItem, "save", fail)
    with pytest.raises(OSError, match="disk full"):
        publish(world, decision)
    decision.refresh_from_db()
    assert decision.state == DecisionState.PREPARED and decision.document_number == ""
    assert not Designation.objects.exists()
    assert not Act.objects.filter(verb="town.designate").exists()
