"""What the office does: accept, conclude, return with a day, shortlist, decline."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from applications.enums import CONCLUDED_KINDS, State, StepKind
from applications.models import Application
from applications.services import filing, reviewing
from core.errors import Conflict, Invalid, NotAllowed
from records.models import Act
from tests.applications.thread import at, conclude, filled, sent_back_for_correction
from tests.factories import ApplicationFactory, TownFactory, World, actor

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_accepting_draws_a_number_names_the_handler_and_turns_the_step(world: World) -> None:
    row = reviewing.accept_application(actor=world.reviewer, application=at(world, State.RECOMMENDED))
    assert row.state == State.REVIEWING
    assert row.number == f"1401-{world.round.year}-{world.round.pk:03d}-0001"
    assert row.handler == world.reviewer.user and row.accepted_at is not None
    acceptance, review, judgement, decision = row.steps.order_by("template__position")
    assert acceptance.closed_by == world.reviewer.user
    assert review.opened_at and not review.closed_at
    assert judgement.opened_at is None and decision.opened_at is None


def test_numbers_of_a_round_run_on_without_a_gap(world: World) -> None:
    towns = [world.town, *(TownFactory(owner=world.county) for _ in range(2))]
    rows = [
        ApplicationFactory(
            round=world.round, applicant=world.county, town=town, state=State.RECOMMENDED, number=""
        )
        for town in towns
    ]
    numbers = [
        reviewing.accept_application(actor=world.reviewer, application=row).number[-4:] for row in rows
    ]
    assert numbers == ["0001", "0002", "0003"]


def test_a_number_once_given_survives_a_return(world: World) -> None:
    row = at(world, State.REVIEWING)
    number = row.number
    row = filing.resubmit_application(actor=world.filer, application=sent_back_for_correction(world, row))
    assert (row.state, row.number) == (State.REVIEWING, number)


def test_a_return_from_before_acceptance_comes_back_to_be_accepted(world: World) -> None:
    row = sent_back_for_correction(world, at(world, State.RECOMMENDED))
    row = filing.resubmit_application(actor=world.filer, application=row)
    assert row.state == State.RECOMMENDED
    assert reviewing.accept_application(actor=world.director, application=row).number


def test_the_day_by_which_an_answer_is_wanted_is_kept_and_told(world: World) -> None:
    due = timezone.localdate() + timedelta(days=7)
    row = sent_back_for_correction(world, at(world, State.REVIEWING), due_on=due)
    assert row.return_due_on == due
    act = Act.objects.about(row).get(verb="application.return_for_correction")
    assert act.comment == "请补充市场占有率的出处。"
    assert act.details == {"due_on": due.isoformat(), "step": "复核", "times": 1}


def test_a_day_that_is_over_is_refused_and_today_is_not(world: World) -> None:
    row = at(world, State.REVIEWING)
    with pytest.raises(Invalid) as refusal:
        sent_back_for_correction(world, row, due_on=timezone.localdate() - timedelta(days=1))
    assert refusal.value.fields == {"due_on": "补正期限不能早于今天。"}
    assert Application.objects.get(pk=row.pk).state == State.REVIEWING
    assert sent_back_for_correction(world, row, due_on=timezone.localdate()).state == State.RETURNED


@pytest.mark.parametrize("words", ["", "   ", "\n"])
def test_nothing_is_returned_or_declined_without_a_reason(world: World, words: str) -> None:
    row = at(world, State.RECOMMENDED)
    with pytest.raises(Invalid, match="请写明退回补正的理由"):
        reviewing.return_application(actor=world.reviewer, application=row, comment=words)
    with pytest.raises(Invalid, match="请写明不予受理的理由"):
        reviewing.decline_application(actor=world.director, application=row, comment=words)
    assert Application.objects.get(pk=row.pk).state == State.RECOMMENDED


def test_a_conclusion_is_drawn_once_in_words_and_by_name(world: World) -> None:
    row = at(world, State.REVIEWING)
    step = row.steps.get(template__kind=StepKind.REVIEW)
    with pytest.raises(Invalid, match="请写明复核意见"):
        reviewing.close_step(actor=world.reviewer, step=step, comment=" ")
    closed = reviewing.close_step(actor=world.reviewer, step=step, comment=" 符合条件。 ")
    assert (closed.comment, closed.closed_by) == ("符合条件。", world.reviewer.user)
    with pytest.raises(Conflict, match=f"“复核”已由{world.reviewer.user.display_name}办结"):
        reviewing.close_step(actor=world.director, step=step, comment="不同意见。")
    step.refresh_from_db()
    assert step.comment == "符合条件。"
    act = Act.objects.get(verb="application.close_step")
    assert (act.details, act.target_id) == ({"step": "复核", "kind": "review"}, str(row.pk))


@pytest.mark.parametrize("who", ["filer", "unit_admin", "registrar", "far_reviewer", "system_admin"])
def test_a_conclusion_is_the_offices_alone(world: World, who: str) -> None:
    step = at(world, State.REVIEWING).steps.get(template__kind=StepKind.REVIEW)
    with pytest.raises(NotAllowed):
        reviewing.close_step(actor=getattr(world, who), step=step, comment="符合。")
    step.refresh_from_db()
    assert step.closed_at is None


def test_a_step_that_has_not_begun_cannot_be_closed(world: World) -> None:
    step = at(world, State.REVIEWING).steps.get(template__kind=StepKind.JUDGEMENT)
    with pytest.raises(NotAllowed, match="还没有开始"):
        reviewing.close_step(actor=world.director, step=step, comment="符合。")


def test_the_shortlist_waits_for_the_required_steps_and_is_the_directors(world: World) -> None:
    row = at(world, State.REVIEWING)
    with pytest.raises(NotAllowed, match="还有环节没有办结：复核"):
        reviewing.shortlist_application(actor=world.director, application=row)
    conclude(world, row)
    with pytest.raises(NotAllowed, match="办公室主任"):
        reviewing.shortlist_application(actor=world.reviewer, application=row)
    row = reviewing.shortlist_application(actor=world.director, application=row)
    assert row.state == State.SHORTLISTED
    assert row.steps.get(template__kind=StepKind.DECISION).opened_at is not None


def test_a_step_that_is_not_required_holds_nothing_up(world: World) -> None:
    row = at(world, State.REVIEWING)
    world.round.steps.filter(kind__in=CONCLUDED_KINDS).update(is_required=False)
    assert reviewing.shortlist_application(actor=world.director, application=row).state == State.SHORTLISTED


def test_whoever_belongs_to_the_applicant_does_not_examine_it(world: World) -> None:
    """A reviewer who is also on the applicant's staff, acting for the office, has an interest all the same."""
    both = actor(Role.REVIEWER, Role.OFFICE_DIRECTOR, organisation=world.office)
    actor(Role.FILER, organisation=world.county, user=both.user)
    both = actor(organisation=world.office, user=both.user)
    row = at(world, State.RECOMMENDED)
    with pytest.raises(NotAllowed, match="须回避"):
        reviewing.accept_application(actor=both, application=row)
    with pytest.raises(NotAllowed, match="须回避"):
        reviewing.decline_application(actor=both, application=row, comment="不符合。")
    row = reviewing.accept_application(actor=world.reviewer, application=row)
    with pytest.raises(NotAllowed, match="须回避"):
        reviewing.close_step(actor=both, step=row.steps.get(template__kind=StepKind.REVIEW), comment="符合。")


