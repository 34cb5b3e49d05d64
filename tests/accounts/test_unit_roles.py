"""Roles that the head of a unit gives and ends, deputies, and what is never possible."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import services
from accounts.actors import SYSTEM, Actor, actor_for
from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from accounts.rules.colleagues import LAST_UNIT_ADMIN
from core.errors import Conflict, Invalid, NotAllowed
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
    signed_in,
    today,
    unit,
)
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory, actor
from tests.harness.pages import browser_of

__all__ = ["browser_of", "clerk", "desk", "head", "unit"]

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.SYSTEM_ADMIN, Role.REVIEWER])
def test_no_role_outside_the_table_is_given_or_ended(head: Actor, clerk: User, role: Role) -> None:
    with pytest.raises(NotAllowed, match="须由系统管理员安排"):
        give(head, clerk, role)
    row = MembershipFactory(user=clerk, organisation=head.organisation, role=role)
    with pytest.raises(NotAllowed, match="须由系统管理员安排"):
        services.end_roles(actor=head, user=clerk, memberships=[row.pk])


def test_nobody_raises_themselves_or_works_in_another_unit(head: Actor, clerk: User) -> None:
    assert head.user is not None
    with pytest.raises(NotAllowed, match="不能调整自己的角色"):
        give(head, head.user, Role.FILER)
    with pytest.raises(NotAllowed, match="只能办理本单位"):
        give(head, clerk, Role.FILER, organisation=OrganisationFactory())
    with pytest.raises(NotAllowed, match="不能移交给自己"):
        services.hand_over(actor=head, user=clerk, to_user=head.user, until=today())
    filer = actor(Role.FILER, organisation=head.organisation)
    with pytest.raises(NotAllowed, match="只有单位管理员"):
        give(filer, clerk, Role.FILER)
    elsewhere = MembershipFactory()
    with pytest.raises(NotAllowed, match="只能办理本单位"):
        services.end_membership(actor=head, membership=elsewhere, until=today())
    with pytest.raises(Conflict):
        services.end_roles(actor=head, user=clerk, memberships=[elsewhere.pk])


def test_ended_roles_are_gone_at_the_next_click_and_the_account_stays(
    desk: Client, clerk: User, unit: Organisation
) -> None:
    other = MembershipFactory(user=clerk, organisation=OrganisationFactory(key="zz")).organisation
    both = MembershipFactory(user=clerk, organisation=unit, role=Role.STATISTICIAN)
    browser = signed_in(clerk)
    assert browser.get(WORKBENCH).wsgi_request.actor.organisation == unit
    pks = list(clerk.memberships.filter(organisation=unit).values_list("pk", flat=True))
    assert desk.post(at("colleague_end", clerk), {"memberships": pks}).status_code == 302
    assert browser.get(WORKBENCH).wsgi_request.actor.organisation == other
    both.refresh_from_db()
    clerk.refresh_from_db()
    assert both.until == today() and clerk.is_active
    act = Act.objects.get(verb="membership.end", target_id=str(clerk.pk))
    assert len(act.details["changes"]) == 2
    late = desk.post(at("colleague_end", clerk), {"memberships": pks})
    assert late.status_code == 409
    assert Act.objects.filter(verb="membership.end").count() == 1


def test_one_of_two_roles_may_stay(desk: Client, clerk: User, unit: Organisation) -> None:
    row = MembershipFactory(user=clerk, organisation=unit, role=Role.UNIT_ADMIN)
    desk.post(at("colleague_end", clerk), {"memberships": [row.pk]})
    assert roles_of(clerk, unit) == {"filer"}
    for wrong in ([], ["x"], ["9" * 40], ["\0"]):
        assert desk.post(at("colleague_end", clerk), {"memberships": wrong}).status_code == 422


def test_the_last_unit_administrator_stays_whoever_ends_it(head: Actor, desk: Client) -> None:
    assert head.user is not None
    page = at("colleague_end", head.user)
    assert LAST_UNIT_ADMIN in desk.get(page).content.decode()
    own = head.user.memberships.get()
    assert desk.post(page, {"memberships": [own.pk]}).status_code == 403
    deputy = UserFactory()
    give(head, deputy, Role.UNIT_ADMIN, until=today() + timedelta(days=9), is_deputy=True)
    standing_in = actor_for(deputy)
    with pytest.raises(NotAllowed, match="最后一名"):
        services.end_roles(actor=standing_in, user=head.user, memberships=[own.pk])
    second = MembershipFactory(organisation=head.organisation, role=Role.UNIT_ADMIN)
    answer = desk.post(page, {"memberships": [own.pk]})
    assert answer.url == WORKBENCH
    assert desk.get(PEOPLE).status_code == 403
    with pytest.raises(NotAllowed, match="最后一名"):
        services.end_roles(actor=standing_in, user=second.user, memberships=[second.pk])
    # The administrator of the portal closes whole units and is not held up.
    services.end_membership(actor=SYSTEM, membership=second, until=today())


def test_a_deputy_begins_and_ends_by_itself_and_acts_say_so(
    desk: Client, clerk: User, unit: Organisation
) -> None:
    begin = datetime(today().year + 1, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    first, last = begin.date(), begin.date() + timedelta(days=7)
    typed = {"role": "unit_admin", "since": first.isoformat(), "until": last.isoformat()}
    assert desk.post(at("colleague_deputy", clerk), typed).status_code == 302
    act = Act.objects.get(verb="membership.appoint_deputy", target_id=str(clerk.pk))
    fields = {line["field"]: line["new"] for line in act.details["changes"]}
    assert fields["角色"] == "单位管理员（代理）" and fields["至（不含）"] == str(last)
    assert actor_for(clerk).role_names == "填报员"
    with time_machine.travel(begin, tick=False) as clock:
        deputy = actor_for(clerk)
        assert deputy.role_names == deputy.memberships[0].role_names == "填报员、单位管理员（代理）"
        browser = Client()
        browser.force_login(clerk)
        assert browser.get(PEOPLE).status_code == 200
        other = MembershipFactory(organisation=unit, user__telephone="13800001111").user
        browser.post(at("colleague_reveal_telephone", other))
        act = Act.objects.get(verb="user.reveal_telephone")
        assert act.role_names == "填报员、单位管理员（代理）"
        clock.shift(timedelta(days=7))
        again = Client()
        again.force_login(clerk)
        assert again.get(PEOPLE).status_code == 403


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"until": ""}, "until"),
        ({"until": "2000-01-01"}, "until"),
        ({"since": "昨天"}, "since"),
        ({"role": "registrar"}, "role"),
        ({"role": "filer"}, "role"),
    ],
)
def test_a_deputy_that_does_not_hold_is_named(desk: Client, clerk: User, typed: Any, field: str) -> None:
    good = {"role": "unit_admin", "since": today().isoformat(), "until": str(today() + timedelta(days=3))}
    answer = desk.post(at("colleague_deputy", clerk), good | typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Membership.objects.filter(is_deputy=True).exists()


def test_a_deputy_without_an_end_reaches_the_database_on_no_way(head: Actor, clerk: User) -> None:
    with pytest.raises(Invalid, match="代理须有结束日期"):
        give(head, clerk, Role.UNIT_ADMIN, is_deputy=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(user=clerk, organisation=head.organisation, role=Role.UNIT_ADMIN, is_deputy=True)


def test_a_further_role_is_given_to_a_colleague(desk: Client, clerk: User, unit: Organisation) -> None:
    url = at("colleague_role", clerk)
    assert [value for value, _ in desk.get(url).context["form"].fields["role"].choices] == [
        "",
        "filer",
        "unit_admin",
        "statistician",
    ]
    typed = {"role": "statistician", "since": today().isoformat(), "until": "", "is_deputy": "on"}
    assert desk.post(url, {**typed, "role": "registrar"}).status_code == 422
    assert desk.post(url, typed).status_code == 302
    row = clerk.memberships.get(role="statistician")
    assert (row.organisation, row.is_deputy, row.until) == (unit, False, None)
    assert desk.post(url, typed).status_code == 422
