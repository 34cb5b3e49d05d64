"""What a person may do is asked anew at each request: no session outlives the right (quality T13)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Membership, Tenure, User
from accounts.services.users import disable_user
from applications.enums import State
from applications.models import Application, ApplicationStep, Decision, Judgement
from applications.selectors.judgements import questions_left
from core.enums import Level
from records.models import Act
from tests.access.house import House
from tests.applications.thread import Scene, at, check, filled, furnished_world, prepare, send_up
from tests.factories import (
    MembershipFactory,
    PersonFactory,
    PostFactory,
    TenureFactory,
    TownFactory,
    World,
    cast_at,
)

pytestmark = [pytest.mark.django_db]


def test_a_role_that_ended_is_gone_at_the_next_request(house: House) -> None:
    client = house.client("reviewer")
    page = house.address("applications:application_detail", "reviewing")
    assert client.get(page).status_code == 200
    Membership.objects.filter(user=house.world.reviewer.user).update(until=timezone.localdate())
    assert client.get(page).status_code == 404
    assert client.get("/applications/queue/").status_code == 403


def test_a_role_that_begins_tomorrow_opens_nothing_today(house: House) -> None:
    Membership.objects.filter(user=house.world.reviewer.user).update(
        since=timezone.localdate() + timedelta(days=1)
    )
    assert house.client("reviewer").get("/applications/queue/").status_code == 403


def test_an_account_that_was_disabled_is_out_and_stays_out_when_enabled_again(house: House) -> None:
    client = house.client("filer")
    page = house.address("applications:application_detail", "draft")
    assert client.get(page).status_code == 200
    disable_user(actor=house.world.system_admin, user=house.world.filer.user)
    answer = client.get(page)
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/accounts/login/")
    User.objects.filter(pk=house.world.filer.user.pk).update(is_active=True)
    assert client.get(page).status_code == 302


def test_a_unit_that_was_closed_opens_nothing_any_more(house: House) -> None:
    client = house.client("reviewer")
    house.world.office.is_active = False
    house.world.office.save()
    assert client.get("/applications/queue/").status_code == 403


def test_acting_for_another_unit_shows_its_rows_and_hides_those_of_the_first(house: House) -> None:
    user = house.world.filer.user
    MembershipFactory(user=user, organisation=house.world.neighbour, role=Role.FILER)
    client = house.client("filer")
    page = house.address("applications:application_detail", "draft")
    assert client.get(page).status_code == 200
    client.post("/accounts/switch/", {"organisation": house.world.neighbour.pk})
    assert client.get(page).status_code == 404
    client.post("/accounts/switch/", {"organisation": house.world.county.pk})
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("wanted", ["far_city", "office", "province"])
def test_nobody_acts_for_a_unit_that_they_do_not_belong_to(house: House, wanted: str) -> None:
    client = house.client("filer")
    client.post("/accounts/switch/", {"organisation": getattr(house.world, wanted).pk})
    assert client.get("/applications/queue/").status_code == 403
    assert client.get(house.address("applications:application_detail", "draft")).status_code == 200


@pytest.fixture
def world(db: None) -> World:
    return furnished_world()


@dataclass(frozen=True)
class Task:
    """What somebody has open in front of them: their page, and the button on it."""

    who: Actor
    page: str
    button: str
    data: dict[str, Any]


def reached(scene: Scene, state: State) -> Application:
    """A new town's, at the province already with the province."""
    unit = scene.filer.organisation
    owner = unit if unit.superior is None or unit.kind != "township" else unit.superior
    row = at(scene, state, town=TownFactory(owner=owner, keeper=unit))
    if state == State.REVIEWING:
        send_up(scene, row)
    return Application.objects.get(pk=row.pk)


def action(who: Actor, row: Application, name: str) -> Task:
    page = reverse("applications:application_detail", args=[row.pk])
    button = reverse("applications:application_act", args=[row.pk, name])
    return Task(who, page, button, {"version": row.version, "comment": "理由充分。"})


def conclusion(scene: Scene) -> Task:
    row = reached(scene, State.REVIEWING)
    button = reverse("applications:step_close", args=[row.pk, row.steps.get(template__kind="review").pk])
    return Task(
        scene.reviewer,
        reverse("applications:review", args=[row.pk]),
        button,
        {"version": row.version, "comment": "符合。"},
    )


