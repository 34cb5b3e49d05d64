"""The queues that are measured: databases of their own with so many applications of one office, none of them real."""

import io
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import psycopg2
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from applications.enums import CLOSED_STATES, OFFICE_STATES, State, StepKind
from applications.models import Application, ApplicationStep, Round
from config.demonstration.people import OFFICE
from core import triggers
from towns.models import Town

SEED = 1000
REVIEWER = "demo-reviewer"
BATCH = 2_000
# How a queue of several years looks: most of it is closed, and what is closed moved longest ago.
SHARES = (
    (State.RECOGNISED, 30),
    (State.DECLINED, 10),
    (State.WITHDRAWN, 5),
    (State.SHORTLISTED, 5),
    (State.RETURNED, 5),
    (State.SUBMITTED, 5),
    (State.RECOMMENDED, 15),
    (State.REVIEWING, 25),
)
POSTPONED_ONE_IN, HANDLED_ONE_IN = 50, 2


def prepare() -> None:
    """The demonstration in the run's own database: units, people, a round; the queues are copies of it."""
    said = io.StringIO()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference", stdout=said)
    call_command("seed_demo", stage="reviewing", stdout=said)
    # A page names its style sheets by what is in them.
    call_command("collectstatic", interactive=False, verbosity=0)


def make_database(size: int) -> str:
    """A copy of the run's database; goes with it, because its name begins alike."""
    original = connections["default"]
    original.close()
    options = original.get_connection_params()
    name = f"{options['dbname']}_queue_{size}"
    server = psycopg2.connect(
        **{key: options[key] for key in ("user", "password", "host", "port") if key in options},
        dbname="postgres",
    )
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{options["dbname"]}"')
    finally:
        server.close()
    return name


def fill(size: int) -> None:
    """Give the office `size` applications more, with towns and steps; the same ones in every run."""
    chance = random.Random(SEED)  # noqa: S311 - rows for a measurement, no secrets
    round_ = Round.objects.select_related("office", "authority").get(office__key=OFFICE)
    units = list(
        Organisation.objects.filter(
            superior=round_.office.superior, kind=OrganisationKind.GOVERNMENT
        ).order_by("pk")
    )
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    with triggers.suspended(connection):
        towns = Town.objects.bulk_create(_towns(units, size), batch_size=BATCH)
        rows = Application.objects.bulk_create(_applications(chance, round_, towns), batch_size=BATCH)
        ApplicationStep.objects.bulk_create(_steps(round_, rows), batch_size=BATCH)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")


def _towns(units: list[Organisation], size: int) -> Iterator[Town]:
    for number in range(size):
        owner = units[number % len(units)]
        assert owner.division_id is not None
        yield Town(
            name=f"测速{number}号专业镇",
            county_id=owner.division_id,
            owner=owner,
            category="agriculture",
            main_industry="测速产业",
            sort_key=f"cesu{number:06d}",
        )


def _applications(chance: random.Random, round_: Round, towns: list[Town]) -> Iterator[Application]:
    handlers = list(User.objects.filter(memberships__organisation=round_.office).order_by("pk").distinct())
    start = timezone.now() - timedelta(minutes=5 * len(towns) + 10)
    states = [state for state, share in SHARES for _ in range(len(towns) * share // 100)]
    states += [State.REVIEWING] * (len(towns) - len(states))
    for number, (town, state) in enumerate(zip(towns, states, strict=True)):
        is_handled = state not in {State.SUBMITTED, State.RECOMMENDED} and chance.randrange(HANDLED_ONE_IN)
        has_number = state in {State.REVIEWING, State.RECOGNISED}
        yield Application(
            round=round_,
            town=town,
            applicant_id=town.owner_id,
            level=round_.level,
            office=round_.office,
            state=state,
            moved_at=start + timedelta(minutes=5 * number),
            handler=chance.choice(handlers) if is_handled else None,
            number=f"测速-{town.pk}" if has_number else "",
            returned_from=State.RECOMMENDED if state == State.RETURNED else "",
            created_by=handlers[0],
            holder=_holder(round_, town, state),
            postponed_until=_pause(chance, state),
        )


def _holder(round_: Round, town: Town, state: State) -> Organisation | None:
    if state in OFFICE_STATES:
        return round_.office
    if state == State.SHORTLISTED:
        return round_.authority
    return None if state in CLOSED_STATES else town.owner


def _pause(chance: random.Random, state: State) -> date | None:
    is_aside = state in OFFICE_STATES and chance.randrange(POSTPONED_ONE_IN) == 0
    return timezone.localdate() + timedelta(days=30) if is_aside else None


def _steps(round_: Round, applications: list[Application]) -> Iterator[ApplicationStep]:
    plans = {step.kind: step for step in round_.steps.order_by("position")}
    for row in applications:
        if row.state == State.RECOMMENDED:
            yield _step(plans[StepKind.ACCEPTANCE], row, is_open=True)
        if row.state == State.REVIEWING:
            yield _step(plans[StepKind.ACCEPTANCE], row, is_open=False)
            yield _step(plans[StepKind.REVIEW], row, is_open=True)


def _step(plan: Any, row: Application, *, is_open: bool) -> ApplicationStep:
    closed_at = None if is_open else row.moved_at
    return ApplicationStep(
        application=row,
        template=plan,
        organisation_id=row.office_id,
        opened_at=row.moved_at,
        closed_at=closed_at,
    )
