"""Somebody new comes into a unit: invited with an account of their own, or taken in with the one they have."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.actors import actor_for
from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from core.errors import NotAllowed
from records.models import Act
from tests.accounts.unit import WORKBENCH, at, clerk, desk, head, roles_of, signed_in, today, unit
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory, UserFactory, actor
from tests.harness.pages import Browser, browser_of

__all__ = ["browser_of", "clerk", "desk", "head", "unit"]

pytestmark = [pytest.mark.django_db, pytest.mark.both]
INVITED = {"display_name": "试验张三", "username": "zhang.san", "telephone": "13800000000", "role": "filer"}
INVITE = reverse("accounts:unit_invite")
TAKE_IN = reverse("accounts:unit_take_in")


def test_an_invited_colleague_signs_in_once_with_the_password_that_was_shown(
    desk: Client, unit: Organisation
) -> None:
    page = desk.post(INVITE, INVITED)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    password, user = page.context["password"], User.objects.get(username="zhang.san")
    assert password in page.content.decode()
    assert roles_of(user, unit) == {"filer"}
    assert signed_in(user, password).get(WORKBENCH).url == reverse("accounts:password_change")
    verbs = Act.objects.filter(target_id=str(user.pk)).exclude(verb="session.sign_in").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["user.create", "membership.add"]
    assert password not in str(list(Act.objects.values_list("details", flat=True)))
    again = desk.post(INVITE, INVITED)
    assert again.status_code == 422
    assert list(again.context["form"].errors) == ["username"]
    assert User.objects.filter(username__startswith="zhang").count() == 1


def test_an_empty_username_is_proposed_and_nothing_is_made_before_it_was_read(desk: Client) -> None:
    before = User.objects.count()
    page = desk.post(INVITE, {**INVITED, "display_name": "李四", "username": ""})
    assert page.status_code == 200 and User.objects.count() == before
    form = page.context["form"]
    assert (form["username"].value(), form["role"].value()) == ("li.si", "filer")
    assert "请核对用户名" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"role": "registrar"}, "role"),
        ({"role": "system_admin"}, "role"),
        ({"role": "reviewer"}, "role"),
        ({"role": ""}, "role"),
        ({"username": "张三"}, "username"),
        ({"username": "a\0bc"}, "username"),
        ({"display_name": ""}, "display_name"),
        ({"telephone": "x"}, "telephone"),
    ],
)
def test_an_invitation_that_does_not_hold_makes_nothing(desk: Client, typed: Any, field: str) -> None:
    before = User.objects.count()
    answer = desk.post(INVITE, {**INVITED, **typed})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert User.objects.count() == before


def test_what_is_sent_along_with_an_invitation_is_left_lying(desk: Client, unit: Organisation) -> None:
    other = OrganisationFactory()
    harm = {
        "organisation": other.pk,
        "is_deputy": "on",
        "until": "2099-01-01",
        "is_active": "",
        "must_change_password": "",
        "password": "x" * 20,
        "person": PersonFactory().pk,
    }
    desk.post(INVITE, {**INVITED, **harm})
    user = User.objects.get(username="zhang.san")
    row = user.memberships.get()
    assert (row.organisation, row.role, row.until, row.is_deputy) == (unit, "filer", None, False)
    assert user.must_change_password and user.is_active and user.person is None


def test_the_head_of_an_office_brings_in_reviewers_alone(browser_of: Browser) -> None:
    office = OrganisationFactory(office=True)
    desk = browser_of(actor(Role.OFFICE_DIRECTOR, organisation=office))
    assert desk.post(INVITE, {**INVITED, "role": "office_director"}).status_code == 422
    assert desk.post(INVITE, {**INVITED, "role": "filer"}).status_code == 422
    assert desk.post(INVITE, {**INVITED, "role": "reviewer"}).status_code == 200
    assert roles_of(User.objects.get(username="zhang.san"), office) == {"reviewer"}


def test_somebody_of_another_unit_comes_in_by_both_names_and_keeps_the_other_unit(
    desk: Client, unit: Organisation
) -> None:
    other = MembershipFactory(user=UserFactory(username="li.si", display_name="试验李四"))
    typed = {"username": "li.si", "display_name": "试验李四", "role": "filer"}
    assert desk.post(TAKE_IN, typed).url == at("colleague_detail", other.user)
    assert {each.organisation for each in actor_for(other.user).memberships} == {unit, other.organisation}
    assert Act.objects.filter(verb="membership.add", organisation=unit).count() == 1
    twice = desk.post(TAKE_IN, typed)
    assert twice.status_code == 422 and "已有同一角色" in twice.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"username": "li.s"},
        {"username": "nobody"},
        {"display_name": "试验"},
        {"username": "closed.account", "display_name": "试验停用"},
    ],
)
def test_who_is_not_known_by_both_names_is_not_found_and_the_answer_says_no_more(
    desk: Client, typed: dict[str, str]
) -> None:
    MembershipFactory(user=UserFactory(username="li.si", display_name="试验李四"))
    UserFactory(username="closed.account", display_name="试验停用", is_active=False)
    before = Membership.objects.count()
    answer = desk.post(TAKE_IN, {"username": "li.si", "display_name": "试验李四", "role": "filer"} | typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "username": ["没有找到用户名和姓名都相符的账户，请向本人核对后再填。"]
    }
    assert Membership.objects.count() == before


def test_a_system_administrator_is_touched_by_no_head_of_a_unit(desk: Client, unit: Organisation) -> None:
    office = OrganisationFactory(office=True)
    person = PersonFactory()
    MembershipFactory(
        user=UserFactory(username="root.one", display_name="试验管理", person=person),
        organisation=office,
        role=Role.SYSTEM_ADMIN,
    )
    answer = desk.post(TAKE_IN, {"username": "root.one", "display_name": "试验管理", "role": "filer"})
    assert answer.status_code == 403
    assert "系统管理员" not in answer.content.decode().replace("请联系系统管理员", "")
    # Another account of that person, which works here, is as much theirs.
    clerk = MembershipFactory(user=UserFactory(person=person), organisation=unit).user
    director = actor(Role.OFFICE_DIRECTOR, organisation=office)
    admin = User.objects.get(username="root.one")
    assert desk.post(at("colleague_reset_password", clerk)).status_code == 403
    for act in (
        lambda: services.reset_password(actor=director, user=admin),
        lambda: services.hand_over(actor=director, user=admin, to_user=clerk, until=today()),
        lambda: services.end_roles(actor=director, user=admin, memberships=[admin.memberships.get().pk]),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert admin.memberships.get().until is None
