"""What the virus scanner's word allows: who opens a file, who submits it, and what its page says."""

from typing import Any

import pytest
from django.template import Context, Template
from django.utils import timezone

from files import doors
from files.enums import ScanState
from files.models import BlobScan, FileVersion
from files.rules import can_open_version, can_submit_version
from tests.factories import FileVersionFactory, World
from tests.harness.pages import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(world: World, monkeypatch: pytest.MonkeyPatch) -> FileVersion:
    """A file of the county that the office sees too."""
    monkeypatch.setattr(doors, "_doors", {})
    doors.register("test", lambda who, asked: who.acts_for(world.office))
    return FileVersionFactory(owner=world.county, name="规划.pdf")


def judged(version: FileVersion, state: ScanState) -> FileVersion:
    verdict = {"state": state, "scanned_at": timezone.now()}
    BlobScan.objects.update_or_create(blob=version.blob, defaults=verdict)
    return FileVersion.objects.with_names().get(pk=version.pk)


@pytest.mark.parametrize(
    ("state", "owner", "office"),
    [
        (ScanState.UNSCANNED, 200, 200),
        (ScanState.CLEAN, 200, 200),
        (ScanState.PENDING, 200, 403),
        (ScanState.QUARANTINED, 403, 403),
    ],
)
@pytest.mark.parametrize("page", ["", "preview/"])
def test_who_opens_a_file_in_which_state(
    state: ScanState,
    owner: int,
    office: int,
    page: str,
    world: World,
    version: FileVersion,
    browser_of: Browser,
) -> None:
    judged(version, state)
    address = f"/files/{version.pk}/{page}"
    people = (world.filer, world.director, world.neighbour_filer)
    answers = [browser_of(who).get(address) for who in people]
    assert [answer.status_code for answer in answers] == [owner, office, 404]
    for answer in answers:
        answer.close()


def test_the_reason_is_said(world: World, version: FileVersion, browser_of: Browser) -> None:
    judged(version, ScanState.PENDING)
    page = browser_of(world.director).get(f"/files/{version.pk}/").content.decode()
    assert "“规划.pdf”正在等待病毒查杀，请稍后再试。" in page
    judged(version, ScanState.QUARANTINED)
    page = browser_of(world.filer).get(f"/files/{version.pk}/").content.decode()
    assert "“规划.pdf”检出病毒，已隔离，不能下载。" in page


@pytest.mark.parametrize("state", ScanState)
def test_only_quarantine_keeps_a_file_from_being_submitted(state: ScanState, version: FileVersion) -> None:
    permit = can_submit_version(judged(version, state))
    assert bool(permit) == (state != ScanState.QUARANTINED)
    assert permit or permit.reason == "“规划.pdf”检出病毒，已隔离，请移除或更换后再提交。"


def test_bytes_without_a_verdict_are_unscanned(world: World, version: FileVersion) -> None:
    assert version.scan_state == ScanState.UNSCANNED
    assert can_open_version(world.director, version)


def test_the_state_asks_for_no_query_of_its_own(version: FileVersion, django_assert_num_queries: Any) -> None:
    judged(version, ScanState.CLEAN)
    with django_assert_num_queries(1):
        assert [each.scan_state for each in FileVersion.objects.with_names().order_by("pk")] == ["clean"]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ScanState.CLEAN, "查杀：安全"),
        (ScanState.PENDING, "待检"),
        (ScanState.QUARANTINED, "隔离：检出病毒"),
    ],
)
def test_a_page_says_the_state(state: ScanState, words: str, version: FileVersion) -> None:
    html = Template("{% load files %}{% file_link version %}").render(
        Context({"version": judged(version, state)})
    )
    assert words in html
    assert ("href=" in html) == (state != ScanState.QUARANTINED)