def test_whoever_filled_it_in_does_not_examine_it_in_a_later_post(world: World) -> None:
    row = at(world, State.RECOMMENDED)
    moved = actor(Role.REVIEWER, organisation=world.office, user=world.filer.user)
    moved.user.memberships.filter(organisation=world.county).update(until=timezone.localdate())
    moved = actor(organisation=world.office, user=world.filer.user)
    with pytest.raises(NotAllowed, match="须回避"):
        reviewing.accept_application(actor=moved, application=row)


def test_the_director_declines_until_the_government_has_it_and_the_clerk_after(world: World) -> None:
    row = at(world, State.SHORTLISTED)
    with pytest.raises(NotAllowed):
        reviewing.decline_application(actor=world.director, application=row, comment="不符合。")
    row = reviewing.decline_application(actor=world.registrar, application=row, comment="政府未同意。")
    assert row.state == State.DECLINED


def test_the_second_of_two_reviewers_learns_who_was_first(world: World) -> None:
    row = at(world, State.RECOMMENDED)
    reviewing.accept_application(actor=world.reviewer, application=row)
    with pytest.raises(Conflict) as conflict:
        reviewing.accept_application(actor=world.director, application=row)
    assert conflict.value.message == "现在是“复核中”，不能再受理。"
    assert f"{world.reviewer.user.display_name}（{world.office.name}）受理" in conflict.value.detail[0]
    assert Act.objects.about(row).filter(verb="application.accept").count() == 1


def test_the_officers_of_another_city_reach_nothing(world: World) -> None:
    row = ApplicationFactory(
        round=world.round, applicant=world.county, town=world.town, state=State.RECOMMENDED
    )
    for service in (reviewing.accept_application, reviewing.return_application):
        with pytest.raises(NotAllowed):
            service(actor=world.far_reviewer, application=row, comment="不相干。")
    assert not Application.objects.visible_to(world.far_reviewer).exists()
    assert filled(world, town=TownFactory(owner=world.county)).state == State.DRAFT
