"""What everybody reads while a revocation is proposed, and once it is confirmed."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from core.enums import Level
from tests.factories import DesignationFactory, RevocationFactory, World
from tests.portal.helpers import names_on, queries_of, recognised, text_of
from towns.models import Designation, Revocation
from towns.services import confirm_revocation, propose_revocation

pytestmark = pytest.mark.django_db
NUMBER = "试政撤〔2026〕1号"


@pytest.fixture
def given(world: World) -> Designation:
    return DesignationFactory(
        town=world.town,
        authority=world.city,
        decided_on=date(2026, 5, 20),
        year=2026,
        document_number="试政发〔2026〕1号",
        document_title="试验决定",
        source="试验日报",
    )


def proposed(world: World, designation: Designation) -> Revocation:
    return propose_revocation(actor=world.director, designation=designation, reason="暗中的理由")


def bare(page: str) -> str:
    """A page without the token that is new each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def revoked(world: World, designation: Designation) -> None:
    confirm_revocation(
        actor=world.registrar,
        revocation=proposed(world, designation),
        document_number=NUMBER,
        decided_on=timezone.localdate(),
    )


def test_a_recognition_is_told_in_full(given: Designation, client: Client) -> None:
    page = text_of(client, f"/towns/{given.town_id}/")
    for words in (
        "市级",
        given.authority.name,
        "试验决定",
        "试政发〔2026〕1号",
        "2026年5月20日",
        "试验日报",
        "有效",
    ):
        assert words in page


def test_nothing_of_a_proposal_shows(world: World, given: Designation, client: Client) -> None:
    addresses = ("/", "/towns/", f"/towns/{given.town_id}/")
    before = [bare(text_of(client, address)) for address in addresses]
    proposed(world, given)
    assert [bare(text_of(client, address)) for address in addresses] == before
    assert client.get("/towns/export/").status_code == 200


def test_once_confirmed_the_town_leaves_list_counts_and_map_and_its_page_says_so(
    world: World, given: Designation, client: Client
) -> None:
    revoked(world, given)

    assert names_on(client, "/towns/") == []
    assert names_on(client, "/towns/?level=city&year=2026") == []
    glance = client.get("/").context["glance"]
    assert (dict(glance.levels), dict(glance.counties)) == ({"province": 0, "city": 0, "county": 0}, {})
    assert given.town.name not in text_of(client, "/")
    page, today = text_of(client, f"/towns/{given.town_id}/"), timezone.localdate()
    for words in ("已撤销", f"{today.year}年{today.month}月{today.day}日", NUMBER, "不再列入名录"):
        assert words in page
    assert "暗中的理由" not in page


def test_a_town_with_another_recognition_stays_on_the_list(
    world: World, given: Designation, client: Client
) -> None:
    DesignationFactory(town=world.town, level=Level.PROVINCE, authority=world.province_office, year=2022)
    revoked(world, given)

    assert names_on(client, "/towns/") == [world.town.name]
    assert names_on(client, "/towns/?level=city") == []
    [row] = client.get("/towns/").context["rows"]
    assert [each.level for each in row.recognitions] == ["province"]
    page = text_of(client, f"/towns/{world.town.pk}/")
    assert "已撤销" in page
    assert "不再列入名录" not in page
    # What is in force comes first.
    assert page.index("2022年") < page.index("2026年5月20日")


def test_a_town_recognised_again_is_recognised(world: World, given: Designation, client: Client) -> None:
    revoked(world, given)
    DesignationFactory(town=world.town, authority=world.city, year=2027)

    assert names_on(client, "/towns/") == [world.town.name]
    page = text_of(client, f"/towns/{world.town.pk}/")
    assert page.index("2027年") < page.index("2026年5月20日")


def test_a_town_costs_the_same_however_often_it_was_revoked(client: Client) -> None:
    town = recognised()
    one = queries_of(client, f"/towns/{town.pk}/")
    for year in (2023, 2024, 2025):
        ended = DesignationFactory(town=town, level=Level.COUNTY, year=year, revoked_on=date(year, 6, 1))
        assert Revocation.objects.filter(designation=ended).count() == 1
    RevocationFactory(designation=town.designations.get(level=Level.CITY))
    assert queries_of(client, f"/towns/{town.pk}/") == one
