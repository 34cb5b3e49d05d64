"""Every state × every action × every person: what the table by hand allows happens, everything else changes nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.actors import ANONYMOUS
from applications.enums import State, StepKind
from applications.guards import edges
from applications.models import Application, ApplicationStep, CheckRun, FactSheet
from applications.rules import ACTING
from core.errors import Conflict, NotAllowed
from records.models import Act
from records.workflow import actions_of, available_actions, perform
from tests.applications.workflow.table import EDGES, MACHINE, PEOPLE, STATES
from tests.factories import ApplicationFactory, DecisionFactory, TownFactory, World
from towns.models import Designation, Figure

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def person(world: World, name: str) -> Any:
    return ANONYMOUS if name == "nobody" else getattr(world, name)


def in_state(world: World, state: str) -> Application:
    """An application whose every other demand is met: commitment given, the review concluded."""
    row = ApplicationFactory(
        round=world.round, applicant=world.county, town=TownFactory(owner=world.county), state=state
    )
    row.steps.filter(template__kind=StepKind.REVIEW, opened_at__isnull=False).update(closed_at=timezone.now())
    return row


def everything() -> list[Any]:
    """What a refused action must leave as it was."""
    rows = [list(model.objects.order_by("pk").values()) for model in (Application, ApplicationStep)]
    return [*rows, *(model.objects.count() for model in (Act, FactSheet, CheckRun, Figure, Designation))]


def attempt(world: World, row: Application, action: str, name: str) -> str:
    """What becomes of it: the new state, or the name of the refusal; the attempt is undone afterwards."""
    try:
        with transaction.atomic():
            if action == "recognise" and row.state == State.SHORTLISTED:
                DecisionFactory(round=world.round, applications=[row])
            moved = perform(row, action, actor=person(world, name), comment="理由充分。")
            reached = moved.state
            transaction.set_rollback(True)
    except (NotAllowed, Conflict) as refusal:
        return type(refusal).__name__
    return str(reached)


def expected(state: str, action: str, name: str, returned_from: str) -> str:
    leaving = MACHINE[action].get(state)
    if leaving is None:
        return "Conflict"
    reached, who = leaving
    if name not in who:
        return "NotAllowed"
    return returned_from if reached == "back" else reached


def triples(state: str) -> Iterator[tuple[str, str]]:
    return ((action, name) for action in MACHINE for name in PEOPLE)


@pytest.mark.parametrize("state", STATES)
def test_the_table_by_hand_holds_for_every_action_and_every_person(world: World, state: str) -> None:
    row = in_state(world, state)
    before = everything()
    differing = {}
    for action, name in triples(state):
        became = attempt(world, row, action, name)
        if became != expected(state, action, name, row.returned_from):
            differing[action, name] = became
    assert differing == {}
    assert everything() == before


@pytest.mark.parametrize("state", STATES)
def test_buttons_are_offered_to_those_who_may_and_the_others_read_why_not(world: World, state: str) -> None:
    row = in_state(world, state)
    for name in PEOPLE:
        offers = {offer.action.name: offer.permit for offer in available_actions(row, person(world, name))}
        leading_away = {action for action, edges_ in MACHINE.items() if state in edges_} - {"recognise"}
        assert set(offers) == leading_away, name
        for action, permit in offers.items():
            assert bool(permit) == (name in MACHINE[action][state][1]), (name, action)
            assert permit.allowed or permit.reason, (name, action)


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
