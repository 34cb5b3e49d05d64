"""Handing out: the owner, and whoever a door lets in; everybody else learns nothing."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.actors import Actor
from files import doors, storage
from files.doors import can_read_version
from files.models import FileVersion
from tests.factories import FileVersionFactory, World, pdf_bytes, png_bytes
from tests.harness.pages import Browser

pytestmark = pytest.mark.django_db

OpenDoor = Callable[[doors.Door], None]


@pytest.fixture
def open_door(monkeypatch: pytest.MonkeyPatch) -> OpenDoor:
    """Register a door for this test alone."""
    monkeypatch.setattr(doors, "_doors", {})
    return lambda door: doors.register("test", door)


@pytest.fixture
def version(world: World) -> FileVersion:
    return FileVersionFactory(owner=world.county, name="清徐规划（2026年）.pdf", content=pdf_bytes("清徐"))


def address(version: FileVersion) -> str:
    return f"/files/{version.pk}/"


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def policy_of(response: HttpResponse) -> dict[str, str]:
    parts = response.headers["Content-Security-Policy"].split(";")
    return {name: value for name, _, value in (each.strip().partition(" ") for each in parts)}


def test_the_owner_saves_the_file(world: World, version: FileVersion, browser_of: Browser) -> None:
    response = browser_of(world.filer).get(address(version))
    assert response.status_code == 200
    assert body_of(response) == pdf_bytes("清徐")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Length"] == str(version.blob.size)
    assert response.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(version.name)}"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert policy_of(response) == {
        "sandbox": "",
        "default-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }


def test_a_picture_says_what_it_is(world: World, browser_of: Browser) -> None:
    picture = FileVersionFactory(owner=world.county, content=png_bytes(), kind="png", name='a"b.png')
    response = browser_of(world.filer).get(address(picture))
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Content-Disposition"] == 'attachment; filename="a\\"b.png"'
    response.close()


def test_head_brings_the_headers_alone(world: World, version: FileVersion, browser_of: Browser) -> None:
    response = browser_of(world.filer).head(address(version))
    assert (response.status_code, body_of(response)) == (200, b"")
    assert response.headers["Content-Length"] == str(version.blob.size)


def test_other_methods_are_refused(world: World, version: FileVersion, browser_of: Browser) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(browser_of(world.filer), method)(address(version)).status_code == 405


def test_strangers_are_told_what_a_missing_file_tells(
    world: World, version: FileVersion, browser_of: Browser, open_door: OpenDoor
) -> None:
    people = [
        Client(),
        *(browser_of(who) for who in (world.neighbour_filer, world.director, world.system_admin)),
    ]
    for client in people:
        there, missing = client.get(address(version)), client.get("/files/987654321/")
        assert (there.status_code, missing.status_code) == (404, 404)
        assert there.content == missing.content


def test_a_door_lets_in_whom_it_names_and_nobody_else(
    world: World, version: FileVersion, browser_of: Browser, open_door: OpenDoor
) -> None:
    other = FileVersionFactory(owner=world.county)
    open_door(lambda who, asked: asked == version and who.acts_for(world.office))
    response = browser_of(world.director).get(address(version))
    assert response.status_code == 200
    assert body_of(response) == pdf_bytes("清徐")
    assert browser_of(world.director).get(address(other)).status_code == 404
    assert browser_of(world.neighbour_filer).get(address(version)).status_code == 404


def test_an_open_door_needs_no_sign_in(version: FileVersion, open_door: OpenDoor) -> None:
    assert Client().get(address(version)).status_code == 404
    open_door(lambda who, asked: asked == version)
    response = Client().get(address(version))
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert body_of(response) == pdf_bytes("清徐")


def test_one_door_is_enough(world: World, version: FileVersion, open_door: OpenDoor) -> None:
    def closed(who: Actor, asked: FileVersion) -> bool:
        return False

    open_door(closed)
    assert not can_read_version(world.director, version)
    doors.register("second", lambda who, asked: True)
    assert can_read_version(world.director, version)
    doors.register("second", closed)
    assert not can_read_version(world.director, version)


@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_lost_bytes_are_said_and_logged(
    damage: str,
    world: World,
    version: FileVersion,
    browser_of: Browser,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    logged: list[dict[str, Any]] = []
    monkeypatch.setattr(storage.logger, "error", lambda event, **facts: logged.append(facts))
    path = storage.place(version.blob.sha256)
    path.unlink() if damage == "gone" else path.write_bytes(b"%PDF-")
    response = browser_of(world.filer).get(address(version))
    assert response.status_code == 409
    assert "文件暂时取不到，请联系系统管理员。" in response.content.decode()
    assert [facts["sha256"] for facts in logged] == [version.blob.sha256]


def test_a_download_asks_the_database_little(
    world: World, version: FileVersion, browser_of: Browser, django_assert_max_num_queries: Any
) -> None:
    client = browser_of(world.filer)
    with django_assert_max_num_queries(6):
        client.get(address(version)).close()
