"""Lists cost the same with one row, ten and a hundred; the busiest pages are pinned to a number."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from applications.enums import State
from applications.models import Application
from applications.services.checking import run_check
from records.models import TaskFailure
from records.services import record
from tests.applications.thread import furnished_world
from tests.factories import (
    ApplicationFactory,
    CheckRunFactory,
    DecisionFactory,
    DesignationFactory,
    ExportFactory,
    FactSheetFactory,
    FigureFactory,
    MembershipFactory,
    MessageFactory,
    OrganisationFactory,
    RoundFactory,
    TownFactory,
    World,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# A page shows twenty rows: beyond thirty only the database has more to do.
SIZES = (1, 10, 30)
BUSY = (1, 10, 100)


@pytest.fixture
def world(db: None) -> World:
    return furnished_world()


def application(world: World, state: str) -> Application:
    return ApplicationFactory(
        round=world.round, applicant=world.county, town=TownFactory(owner=world.county), state=state
    )


def filed(world: World) -> None:
    row = application(world, State.RECOMMENDED)
    record(actor=world.filer, verb="application.submit", target=row, to_state="submitted")
    record(actor=world.reviewer, verb="application.accept", target=row, to_state="reviewing")


def drafted(world: World) -> None:
    application(world, State.DRAFT)


def decided(world: World) -> None:
    DecisionFactory(round=world.round, applications=[application(world, State.SHORTLISTED)])


def recognised(world: World) -> None:
    town = TownFactory(owner=world.county)
    DesignationFactory(town=town, authority=world.city)
    FigureFactory(town=town)


def called(world: World) -> None:
    RoundFactory(office=world.office, standard_version=world.version, applicants=[world.county])
    RoundFactory(office=world.office, standard_version=world.version, applicants=[world.county], closed=True)


def acted(world: World) -> None:
    record(actor=world.filer, verb="application.save", target=world.town)


def failed(world: World) -> None:
    TaskFailure.objects.create(task="applications.tasks.run_check", task_number="1", arguments=[1], error="x")


def employed(world: World) -> None:
    MembershipFactory(organisation=world.county, role=Role.FILER)


def told(world: World) -> None:
    MessageFactory(user=world.filer.user, organisation=world.county)


def taken(world: World) -> None:
    ExportFactory(owner=world.filer, done=True)


def founded(world: World) -> None:
    OrganisationFactory(superior=world.city)


@dataclass(frozen=True)
class Page:
    """Who opens which list, and what a further row of it is; `pin` is the number of queries, 0 where none is pinned."""

    who: str
    path: str
    grow: Callable[[World], Any]
    pin: int = 0


PAGES = (
    Page("filer", "/applications/", drafted, 6),
    Page("reviewer", "/applications/queue/", filed, 10),
    Page("reviewer", "/applications/queue/?state=recommended&q=试验", filed),
    Page("director", "/applications/decisions/", decided),
    Page("director", "/applications/rounds/", called),
    Page("filer", "/workbench/", drafted, 7),
    Page("filer", "/workbench/?list=begun", filed),
    Page("filer", "/workbench/?list=done", filed),
    # One for the stretches that a step ran before a return: its due day follows from them.
    Page("reviewer", "/workbench/", filed, 9),
    Page("reviewer", "/workbench/?list=done", filed),
    Page("registrar", "/workbench/", decided),
    Page("system_admin", "/workbench/", failed),
    # One for the latest policy documents.
    Page("anonymous", "/", recognised, 5),
    Page("anonymous", "/", called),
    Page("anonymous", "/towns/", recognised, 5),
    Page("anonymous", "/towns/export/", recognised),
    Page("anonymous", "/rounds/", called),
    Page("filer", "/registry/", recognised),
    Page("filer", "/messages/", told, 6),
    Page("filer", "/messages/?show=all", told),
    Page("system_admin", "/records/acts/", acted),
    Page("system_admin", "/records/failures/", failed),
    Page("system_admin", "/accounts/users/", employed),
    Page("system_admin", "/accounts/organisations/", founded),
    Page("filer", "/exchange/exports/", taken, 5),
    # Each list as a file, read by the queries of its page and recorded by one.
    Page("filer", "/registry/export/", recognised, 6),
    Page("filer", "/applications/export/", drafted, 5),
    Page("filer", "/workbench/export/?list=begun", filed, 5),
    Page("filer", "/messages/export/?show=all", told, 5),
    Page("reviewer", "/applications/queue/export/?state=all", filed, 8),
    Page("director", "/applications/decisions/export/", decided),
    Page("director", "/applications/rounds/export/", called),
    Page("system_admin", "/records/acts/export/", acted),
    Page("system_admin", "/records/failures/export/", failed),
    Page("system_admin", "/accounts/users/export/", employed),
    Page("system_admin", "/accounts/organisations/export/", founded),
    Page("unit_admin", "/accounts/unit/export/", employed),
    Page("anonymous", "/rounds/export/", called),
)


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def browser(world: World, who: str) -> Client:
    client = Client()
    if who != "anonymous":
        client.force_login(getattr(world, who).user)
        # The first request of a session writes down when it began.
        client.get("/workbench/")
    return client


@pytest.mark.parametrize("listed", PAGES, ids=lambda each: f"{each.who} {each.path} {each.grow.__name__}")
def test_a_list_costs_the_same_however_long_it_is(world: World, listed: Page) -> None:
    client, there, counts = browser(world, listed.who), 0, {}
    for size in BUSY if listed.pin else SIZES:
        for _ in range(size - there):
            listed.grow(world)
        there = size
        counts[size] = queries(client, listed.path)
    assert len(set(counts.values())) == 1, counts
    assert listed.pin in (0, counts[1]), f"pinned to {listed.pin}, asks {counts[1]} queries now"


def test_the_page_of_an_application_costs_the_same_with_a_long_history(world: World) -> None:
    row = application(world, State.REVIEWING)
    check = CheckRunFactory(fact_sheet=FactSheetFactory(application=row))
    run_check(check_id=check.pk)
    client = browser(world, "reviewer")
    path = f"/applications/{row.pk}/"
    counts = [queries(client, path)]
    for number in range(2, 12):
        record(actor=world.reviewer, verb="application.accept", target=row, comment="意见。")
        again = CheckRunFactory(fact_sheet=FactSheetFactory(application=row, number=number))
        run_check(check_id=again.pk)
        FigureFactory(town=row.town)
    counts.append(queries(client, path))
    assert counts[0] == counts[1]


def test_a_decision_costs_the_same_with_many_towns(world: World) -> None:
    client = browser(world, "registrar")
    counts = set()
    for size in (1, 20):
        decision = DecisionFactory(
            round=world.round, applications=[application(world, State.SHORTLISTED) for _ in range(size)]
        )
        counts.add(queries(client, f"/applications/decisions/{decision.pk}/"))
    assert len(counts) == 1, counts
