"""Every moment × every action × every person at every level: what the table by hand allows happens, and nothing else."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from applications.acting import ACTING
from applications.enums import CONCLUDED_KINDS, OFFICE_STATES, State, StepKind
from applications.models import Application, ApplicationStep, CheckRun, FactSheet, Judgement
from applications.rules import (
    can_assign_application,
    can_close_step,
    can_judge_application,
    can_postpone_application,
)
from applications.services.steps import current_step, hand_over
from core.errors import Conflict, NotAllowed
from records.models import Act
from records.workflow import actions_of, available_actions, edges, perform
from tests.applications.workflow.conftest import Stage
from tests.applications.workflow.table import (
    DESK_WORK,
    EDGES,
    LEVELS,
    MACHINE,
    PEOPLE,
    STATES,
    STEPS,
    moments,
    state_of,
    who,
    who_may,
)
from tests.factories import ApplicationFactory, DecisionFactory, TownFactory
from towns.models import Designation, Figure

pytestmark = [pytest.mark.django_db, pytest.mark.both]

EVERY_MOMENT = [(level, moment) for level in LEVELS for moment in moments(level)]


def at_moment(stage: Stage, level: str, moment: str, *, concluded: bool = True) -> Application:
    """Every other demand is met: commitment given and, where it lies with the reviewing office, all steps concluded."""
    scene = stage.scenes[level]
    unit = scene.filer.organisation
    row = ApplicationFactory(
        round=scene.round,
        applicant=unit,
        town=TownFactory(owner=stage.world.county, keeper=unit),
        state=state_of(moment),
    )
    if moment == State.REVIEWING:
        # Before the review begins, what another office had to conclude; for the shortlist all of it.
        kinds = CONCLUDED_KINDS if concluded else (StepKind.OPINION,)
        row.steps.filter(template__kind__in=kinds).update(opened_at=timezone.now(), closed_at=timezone.now())
        hand_over(row)
    return Application.objects.get(pk=row.pk)


def everything() -> list[Any]:
    """What a refused action must leave as it was."""
    rows = [list(model.objects.order_by("pk").values()) for model in (Application, ApplicationStep)]
    return [*rows, *(model.objects.count() for model in (Act, FactSheet, CheckRun, Figure, Designation))]


def attempt(stage: Stage, row: Application, action: str, name: str) -> str:
    """What becomes of it: the new state, or the name of the refusal; the attempt is undone afterwards."""
    try:
        with transaction.atomic():
            if action == "recognise" and row.state == State.SHORTLISTED:
                DecisionFactory(round=row.round, applications=[row])
            moved = perform(row, action, actor=stage.people[name], comment="理由充分。")
            reached = moved.state
            transaction.set_rollback(True)
    except (NotAllowed, Conflict) as refusal:
        return type(refusal).__name__
    return str(reached)


def expected(level: str, moment: str, action: str, name: str, returned_from: str) -> str:
    leaving = MACHINE[action].get(state_of(moment))
    if leaving is None:
        return "Conflict"
    if name not in who_may(level, moment, action):
        return "NotAllowed"
    return returned_from if leaving[0] == "back" else leaving[0]


@pytest.mark.parametrize(("level", "moment"), EVERY_MOMENT)
def test_the_table_by_hand_holds_for_every_action_and_every_person(
    stage: Stage, level: str, moment: str
) -> None:
    row = at_moment(stage, level, moment)
    before = everything()
    differing = {}
    for action, name in ((action, name) for action in MACHINE for name in PEOPLE):
        became = attempt(stage, row, action, name)
        if became != expected(level, moment, action, name, row.returned_from):
            differing[action, name] = became
    assert differing == {}
    assert everything() == before


@pytest.mark.parametrize(("level", "moment"), EVERY_MOMENT)
def test_buttons_are_offered_to_those_who_may_and_the_others_read_why_not(
    stage: Stage, level: str, moment: str
) -> None:
    row = at_moment(stage, level, moment)
    assert row.holder == stage.holder(level, moment)
    leading_away = {action for action, by_state in MACHINE.items() if state_of(moment) in by_state}
    for name in PEOPLE:
        offers = {offer.action.name: offer.permit for offer in available_actions(row, stage.people[name])}
        assert set(offers) == leading_away - {"recognise"}, name
        for action, permit in offers.items():
            assert bool(permit) == (name in who_may(level, moment, action)), (name, action)
            assert permit.allowed or permit.reason, (name, action)


@pytest.mark.parametrize(("level", "moment"), EVERY_MOMENT)
def test_work_inside_an_office_is_for_the_desk_where_it_lies(stage: Stage, level: str, moment: str) -> None:
    row = at_moment(stage, level, moment, concluded=False)
    step = current_step(row)
    for name in PEOPLE:
        person = stage.people[name]
        permits = {
            "judge": can_judge_application(person, row),
            "claim": can_assign_application(person, row, to_self=True),
            "assign": can_assign_application(person, row, to_self=False),
            "postpone": can_postpone_application(person, row),
        }
        if step is not None:
            permits["close the step"] = can_close_step(person, step)
        for work, permit in permits.items():
            role = DESK_WORK[work].get(state_of(moment))
            assert bool(permit) == (role is not None and name in who(level, moment, role)), (name, work)
            assert permit.allowed or permit.reason, (name, work)
    assert (step is not None) or row.state not in OFFICE_STATES
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("level", LEVELS)
def test_the_steps_of_a_round_are_those_of_the_table(stage: Stage, level: str) -> None:
    row = at_moment(stage, level, "shortlisted")
    laid = row.steps.order_by("template__position").values_list("template__kind", "organisation")
    by_hand = [(kind, stage.people[desk[0]].organisation.pk) for kind, desk in STEPS[level]]
    authority = stage.holder(level, "shortlisted")
    assert authority is not None
    assert list(laid) == [*by_hand, (StepKind.DECISION, authority.pk)]


def test_no_action_and_no_edge_exists_beside_the_table() -> None:
    assert set(actions_of(Application)) == set(MACHINE)
    assert edges(Application) == EDGES
    assert set(STATES) == set(State.values)
    assert {action: set(by_state) for action, by_state in ACTING.items()} == {
        action: set(by_state) for action, by_state in MACHINE.items()
    }


def test_every_state_can_be_reached_and_only_three_are_ends() -> None:
    reached, waiting = {"draft"}, ["draft"]
    while waiting:
        source = waiting.pop()
        fresh = {target for start, target in EDGES if start == source} - reached
        reached |= fresh
        waiting += fresh
    assert reached == set(STATES)
    assert set(STATES) - {source for source, _ in EDGES} == {"recognised", "withdrawn", "declined"}
