"""Roles and work go from one colleague to another in one act."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts import services, workload
from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Organisation, User
from records.models import Act
from tests.accounts.unit import (
    PEOPLE,
    WORKBENCH,
    at,
    clerk,
    desk,
    give,
    head,
    roles_of,
    today,
    unit,
)
from tests.factories import (
    MembershipFactory,
)
from tests.harness.pages import browser_of

__all__ = ["browser_of", "clerk", "desk", "head", "unit"]

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def ports() -> Iterator[None]:
    """Whatever a test registers is forgotten afterwards."""
    before = workload._workloads[:], workload._handovers[:]
    yield
    workload._workloads[:], workload._handovers[:] = before


def moving(moved: list[tuple[User, User]]) -> Any:
    def move(organisation: Organisation, from_user: User, to_user: User, who: Actor) -> int:
        moved.append((from_user, to_user))
        return 3

    return move


def hand_over_fields(desk: Client, user: User, to_user: User, until: date) -> dict[str, Any]:
    form = desk.get(at("colleague_hand_over", user)).context["form"]
    return {"to_user": to_user.pk, "until": until.isoformat(), "seen": form["seen"].value()}


def test_a_hand_over_moves_roles_and_work_in_one_act(
    desk: Client, clerk: User, unit: Organisation, ports: None
) -> None:
    moved: list[tuple[User, User]] = []
    workload.register_handover(moving(moved))
    MembershipFactory(user=clerk, organisation=unit, role=Role.STATISTICIAN)
    heir = MembershipFactory(organisation=unit).user
    assert "填报员" in desk.get(at("colleague_hand_over", clerk)).content.decode()
    typed = hand_over_fields(desk, clerk, heir, today())
    answer = desk.post(at("colleague_hand_over", clerk), typed, follow=True)
    assert f"移交给{heir}，转交工作 3 件" in answer.content.decode()
    assert (roles_of(clerk, unit), roles_of(heir, unit)) == (set(), {"filer", "statistician"})
    assert moved == [(clerk, heir)]
    act = Act.objects.get(target_id=str(clerk.pk), target_type="accounts.user")
    assert (act.verb, act.details["work"]) == ("membership.hand_over", 3)
    assert act.details["to_user"] == f"{heir}（{heir.username}）"
    assert desk.post(at("colleague_hand_over", clerk), typed).status_code == 409
    assert len(moved) == 1 and Act.objects.filter(verb="membership.hand_over").count() == 1


def test_until_a_later_day_both_work_side_by_side(desk: Client, clerk: User, unit: Organisation) -> None:
    heir, day = MembershipFactory(organisation=unit, role=Role.STATISTICIAN).user, today() + timedelta(days=5)
    desk.post(at("colleague_hand_over", clerk), hand_over_fields(desk, clerk, heir, day))
    assert roles_of(clerk, unit) == {"filer"} and "filer" in roles_of(heir, unit)
    assert clerk.memberships.get().until == day
    assert heir.memberships.get(role="filer").until is None


def test_a_role_for_a_while_gives_way_to_one_for_good(head: Actor, clerk: User, unit: Organisation) -> None:
    heir = MembershipFactory(organisation=unit, role=Role.STATISTICIAN).user
    give(head, heir, Role.FILER, since=today(), until=today() + timedelta(days=9), is_deputy=True)
    services.hand_over(actor=head, user=clerk, to_user=heir, until=today())
    row = heir.memberships.get(role="filer")
    assert (row.since, row.until, row.is_deputy) == (today(), None, False)


def test_the_last_administrator_hands_the_unit_over(desk: Client, head: Actor, clerk: User) -> None:
    assert head.user is not None and head.organisation is not None
    answer = desk.post(
        at("colleague_hand_over", head.user), hand_over_fields(desk, head.user, clerk, today())
    )
    assert answer.url == WORKBENCH
    assert roles_of(clerk, head.organisation) == {"filer", "unit_admin"}
    assert desk.get(PEOPLE).status_code == 403


def test_what_no_hand_over_does(desk: Client, head: Actor, clerk: User, unit: Organisation) -> None:
    heir = MembershipFactory(organisation=unit).user
    stranger, closed = (
        MembershipFactory().user,
        MembershipFactory(organisation=unit, user__is_active=False).user,
    )
    assert head.user is not None
    typed = hand_over_fields(desk, clerk, heir, today())
    for wrong in (stranger, closed, clerk, head.user):
        answer = desk.post(at("colleague_hand_over", clerk), {**typed, "to_user": wrong.pk})
        assert answer.status_code == 422, wrong
    yesterday = today() - timedelta(days=1)
    assert desk.post(at("colleague_hand_over", clerk), {**typed, "until": yesterday}).status_code == 403
    assert roles_of(clerk, unit) == {"filer"}
    registrar = MembershipFactory(organisation=unit, role=Role.REGISTRAR).user
    assert "须由系统管理员安排" in desk.get(at("colleague_hand_over", registrar)).content.decode()


def test_a_page_that_shows_other_roles_than_there_are_hands_nothing_over(
    desk: Client, head: Actor, clerk: User, unit: Organisation
) -> None:
    heir = MembershipFactory(organisation=unit).user
    typed = hand_over_fields(desk, clerk, heir, today())
    give(head, clerk, Role.STATISTICIAN)
    assert desk.post(at("colleague_hand_over", clerk), typed).status_code == 409
    assert roles_of(clerk, unit) == {"filer", "statistician"}
