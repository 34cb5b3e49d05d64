"""A forgotten password is mended on the spot, and nobody gets into another unit that way."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.enums import Role
from accounts.models import Organisation, User
from records.models import Act
from tests.accounts.unit import WORKBENCH, at, clerk, desk, give, head, signed_in, today, unit
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory, actor
from tests.harness.pages import Browser, browser_of

__all__ = ["browser_of", "clerk", "desk", "head", "unit"]

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TAKE_IN = reverse("accounts:unit_take_in")


def reset_is_open(desk: Client, user: User) -> bool:
    """What the page says, and that the button obeys."""
    offered = "确认重置" in desk.get(at("colleague_detail", user)).content.decode()
    done = desk.post(at("colleague_reset_password", user)).status_code == 200
    assert offered == done
    return done


def test_a_forgotten_password_is_mended_on_the_spot(desk: Client, clerk: User, unit: Organisation) -> None:
    old = signed_in(clerk)
    for _ in range(5):
        signed_in(clerk, "wrong")
    page = desk.post(at("colleague_reset_password", clerk))
    assert "no-store" in page.headers["Cache-Control"]
    assert old.get(WORKBENCH).url.startswith(reverse("accounts:login"))
    anew = signed_in(clerk, page.context["password"])
    assert anew.get(WORKBENCH).url == reverse("accounts:password_change")
    act = Act.objects.get(verb="user.reset_password", target_id=str(clerk.pk))
    assert act.organisation == unit
    assert page.context["password"] not in desk.get(at("colleague_detail", clerk)).content.decode()
    assert "忘记密码？请找本单位管理员重置。" in Client().get(reverse("accounts:login")).content.decode()


@pytest.mark.parametrize(
    ("role", "is_open"),
    [(Role.FILER, True), (Role.STATISTICIAN, True), (Role.UNIT_ADMIN, False), (Role.REGISTRAR, False)],
)
def test_who_weighs_more_elsewhere_is_let_in_by_the_system_administrator_alone(
    desk: Client, clerk: User, role: Role, is_open: bool
) -> None:
    MembershipFactory(user=clerk, organisation=OrganisationFactory(), role=role)
    assert reset_is_open(desk, clerk) is is_open


def test_nobody_gets_into_another_units_account_by_taking_its_owner_in(
    head: Actor, desk: Client, unit: Organisation
) -> None:
    theirs = MembershipFactory(user=UserFactory(username="li.si", display_name="试验李四"))
    desk.post(TAKE_IN, {"username": "li.si", "display_name": "试验李四", "role": "filer"})
    assert not reset_is_open(desk, theirs.user)
    # Nor by calling back who left for another unit.
    left = MembershipFactory(organisation=unit, until=today()).user
    MembershipFactory(user=left)
    give(head, left, Role.FILER)
    assert not reset_is_open(desk, left)


def test_no_password_of_oneself_of_who_left_or_of_a_registrar(
    desk: Client, head: Actor, unit: Organisation
) -> None:
    assert head.user is not None
    gone = MembershipFactory(organisation=unit, until=today()).user
    registrar = MembershipFactory(organisation=unit, role=Role.REGISTRAR).user
    MembershipFactory(user=registrar, organisation=unit)
    closed = MembershipFactory(organisation=unit, user__is_active=False).user
    for user in (head.user, gone, registrar, closed):
        assert not reset_is_open(desk, user), user
    assert not Act.objects.filter(verb="user.reset_password").exists()


def test_a_director_helps_reviewers_and_no_other_director(browser_of: Browser) -> None:
    office = OrganisationFactory(office=True)
    desk = browser_of(actor(Role.OFFICE_DIRECTOR, organisation=office))
    assert reset_is_open(desk, MembershipFactory(organisation=office, role=Role.REVIEWER).user)
    for role in (Role.OFFICE_DIRECTOR, Role.REGISTRAR, Role.SYSTEM_ADMIN):
        assert not reset_is_open(desk, MembershipFactory(organisation=office, role=role).user)
