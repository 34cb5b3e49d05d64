"""What the public sees on the home page, of a town and of rounds, and what it does not."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from applications.enums import State
from core.enums import Level
from tests.factories import (
    ApplicationFactory,
    DesignationFactory,
    DivisionFactory,
    FigureFactory,
    OrganisationFactory,
    RoundFactory,
    StandardVersionFactory,
    TownFactory,
    World,
)
from tests.harness.pages import Browser
from tests.portal.helpers import queries_of, recognised, text_of

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_a_town_that_was_never_recognised_has_no_public_page(client: Client) -> None:
    assert client.get(f"/towns/{TownFactory().pk}/").status_code == 404
    assert client.get("/towns/99999999999999999999/").status_code == 404


def test_the_page_tells_recognition_and_figures_with_source_and_doubt(client: Client) -> None:
    town = recognised(name="甲专业镇", introduction="一段简介。", document_number="试政发〔2025〕3号")
    FigureFactory(town=town, value="12089000000", scope="全产业链", source="试验日报")

    page = text_of(client, f"/towns/{town.pk}/")

    for words in ("一段简介。", "试政发〔2025〕3号", "120.89", "亿元", "全产业链", "试验日报", "尚未确认"):
        assert words in page


def test_figures_that_a_unit_reported_are_not_published_unconfirmed(client: Client) -> None:
    town = recognised()
    FigureFactory(town=town, reporter=town.owner, source="申报填报来源")

    assert "申报填报来源" not in text_of(client, f"/towns/{town.pk}/")


def test_of_several_figures_the_page_says_which_counts_and_why(client: Client) -> None:
    town = recognised()
    FigureFactory(town=town)
    FigureFactory(town=town, confirmed_at=timezone.now(), confirmed_by=OrganisationFactory(name="试验统计局"))

    page = text_of(client, f"/towns/{town.pk}/")

    assert "已经确认，优先采用" in page
    assert "试验统计局" in page


def test_only_the_owners_people_are_offered_to_edit(
    world: World, client: Client, browser_of: Browser
) -> None:
    DesignationFactory(town=world.town)
    address, edit = f"/towns/{world.town.pk}/", f"/registry/{world.town.pk}/"

    assert edit in text_of(browser_of(world.filer), address)
    for other in (client, browser_of(world.neighbour_filer), browser_of(world.reviewer)):
        assert edit not in text_of(other, address)


def test_home_counts_towns_by_level_and_counties_once(client: Client) -> None:
    county = DivisionFactory()
    first = recognised(county=county, level=Level.PROVINCE)
    DesignationFactory(town=first, level=Level.CITY)
    recognised(county=county, level=Level.CITY)
    recognised(revoked_on=date(2026, 11, 1))

    glance = client.get("/").context["glance"]

    assert dict(glance.levels) == {"province": 1, "city": 2, "county": 0}
    assert len(glance.counties) == 1
    assert (glance.counties[county.code].count, glance.counties[county.code].has_province) == (2, True)
    assert glance.total == 117


def test_home_links_every_recognised_county_of_the_map_to_its_towns(client: Client) -> None:
    recognised(county=DivisionFactory(code="140121", name="清徐县"))

    assert "/towns/?county=140121" in text_of(client, "/")


def test_home_shows_nothing_that_does_not_exist(client: Client) -> None:
    page = text_of(client, "/")

    assert "现在没有开放的申报批次" in page
    assert "还没有认定的专业镇" in page


def test_home_tells_open_rounds_and_new_towns(client: Client) -> None:
    RoundFactory(title="开放批次", closes_at=datetime(2030, 5, 21, tzinfo=SHANGHAI))
    RoundFactory(title="没发布的批次", unpublished=True)
    recognised(name="甲专业镇")

    page = text_of(client, "/")

    assert "开放批次" in page
    assert "5月20日 24:00 前" in page
    assert "没发布的批次" not in page
    assert "甲专业镇" in page


def test_rounds_say_what_until_when_and_whom_to_call(client: Client) -> None:
    RoundFactory(
        title="开放批次",
        contact="演示联系人 0351-0000000",
        closes_at=datetime(2030, 5, 21, tzinfo=SHANGHAI),
    )
    RoundFactory(title="过去批次", closed=True)
    RoundFactory(title="将来批次", future=True)
    RoundFactory(title="没发布的批次", unpublished=True)

    page = text_of(client, "/rounds/")

    assert "没发布的批次" not in page
    assert page.index("开放批次") < page.index("将来批次") < page.index("过去批次")
    for words in ("演示联系人", "5月20日 24:00 前", "市级"):
        assert words in page


def test_a_round_under_a_draft_standard_says_so(client: Client) -> None:
    RoundFactory(standard_version=StandardVersionFactory())

    assert "征求意见稿" in text_of(client, "/rounds/")


def test_no_page_shows_an_application_under_way(world: World, client: Client) -> None:
    for state in (State.DRAFT, State.REVIEWING, State.SHORTLISTED, State.DECLINED):
        town = TownFactory(name=f"暗{state}专业镇", owner=world.county)
        ApplicationFactory(state=state, round=world.round, applicant=world.county, town=town)

    for address in ("/", "/towns/", "/rounds/"):
        assert "暗" not in text_of(client, address)


def test_a_town_costs_the_same_with_one_figure_and_with_many(client: Client) -> None:
    town = recognised()
    FigureFactory(town=town)
    one = queries_of(client, f"/towns/{town.pk}/")
    for year in range(2000, 2025):
        FigureFactory(town=town, year=year)
    DesignationFactory(town=town, level=Level.COUNTY)

    assert queries_of(client, f"/towns/{town.pk}/") == one


def test_signed_in_staff_read_the_same_pages(world: World, browser_of: Browser) -> None:
    DesignationFactory(
        town=world.town, decided_on=date(2026, 11, 20), published_at=timezone.now() - timedelta(days=1)
    )

    for address in ("/", "/towns/", f"/towns/{world.town.pk}/", "/rounds/"):
        assert world.reviewer.user.display_name in text_of(browser_of(world.reviewer), address)
