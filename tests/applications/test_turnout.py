"""谁还没报: how far every unit of a round is, what the office learns of drafts, and at what cost."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import Organisation
from applications.enums import State
from applications.models import Application, RoundApplicant
from applications.selectors.turnout import NAMED, turnout_counts, turnout_of
from tests.factories import ApplicationFactory, OrganisationFactory, TownFactory, World
from tests.harness.pages import Browser, browser_of

pytestmark = pytest.mark.django_db
__all__ = ["browser_of"]

# Session, user, memberships, unread messages and ten of the round's own.
HANDFUL = 14


def put(world: World, unit: Organisation, state: State, name: str = "") -> Application:
    town = TownFactory(owner=unit, **({"name": name} if name else {}))
    return ApplicationFactory(round=world.round, applicant=unit, town=town, state=state)


def stages(world: World) -> dict[str, str]:
    return {row.unit.key: row.stage.words for row in turnout_of(world.round)}


def address(world: World, rest: str = "") -> str:
    return f"/applications/rounds/{world.round.pk}/{rest}"


def test_a_unit_is_as_far_as_its_farthest_application(world: World) -> None:
    assert set(stages(world).values()) == {"未开始"}
    put(world, world.county, State.DRAFT)
    assert stages(world)[world.county.key] == "填写中"
    put(world, world.county, State.SUBMITTED)
    assert stages(world)[world.county.key] == "待推荐"
    put(world, world.county, State.RECOMMENDED)
    assert stages(world)[world.county.key] == "已推荐"
    assert stages(world)[world.neighbour.key] == "未开始"


def test_what_is_taken_back_counts_no_more_and_what_an_office_returns_still_does(world: World) -> None:
    put(world, world.county, State.WITHDRAWN)
    inside = put(world, world.neighbour, State.RETURNED)
    asked = put(world, world.zone, State.RECOMMENDED)
    Application.objects.filter(pk=asked.pk).update(state=State.RETURNED, returned_from=State.RECOMMENDED)
    assert inside.recommended_at is None
    found = stages(world)
    assert found[world.county.key] == "未开始"
    assert found[world.neighbour.key] == "填写中"
    assert found[world.zone.key] == "已推荐"


def test_the_counts_stand_above(world: World) -> None:
    put(world, world.county, State.REVIEWING)
    put(world, world.county, State.RECOMMENDED)
    put(world, world.neighbour, State.DRAFT)
    counts = turnout_counts(turnout_of(world.round))
    assert (counts.units, counts.filed, counts.recommended) == (3, 1, 2)
    assert (counts.drafting, counts.waiting, counts.idle, counts.missing) == (1, 0, 1, 2)


def test_a_draft_is_named_and_leads_nowhere(world: World, browser_of: Browser) -> None:
    draft = put(world, world.county, State.DRAFT, "试验草稿专业镇")
    Application.objects.filter(pk=draft.pk).update(draft={"answers": {"history_text": "还没写完的话"}})
    filed = put(world, world.neighbour, State.RECOMMENDED, "试验上报专业镇")
    client = browser_of(world.reviewer)
    html = client.get(address(world)).content.decode()
    assert "试验草稿专业镇" in html and f'"/applications/{draft.pk}/"' not in html
    assert "还没写完的话" not in html
    assert f'"/applications/{filed.pk}/">试验上报专业镇' in html
    assert client.get(f"/applications/{draft.pk}/").status_code == 404


def test_the_missing_alone(world: World, browser_of: Browser) -> None:
    put(world, world.county, State.RECOMMENDED)
    client = browser_of(world.reviewer)
    shown = {
        show: [row.unit for row in client.get(address(world, f"?show={show}")).context["rows"]]
        for show in ("missing", "filed", "nonsense")
    }
    assert set(shown["missing"]) == {world.neighbour, world.zone}
    assert shown["filed"] == [world.county]
    assert len(shown["nonsense"]) == 3


def test_of_many_towns_some_are_named_and_all_are_counted(world: World) -> None:
    for _ in range(NAMED + 3):
        put(world, world.county, State.DRAFT)
    row = next(row for row in turnout_of(world.round) if row.unit == world.county)
    assert (len(row.towns), row.total, row.has_more) == (NAMED, NAMED + 3, True)


def test_the_workbook_is_the_table(world: World, browser_of: Browser) -> None:
    put(world, world.county, State.RECOMMENDED, "试验上报专业镇")
    RoundApplicant.objects.filter(organisation=world.county).update(quota=2)
    client = browser_of(world.reviewer)
    sheet = load_workbook(BytesIO(client.get(address(world, "export/")).content)).active
    lines = list(sheet.values)
    assert lines[0] == ("序号", "单位", "进展", "填写中", "待推荐", "已推荐", "限报数", "专业镇")
    about = next(line for line in lines if line[1] == world.county.name)
    assert about[2:] == ("已推荐", 0, 0, 1, "限报 2 个", "试验上报专业镇（已推荐）")
    missing = load_workbook(BytesIO(client.get(address(world, "export/?show=missing")).content)).active
    assert world.county.name not in {line[1] for line in missing.values}


@pytest.mark.parametrize("rest", ["", "export/"])
def test_thirty_units_cost_what_one_costs(world: World, browser_of: Browser, rest: str) -> None:
    client = browser_of(world.reviewer)
    # The first request of a session writes down when it began.
    client.get("/rounds/")
    RoundApplicant.objects.exclude(organisation=world.county).delete()
    put(world, world.county, State.RECOMMENDED)
    one = queries(client, address(world, rest))
    for _ in range(29):
        unit = OrganisationFactory(superior=world.city)
        put(world, unit, State.RECOMMENDED)
        put(world, unit, State.DRAFT)
    assert world.round.applicant_places.count() == 30
    assert queries(client, address(world, rest)) == one <= HANDFUL


def test_the_public_page_costs_the_same_however_many_may_file(world: World) -> None:
    one = queries(Client(), f"/rounds/{world.round.pk}/")
    for _ in range(30):
        RoundApplicant.objects.create(round=world.round, organisation=OrganisationFactory(), quota=2)
    assert queries(Client(), f"/rounds/{world.round.pk}/") == one


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)