def judgement(scene: Scene) -> Task:
    row = reached(scene, State.REVIEWING)
    check(row)
    finding = questions_left(row)[0].finding
    data = {
        "criterion": finding.criterion,
        "requirement": finding.requirement,
        "conclusion": "met",
        "reason": "材料充分。",
        "sheet": 1,
        "shown": 0,
    }
    button = reverse("applications:review_judge", args=[row.pk])
    return Task(scene.reviewer, reverse("applications:review", args=[row.pk]), button, data)


def publication(scene: Scene) -> Task:
    decision = prepare(scene, reached(scene, State.SHORTLISTED))
    button = reverse("applications:decision_apply", args=[decision.pk])
    today = timezone.localdate().isoformat()
    data = {"version": decision.version, "document_number": "试政发〔2026〕3号", "decided_on": today}
    return Task(scene.registrar, reverse("applications:decision_detail", args=[decision.pk]), button, data)


# The part of every role at a level; `relay` is whoever accepts, at the province the city's office.
PARTS: dict[str, Callable[[Scene], Task]] = {
    "filer": lambda scene: action(scene.filer, filled(scene), "submit"),
    "unit_admin": lambda scene: action(scene.unit_admin, reached(scene, State.SUBMITTED), "recommend"),
    "relay": lambda scene: action(scene.desks[0][0], reached(scene, State.RECOMMENDED), "accept"),
    "reviewer": conclusion,
    "judge": judgement,
    "director": lambda scene: action(scene.director, reached(scene, State.REVIEWING), "decline"),
    "registrar": publication,
}


def written() -> list[Any]:
    """What a refused request must leave as it was; that it was refused is itself noted."""
    rows = [list(model.objects.order_by("pk").values()) for model in (Application, ApplicationStep, Decision)]
    return [*rows, Judgement.objects.count(), Act.objects.exclude(outcome="refused").count()]


def signed_in(who: Actor) -> Client:
    client = Client()
    assert who.user is not None
    client.force_login(who.user)
    return client


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("level", Level.values)
def test_the_page_that_was_open_when_the_role_ended_does_nothing(world: World, level: str, part: str) -> None:
    """At every level, for every role: neither the page nor the button on it outlives the role by one request."""
    task = PARTS[part](cast_at(world, Level(level)))
    client = signed_in(task.who)
    assert client.get(task.page).status_code == 200
    before = written()
    Membership.objects.filter(user=task.who.user).update(until=timezone.localdate())
    assert client.post(task.button, task.data).status_code in {403, 404}
    assert client.get(task.page).status_code in {403, 404}
    assert written() == before
    # The control: with the role back the same button works.
    Membership.objects.filter(user=task.who.user).update(until=None)
    assert client.post(task.button, task.data).status_code == 302


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("level", Level.values)
def test_the_page_that_was_open_when_the_account_was_disabled_does_nothing(
    world: World, level: str, part: str
) -> None:
    task = PARTS[part](cast_at(world, Level(level)))
    clients = [signed_in(task.who), signed_in(task.who)]
    assert all(client.get(task.page).status_code == 200 for client in clients)
    disable_user(actor=world.system_admin, user=task.who.user)
    before = written()
    for client in clients:
        answer = client.post(task.button, task.data)
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/accounts/login/")
    assert written() == before


def test_whoever_changed_from_the_office_to_its_registrar_does_the_one_and_not_the_other(
    world: World,
) -> None:
    scene = cast_at(world, Level.PROVINCE)
    task = conclusion(scene)
    client = signed_in(task.who)
    Membership.objects.filter(user=task.who.user).update(until=timezone.localdate())
    MembershipFactory(user=task.who.user, organisation=scene.round.office, role=Role.REGISTRAR)
    assert client.post(task.button, task.data).status_code in {403, 404}
    decision = publication(scene)
    assert client.post(decision.button, decision.data).status_code == 302


def test_a_post_that_ended_is_not_on_what_is_done_afterwards(world: World) -> None:
    """The role stays, the post does not: the next act names nobody's former post."""
    user, today = world.reviewer.user, timezone.localdate()
    user.person = PersonFactory()
    user.save(update_fields=["person"])
    tenure = TenureFactory(person=user.person, post=PostFactory(organisation=world.office, name="科长"))
    client = signed_in(world.reviewer)
    first, second = (reached(world, State.RECOMMENDED) for _ in range(2))
    posts = []
    for row in (first, second):
        task = action(world.reviewer, row, "accept")
        assert client.post(task.button, task.data).status_code == 302
        posts.append(Act.objects.about(row).get(verb="application.accept").post_name)
        Tenure.objects.filter(pk=tenure.pk).update(until=today)
    assert posts == ["科长", ""]
