"""What a person may do is asked anew at each request: no session outlives the right (quality T13)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, User
from accounts.services.users import disable_user
from tests.access.house import House
from tests.factories import MembershipFactory

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
