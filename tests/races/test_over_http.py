"""A hundred people press one button at the same instant (quality T2): one is told it is done, the others by whom."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Organisation
from applications.enums import State
from applications.models import Application
from notifications.models import Message
from records.models import Act
from tests.applications.thread import at, conclude, prepare
from tests.factories import ApplicationFactory, TownFactory, World, actor
from tests.races.server import Answer, Press, press_at_once, served, signed_in
from towns.models import Designation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PEOPLE, TABS = 10, 10
ROUNDS, CONTROLS = 3, 10


@pytest.fixture
def port(world: World, tmp_path: Path) -> Iterator[int]:
    with served(tmp_path / "server.log") as port:
        yield port


def colleagues(role: Role, unit: Organisation) -> list[Actor]:
    return [actor(role, organisation=unit) for _ in range(PEOPLE)]


def recommended(world: World) -> Application:
    return ApplicationFactory(
        round=world.round,
        applicant=world.county,
        town=TownFactory(owner=world.county),
        state=State.RECOMMENDED,
    )


def everybody_presses(cookies: list[str], row: Application, action: str) -> list[Press]:
    """Ten people with ten tabs each, all of the same page."""
    path = reverse("applications:application_act", args=[row.pk, action])
    data = {"version": row.version, "comment": "理由充分。"}
    return [Press(cookie, path, data) for cookie in cookies for _ in range(TABS)]


def one_did_it(answers: list[Answer]) -> list[Answer]:
    """Exactly one; returns the answers of the others."""
    assert Counter(answer.status for answer in answers) == {302: 1, 409: len(answers) - 1}
    return [answer for answer in answers if answer.status == 409]


def told_by_whom(others: list[Answer], act: Act, past: str) -> None:
    sentence = re.compile(f"{re.escape(f'{act.user_name}（{act.organisation_name}）')}.*{past}")
    assert all(sentence.search(answer.text) for answer in others)


def told_once(row: Application, kind: str) -> int:
    """How many people were told, nobody twice."""
    messages = Message.objects.about(row).filter(kind=kind).order_by("pk")
    told = Counter(messages.values_list("user", flat=True))
    assert set(told.values()) <= {1}
    return len(told)


def test_a_hundred_accept_one_application(world: World, port: int) -> None:
    cookies = [signed_in(who) for who in colleagues(Role.REVIEWER, world.office)]
    for number in range(1, ROUNDS + 1):
        row = recommended(world)
        Application.objects.filter(pk=row.pk).update(number="")
        others = one_did_it(press_at_once(port, everybody_presses(cookies, row, "accept")))
        act = Act.objects.about(row).get(verb="application.accept")
        told_by_whom(others, act, "受理")
        row = Application.objects.get(pk=row.pk)
        assert (row.state, row.handler, row.number[-4:]) == (State.REVIEWING, act.user, f"{number:04d}")
        assert told_once(row, "accepted") == 2


def test_a_hundred_put_one_application_on_the_list(world: World, port: int) -> None:
    row = at(world, State.REVIEWING)
    conclude(world, row)
    row = Application.objects.get(pk=row.pk)
    cookies = [signed_in(who) for who in colleagues(Role.OFFICE_DIRECTOR, world.office)]
    others = one_did_it(press_at_once(port, everybody_presses(cookies, row, "shortlist")))
    told_by_whom(others, Act.objects.about(row).get(verb="application.shortlist"), "列入拟认定名单")


def test_a_hundred_publish_one_decision(world: World, port: int) -> None:
    row = at(world, State.SHORTLISTED)
    decision = prepare(world, row)
    cookies = [signed_in(who) for who in colleagues(Role.REGISTRAR, world.city)]
    path = reverse("applications:decision_apply", args=[decision.pk])
    today = timezone.localdate().isoformat()
    presses = [
        Press(
            cookie,
            path,
            {"version": decision.version, "document_number": f"试政发〔2026〕{n}号", "decided_on": today},
        )
        for n, cookie in enumerate(cookies * TABS, start=1)
    ]
    others = one_did_it(press_at_once(port, presses))
    act = Act.objects.get(verb="decision.apply")
    told_by_whom(others, act, "公布")
    assert Act.objects.filter(verb="application.recognise").count() == Designation.objects.count() == 1
    decision.refresh_from_db()
    assert (decision.applied_by, decision.document_number) == (act.user, act.details["number"])
    assert told_once(row, "recognised") == 4


def test_of_fifty_who_accept_and_fifty_who_decline_one_has_the_word(world: World, port: int) -> None:
    cookies = [signed_in(who) for who in colleagues(Role.OFFICE_DIRECTOR, world.office)]
    for _ in range(ROUNDS):
        row = recommended(world)
        half = len(cookies) // 2
        presses: list[Any] = [
            *everybody_presses(cookies[:half], row, "accept"),
            *everybody_presses(cookies[half:], row, "decline"),
        ]
        one_did_it(press_at_once(port, presses))
        row = Application.objects.get(pk=row.pk)
        kinds = set(Message.objects.about(row).values_list("kind", flat=True))
        assert kinds == {"accepted" if row.state == State.REVIEWING else "declined"}


def test_without_the_lock_several_are_told_that_they_did_it(world: World, tmp_path: Path) -> None:
    """The negative control: were it not so, the hundred would prove nothing."""
    if connection.vendor == "sqlite":
        pytest.skip("on SQLite one transaction at a time is protection enough")
    cookies = [signed_in(who) for who in colleagues(Role.REVIEWER, world.office)]
    with served(tmp_path / "server.log", "tests.races.unprotected:application") as port:
        for _ in range(CONTROLS):
            row = recommended(world)
            answers = press_at_once(port, everybody_presses(cookies, row, "accept"))
            if sum(answer.status == 302 for answer in answers) > 1:
                assert Act.objects.about(row).filter(verb="application.accept").count() > 1
                return
    raise AssertionError(f"{CONTROLS} times a hundred without the lock, and never two who did it")
