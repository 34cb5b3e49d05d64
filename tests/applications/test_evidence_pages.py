"""The page on which a unit puts its evidence together, and where everybody else reads what was submitted."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.enums import State
from applications.models import Application, Evidence
from applications.selectors.uses import Use
from applications.services import evidence
from tests.applications.thread import carry, filled
from tests.applications.uploads import broken, upload
from tests.factories import TownFactory, World
from tests.harness.pages import Browser, browser_of

__all__ = ["browser_of"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(world: World) -> Application:
    return filled(world)


def address(application: Application, name: str = "") -> str:
    return f"/applications/{application.pk}/evidence/{name}"


def add(world: World, application: Application, **facts: Any) -> Evidence:
    known = {"uses": [Use(4)], "title": "产值证明", "upload": upload("产值.pdf")}
    return evidence.add_evidence(actor=world.filer, application=application, **{**known, **facts})


def test_the_page_names_what_the_standard_asks_for_and_the_limit(
    world: World, draft: Application, browser_of: Browser
) -> None:
    html = browser_of(world.filer).get(address(draft)).content.decode()
    assert "标准要求" in html and "其他材料" in html
    assert html.count("PDF、JPG 或 PNG，每个不超过 100 MB。") == 9
    assert html.count("multipart/form-data") == 9


def test_a_file_is_added_replaced_and_removed(world: World, draft: Application, browser_of: Browser) -> None:
    client = browser_of(world.filer)
    data = {"criterion": 4, "title": "产值证明", "file": upload("产值.pdf")}
    response = client.post(address(draft, "new/"), data)
    assert (response.status_code, response.headers["Location"]) == (302, f"{address(draft)}#criterion-4")
    row = Evidence.objects.get()
    replaced = client.post(address(draft, f"{row.pk}/replace/"), {"file": upload("产值2.pdf", "2")})
    assert replaced.status_code == 302
    html = client.get(address(draft)).content.decode()
    assert "产值2.pdf" in html and "第 2 版" in html
    assert client.post(address(draft, f"{row.pk}/remove/")).status_code == 302
    assert not Evidence.objects.exists()


def test_a_bad_file_comes_back_open_at_its_own_criterion(
    world: World, draft: Application, browser_of: Browser
) -> None:
    response = browser_of(world.filer).post(
        address(draft, "new/"), {"criterion": 4, "title": "产值证明", "file": broken()}
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert 'id="new_4_file_error"' in html and "文件内容与扩展名“.pdf”不符" in html
    assert 'value="产值证明"' in html and html.count("aria-invalid") == 1
    assert not Evidence.objects.exists()


def test_a_bad_replacement_comes_back_at_its_own_file(
    world: World, draft: Application, browser_of: Browser
) -> None:
    row, other = add(world, draft), add(world, draft, upload=upload("另.pdf", "other"))
    response = browser_of(world.filer).post(address(draft, f"{row.pk}/replace/"), {"file": broken()})
    html = response.content.decode()
    assert response.status_code == 422
    assert f'id="file_4_{row.pk}_file_error"' in html and f'id="file_4_{other.pk}_file_error"' not in html
    assert row.stored_file.versions.count() == 1


@pytest.mark.parametrize("criterion", ["99", "-1", "x", "9" * 30])
def test_a_criterion_that_is_not_there_takes_no_file(
    world: World, draft: Application, browser_of: Browser, criterion: str
) -> None:
    data = {"criterion": criterion, "title": "产值证明", "file": upload()}
    assert browser_of(world.filer).post(address(draft, "new/"), data).status_code == 422
    assert not Evidence.objects.exists()


def test_the_evidence_of_another_application_is_not_reached_through_ones_own(
    world: World, draft: Application, browser_of: Browser
) -> None:
    second = filled(world, town=TownFactory(owner=world.county))
    foreign = add(world, second)
    client = browser_of(world.filer)
    for name in (f"{foreign.pk}/remove/", f"{foreign.pk}/replace/"):
        assert client.post(address(draft, name), {"file": upload(text="new")}).status_code == 404
    assert foreign.stored_file.versions.count() == 1 and Evidence.objects.standing().count() == 1


def test_neighbours_and_offices_find_no_such_page(
    world: World, draft: Application, browser_of: Browser
) -> None:
    row = add(world, draft)
    for who in (world.neighbour_filer, world.far_filer, world.reviewer, world.registrar):
        client = browser_of(who)
        assert client.get(address(draft)).status_code == 404
        for name in ("new/", f"{row.pk}/remove/", f"{row.pk}/replace/"):
            assert client.post(address(draft, name), {"file": upload(text="new")}).status_code == 404


def test_everybody_in_sight_reads_the_submitted_files_by_criterion(
    world: World, draft: Application, browser_of: Browser
) -> None:
    add(world, draft)
    add(world, draft, uses=(), title="规划图", upload=upload("规划.pdf", "plan"))
    page = f"/applications/{draft.pk}/"
    html = browser_of(world.filer).get(page).content.decode()
    assert "产值.pdf" in html and "规划.pdf" in html and address(draft) in html
    carry(world, draft, State.REVIEWING)
    html = browser_of(world.reviewer).get(page).content.decode()
    assert "产值.pdf" in html and "规划.pdf" in html and "其他材料" in html
    assert address(draft) not in html
    assert browser_of(world.filer).get(address(draft)).status_code == 403


def test_the_form_leads_to_the_evidence(world: World, draft: Application, browser_of: Browser) -> None:
    html = browser_of(world.filer).get(f"/applications/{draft.pk}/edit/").content.decode()
    assert f'href="{address(draft)}"' in html


@pytest.mark.parametrize("name", ["evidence/", ""])
def test_the_pages_cost_the_same_with_many_files(
    world: World, draft: Application, browser_of: Browser, name: str
) -> None:
    client, counts = browser_of(world.filer), []
    client.get("/towns/")
    for size in (1, 10):
        for number in range(size):
            add(world, draft, uses=[Use(number % 8 + 1)], upload=upload(text=f"{size} {number}"))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/applications/{draft.pk}/{name}").status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
