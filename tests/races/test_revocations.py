"""Many end one recognition at the same instant: one proposal stands, one end, and the others learn whose it is."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.db.models import QuerySet
from django.utils import timezone

from accounts.enums import Role
from records.models import Act
from tests.factories import DesignationFactory, TownFactory, World, actor
from tests.races.conftest import Crowd
from towns.models import Designation, Revocation
from towns.services import cancel_revocation, confirm_revocation, propose_revocation, revocations

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

Rush = Callable[[list[Callable[[], Any]]], Crowd]
THREADS = 8
ROUNDS = 25


def given(world: World) -> Designation:
    return DesignationFactory(town=TownFactory(owner=world.county), authority=world.city)


def proposals(world: World, designation: Designation, count: int = THREADS) -> list[Callable[[], Any]]:
    heads = [actor(Role.OFFICE_DIRECTOR, organisation=world.office) for _ in range(count)]
    return [
        partial(propose_revocation, actor=who, designation=designation, reason=f"第 {number} 个理由")
        for number, who in enumerate(heads)
    ]


def confirmations(world: World, row: Revocation, count: int = THREADS) -> list[Callable[[], Any]]:
    clerks = [actor(Role.REGISTRAR, organisation=world.city) for _ in range(count)]
    return [
        partial(
            confirm_revocation,
            actor=who,
            revocation=row,
            document_number=f"试政撤〔2026〕{number}号",
            decided_on=timezone.localdate(),
            version=row.version,
        )
        for number, who in enumerate(clerks, start=1)
    ]


def test_one_proposal_stands(world: World, rush: Rush) -> None:
    designation = given(world)
    crowd = rush(proposals(world, designation))
    assert crowd.outcomes == {"done": 1, "Conflict": THREADS - 1}
    row = Revocation.objects.get()
    assert Act.objects.get(verb="revocation.propose").comment == row.reason
    assert all(str(row.proposed_by) in refusal.detail[0] for refusal in crowd.refusals)


def test_it_is_confirmed_once_under_one_number(world: World, rush: Rush) -> None:
    row = proposals(world, given(world), 1)[0]()
    assert rush(confirmations(world, row)).outcomes == {"done": 1, "Conflict": THREADS - 1}
    row.refresh_from_db()
    act = Act.objects.get(verb="designation.revoke")
    assert (row.document_number, row.settled_by) == (act.details["number"], act.user)


def test_confirming_against_taking_back_has_one_outcome(world: World, rush: Rush) -> None:
    row = proposals(world, given(world), 1)[0]()
    back = partial(cancel_revocation, actor=world.director, revocation=row, version=row.version)
    assert rush([*confirmations(world, row, 1), back]).outcomes == {"done": 1, "Conflict": 1}
    row.refresh_from_db()
    designation = Designation.objects.get()
    assert (row.state, designation.state, designation.revoked_on is None) in {
        ("confirmed", "revoked", False),
        ("cancelled", "active", True),
    }


def test_without_the_lock_the_second_proposal_runs_into_the_constraint(
    world: World, rush: Rush, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: on PostgreSQL the lock goes, on SQLite the transaction."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows)
    if connection.vendor == "sqlite":
        monkeypatch.setattr(revocations, "transaction", SimpleNamespace(atomic=nullcontext))
    unlocked = propose_revocation.__wrapped__ if connection.vendor == "sqlite" else propose_revocation
    for _ in range(ROUNDS):
        calls = [partial(unlocked, **each.keywords) for each in proposals(world, given(world))]
        try:
            rush(calls)
        except IntegrityError:
            return
    raise AssertionError(f"{ROUNDS} rounds without the lock, and every one ended well")
