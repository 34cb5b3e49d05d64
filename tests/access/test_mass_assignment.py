"""A form changes what it shows and nothing else, whatever is sent along with it (quality T12)."""

from typing import Any

import pytest
from django.db.models import Model

from accounts.models import User
from applications.models import Application, Round
from tests.access.house import House
from towns.models import Figure, Indicator, Town

pytestmark = [pytest.mark.django_db]

# The terms of a city round's steps, as its form has them.
STEPS = {
    f"step_{position}_{part}": value
    for position in range(1, 5)
    for part, value in (("name", "环节"), ("days", "5"), ("day_unit", "working"))
}


def every_column(house: House, model: type[Model]) -> dict[str, Any]:
    """A value for each column of the model that would do harm if it were taken over."""
    world = house.world
    harm = {
        "state": "recognised",
        "number": "1401-2026-000-9999",
        "level": "province",
        "version": 1,
        "applicant": world.far_county.pk,
        "owner": world.far_county.pk,
        "county": world.far_county.division.pk,
        "keeper": world.far_county.pk,
        "handler": world.far_filer.user.pk,
        "created_by": world.far_filer.user.pk,
        "returned_from": "reviewing",
        "accepted_at": "2026-01-01 00:00",
        "submitted_at": "2026-01-01 00:00",
        "confirmed_at": "2026-01-01 00:00",
        "confirmed_by": world.city.pk,
        "reporter": world.far_county.pk,
        "reported_by": world.far_filer.user.pk,
        "office": world.far_office.pk,
        "authority": world.far_city.pk,
        "published_at": "2026-01-01 00:00",
        "accepted_count": 99,
        "is_active": "",
        "session_epoch": 99,
        "must_change_password": "",
        "password": "x" * 20,
        "is_superuser": "on",
    }
    names = {field.name for field in model._meta.fields} | {"is_superuser"}
    return {name: value for name, value in harm.items() if name in names}


def columns_of(row: Model) -> dict[str, Any]:
    return type(row)._base_manager.filter(pk=row.pk).values().get()


def test_saving_a_draft_takes_the_draft_and_its_version_alone(house: House) -> None:
    draft = house.applications["draft"]
    before = columns_of(draft)
    data = every_column(house, Application) | {"version": 0, "market_text": "销往全国。"}
    page = house.address("applications:application_block", "draft", key="market")
    assert house.client("filer").post(page, data).status_code == 302
    after = columns_of(draft)
    assert {name for name in before if before[name] != after[name]} == {"draft", "version"}
    assert set(after["draft"]) == {"category", "figures", "answers"}
    assert not set(every_column(house, Application)) & set(after["draft"]["answers"])


def test_submitting_takes_nothing_from_the_request_but_the_click(house: House) -> None:
    draft = house.applications["draft"]
    data = every_column(house, Application) | {"version": draft.version}
    act = house.address("applications:application_act", "draft", name="submit")
    assert house.client("filer").post(act, data).status_code == 302
    after = Application.objects.get(pk=draft.pk)
    assert (after.state, after.number, after.level) == ("submitted", "", "city")
    assert (after.applicant, after.handler, after.accepted_at) == (house.world.county, None, None)


def test_a_town_stays_where_it_belongs(house: House) -> None:
    town = house.world.town
    form = {
        "name": "改名后的专业镇",
        "category": "manufacturing",
        "main_industry": "铸造",
    }
    data = every_column(house, Town) | form | {"version": town.version}
    before = columns_of(town)
    house.client("filer").post(house.address("towns:town_edit"), data)
    after = columns_of(town)
    changed = {name for name in before if before[name] != after[name]}
    assert not changed & {"owner_id", "county_id", "keeper_id", "created_at"}


def test_a_reported_figure_is_never_confirmed_by_its_reporter(house: House) -> None:
    form = {
        "indicator": Indicator.objects.get(key="output_value").pk,
        "year": "2025",
        "part": "year",
        "value": "12",
        "unit": "亿元",
        "source": "县统计局年报",
    }
    answer = house.client("filer").post(
        house.address("towns:figure_create"), every_column(house, Figure) | form
    )
    assert answer.status_code == 302
    figure = Figure.objects.get(town=house.world.town, source="县统计局年报")
    assert (figure.confirmed_at, figure.confirmed_by) == (None, None)
    assert (figure.reporter, figure.reported_by) == (house.world.county, house.world.filer.user)


def test_a_round_is_written_for_ones_own_office_and_not_yet_published(house: House) -> None:
    form = {
        "title": "2027年市级专业镇申报",
        "year": "2027",
        "standard_version": house.world.version.pk,
        "applicants": [house.world.county.pk],
        "opens_at": "2027-01-01",
        "closes_on": "2027-02-01",
        "shortlist_word": "拟重点培育",
        **STEPS,
    }
    data = every_column(house, Round) | form
    assert house.client("director").post(house.address("applications:round_create"), data).status_code == 302
    round_ = Round.objects.get(year=2027)
    assert (round_.office, round_.authority) == (house.world.office, house.world.city)
    assert (round_.published_at, round_.accepted_count, round_.level) == (None, 0, "city")


def test_a_round_calls_nobody_of_another_city(house: House) -> None:
    form = {
        "title": "2027年市级专业镇申报",
        "year": "2027",
        "standard_version": house.world.version.pk,
        "applicants": [house.world.county.pk, house.world.far_county.pk],
        "opens_at": "2027-01-01",
        "closes_on": "2027-02-01",
        "shortlist_word": "拟重点培育",
        **STEPS,
    }
    answer = house.client("director").post(house.address("applications:round_create"), form)
    assert answer.status_code == 422
    assert not Round.objects.filter(year=2027).exists()


def test_a_decision_takes_no_application_of_another_round_and_none_that_is_not_ready(house: House) -> None:
    for state in ("reviewing", "draft", "recognised"):
        data = {"title": "名单", "applications": [house.applications[state].pk]}
        answer = house.client("director").post(house.address("applications:decision_create"), data)
        assert answer.status_code == 422, state


def test_a_town_of_another_county_cannot_be_filed(house: House) -> None:
    before = Application.objects.count()
    for town in (house.world.neighbour_town, house.applications["draft"].town):
        answer = house.client("filer").post(
            house.address("applications:application_create"), {"town": town.pk}
        )
        assert answer.status_code == 422
    assert Application.objects.count() == before


def test_editing_a_user_gives_no_rights_and_no_password(house: House) -> None:
    user = house.spare.user
    before = columns_of(user)
    data = every_column(house, User) | {"username": user.username, "display_name": "改名", "telephone": ""}
    house.client("system_admin").post(house.address("accounts:user_edit"), data)
    after = columns_of(user)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"display_name", "telephone", "username"}


def test_the_step_of_another_application_is_not_closed_through_ones_own(house: House) -> None:
    """The address names both; a step that does not belong to the application is not there."""
    other = house.applications["reviewing"].steps.get(template__kind="review")
    address = house.address("applications:step_close", "shortlisted", step_pk=other.pk)
    sent = {"version": house.applications["shortlisted"].version, "comment": "符合。"}
    assert house.client("reviewer").post(address, sent).status_code == 404
    other.refresh_from_db()
    assert other.closed_at is None
