"""Giving and ending roles: separation, the last administrator, dates, and the pages that do it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.actors import SYSTEM
from accounts.enums import Role
from accounts.models import Membership
from core.errors import Conflict, Invalid, NotAllowed
from records.models import Act
from tests.factories import MembershipFactory, OrganisationFactory, PersonFactory, UserFactory, actor

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DECIDING = [
    (Role.REVIEWER, {"office": True}),
    (Role.OFFICE_DIRECTOR, {"office": True}),
    (Role.REGISTRAR, {}),
]


def today():
    return timezone.localdate()


def give(admin, user, organisation, role, **dates):
    dates = {"since": today(), **dates}
    return services.add_membership(actor=admin, user=user, organisation=organisation, role=role, **dates)


def test_a_role_is_given_on_two_pages_and_recorded(desk):
    user, unit = UserFactory(), OrganisationFactory(name="试验之县人民政府")
    found = desk.get(reverse("accounts:membership_unit", args=[user.pk]), {"q": "试验之"})
    assert "试验之县人民政府（县级）" in found.content.decode()
    url = reverse("accounts:membership_create", args=[user.pk, unit.pk])
    offered = [value for value, _ in desk.get(url).context["form"].fields["role"].choices]
    assert offered == ["", "filer", "unit_admin", "registrar", "statistician"]
    typed = {"role": "filer", "since": today().isoformat(), "until": ""}
    assert desk.post(url, typed).status_code == 302
    membership = Membership.objects.get(user=user)
    assert (membership.organisation, membership.role, membership.until) == (unit, "filer", None)
    fields = {
        line["field"]: line["new"] for line in Act.objects.get(verb="membership.add").details["changes"]
    }
    assert fields == {"单位": unit.name, "角色": "填报员", "自": str(today()), "至（不含）": "长期"}
    again = desk.post(url, typed)
    assert again.status_code == 422
    assert "已有同一角色" in again.content.decode()
    assert Membership.objects.filter(user=user).count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"role": "reviewer"}, "role"),
        ({"role": ""}, "role"),
        ({"role": "root\0"}, "role"),
        ({"since": "昨天"}, "since"),
        ({"since": "99999-01-01"}, "since"),
        ({"since": "0001-01-01"}, "since"),
        ({"until": "2000-01-01"}, "until"),
    ],
)
def test_what_does_not_hold_is_named(desk, typed, field):
    user, unit = UserFactory(), OrganisationFactory()
    good = {"role": "filer", "since": today().isoformat(), "until": ""}
    response = desk.post(reverse("accounts:membership_create", args=[user.pk, unit.pk]), {**good, **typed})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Membership.objects.filter(user=user).exists()


@pytest.mark.parametrize(("role", "traits"), DECIDING)
def test_who_administers_does_not_decide_and_the_other_way_round(admin, role, traits):
    office = OrganisationFactory(office=True)
    unit = OrganisationFactory(**traits)
    first, second = UserFactory(), UserFactory()
    give(admin, first, office, Role.SYSTEM_ADMIN)
    give(admin, second, unit, role)
    with pytest.raises(NotAllowed, match="不得兼任"):
        give(admin, first, unit, role)
    with pytest.raises(NotAllowed, match="不得兼任"):
        give(admin, second, office, Role.SYSTEM_ADMIN)


def test_two_accounts_of_one_person_count_as_one(admin):
    person = PersonFactory()
    one, other = UserFactory(person=person), UserFactory(person=person)
    office = OrganisationFactory(office=True)
    give(admin, one, office, Role.SYSTEM_ADMIN)
    with pytest.raises(NotAllowed, match="不得兼任"):
        give(admin, other, office, Role.REVIEWER)
    stranger = UserFactory()
    give(admin, stranger, office, Role.REVIEWER)
    with pytest.raises(NotAllowed, match="不得兼任"):
        services.update_user(
            actor=admin, user=stranger, display_name="试验", telephone="", email="", person=person
        )


def test_roles_one_after_the_other_do_not_exclude_each_other(admin):
    user, office = UserFactory(), OrganisationFactory(office=True)
    later = today() + timedelta(days=30)
    give(admin, user, office, Role.REVIEWER, until=later)
    assert give(admin, user, office, Role.SYSTEM_ADMIN, since=later).since == later


def test_nobody_changes_their_own_roles(desk, admin):
    with pytest.raises(NotAllowed, match="不能调整自己的角色"):
        give(admin, admin.user, OrganisationFactory(), Role.FILER)
    own = admin.user.memberships.get()
    with pytest.raises(NotAllowed, match="不能调整自己的角色"):
        services.end_membership(actor=admin, membership=own, until=today())
    assert (
        desk.post(
            reverse("accounts:membership_end", args=[own.pk]), {"until": today().isoformat()}
        ).status_code
        == 403
    )


def test_a_unit_out_of_use_and_a_day_gone_by_are_refused(admin):
    user = UserFactory()
    with pytest.raises(NotAllowed, match="已停用"):
        give(admin, user, OrganisationFactory(is_active=False), Role.FILER)
    with pytest.raises(NotAllowed, match="不能早于今天"):
        give(admin, user, OrganisationFactory(), Role.FILER, since=today() - timedelta(days=1))
    with pytest.raises(Invalid, match="结束日期应晚于开始日期"):
        give(admin, user, OrganisationFactory(), Role.FILER, until=today())


def test_a_role_ends_today_or_later_and_never_twice(desk, admin):
    membership = MembershipFactory()
    url = reverse("accounts:membership_end", args=[membership.pk])
    soon = today() + timedelta(days=3)
    assert desk.post(url, {"until": soon.isoformat()}).status_code == 302
    membership.refresh_from_db()
    assert membership.until == soon
    assert desk.post(url, {"until": (soon + timedelta(days=9)).isoformat()}).status_code == 403
    assert desk.post(url, {"until": today().isoformat()}).status_code == 302
    assert not Membership.objects.at(today()).filter(user=membership.user).exists()
    lines = Act.objects.filter(verb="membership.end").latest("pk").details["changes"]
    assert (lines[0]["old"], lines[0]["new"]) == (str(soon), str(today()))


def test_a_role_that_begins_today_is_taken_back_whole(admin):
    user = UserFactory()
    membership = give(admin, user, OrganisationFactory(), Role.FILER)
    services.end_membership(actor=admin, membership=membership, until=today())
    assert not Membership.objects.filter(user=user).exists()
    with pytest.raises(Conflict, match="已被撤销"):
        services.end_membership(actor=admin, membership=membership, until=today())


def test_the_last_administrator_can_be_neither_disabled_nor_relieved(admin):
    other = actor(Role.SYSTEM_ADMIN, organisation=admin.organisation)
    services.disable_user(actor=other, user=admin.user)
    last = other.user.memberships.get()
    for act in (
        lambda: services.disable_user(actor=SYSTEM, user=other.user),
        lambda: services.end_membership(actor=SYSTEM, membership=last, until=today() + timedelta(days=400)),
    ):
        with pytest.raises(NotAllowed, match="最后一名"):
            act()
    services.enable_user(actor=other, user=admin.user)
    services.disable_user(actor=admin, user=other.user)
    other.user.refresh_from_db()
    assert not other.user.is_active


def test_an_administrator_for_a_while_is_not_enough(admin):
    other = UserFactory()
    give(admin, other, admin.organisation, Role.SYSTEM_ADMIN, until=today() + timedelta(days=5))
    with pytest.raises(NotAllowed, match="最后一名长期任职"):
        services.disable_user(actor=SYSTEM, user=admin.user)
