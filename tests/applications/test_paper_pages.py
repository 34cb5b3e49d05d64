"""Pages of paper: registering, keying in, who sees the mark, and the stamped scan on the pages of both sides."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.enums import Role
from applications.enums import State
from applications.models import Application, Evidence, StampedScan
from applications.selectors.uses import Use
from applications.services import drafting, evidence
from files.models import StoredFile
from files.services import check_blobs, sweep_blobs
from records.models import Act
from tests.applications.services.test_registering import finished, keyed_in, registered
from tests.applications.thread import at, content, filled
from tests.applications.uploads import broken, upload
from tests.factories import TownFactory, World, actor
from tests.harness.pages import Browser
from tests.harness.papers import pages_of

pytestmark = pytest.mark.django_db
MARK = "纸质件录入"


def form(world: World, **changed: Any) -> dict[str, Any]:
    today = timezone.localdate().isoformat()
    return {
        "place": f"{world.county.pk}-{world.town.pk}",
        "signed_on": today,
        "recommended_on": today,
        "received_on": today,
        "scan": upload("纸质申报书.pdf"),
        **changed,
    }


def downloaded(client: Any, version: Any) -> int:
    """The status; a file is closed when it has been read to its end."""
    response = client.get(f"/files/{version.pk}/")
    if response.streaming:
        assert b"".join(response.streaming_content)
    return int(response.status_code)


def page(response: Any) -> str:
    return str(response.content.decode())


def test_a_paper_is_registered_filled_in_and_sent_on_through_the_pages(
    world: World, browser_of: Browser
) -> None:
    desk = browser_of(world.reviewer)
    listed = page(desk.get(reverse("applications:keying_list")))
    address = reverse("applications:keying_create", args=[world.round.pk])
    assert address in listed and reverse("applications:keying_list") in page(desk.get("/applications/queue/"))
    offered = page(desk.get(address))
    assert world.town.name in offered and world.neighbour_town.name in offered
    answer = desk.post(address, form(world))
    row = Application.objects.get()
    assert answer.url == reverse("applications:application_edit", args=[row.pk])
    filling = page(desk.get(answer.url))
    assert MARK in filling and "基本情况" in filling
    assert row.town.name in page(desk.get(reverse("applications:keying_list")))
    drafting.save_draft(actor=world.reviewer, application=row, draft=content(), version=row.version)
    row.refresh_from_db()
    detail = page(desk.get(f"/applications/{row.pk}/"))
    assert "录入完成" in detail and "删除草稿" in detail and "推荐盖章" in detail
    done = desk.post(f"/applications/{row.pk}/do/submit/", {"version": row.version}, follow=True)
    assert "已录入完成。" in page(done)
    row.refresh_from_db()
    assert row.state == State.RECOMMENDED
    # The same button once more, from an old page.
    assert desk.post(f"/applications/{row.pk}/do/submit/", {"version": 1}).status_code == 409


def test_what_does_not_hold_is_named_and_nothing_typed_is_lost(world: World, browser_of: Browser) -> None:
    desk, address = browser_of(world.reviewer), reverse("applications:keying_create", args=[world.round.pk])
    future = (timezone.localdate() + timedelta(days=1)).isoformat()
    for wrong, words in (
        ({"received_on": future}, "收到日期不能晚于今天"),
        ({"place": f"{world.far_county.pk}-{world.town.pk}"}, "请从列表中选择"),
        ({"place": ""}, "请选择专业镇"),
        ({"scan": broken()}, "内容与扩展名"),
        ({"signed_on": "昨天"}, "日期"),
    ):
        answer = desk.post(address, form(world, **wrong))
        assert answer.status_code == 422 and words in page(answer), wrong
    assert not Application.objects.exists() and not StoredFile.objects.exists()


def test_the_unit_sees_it_from_the_start_and_cannot_touch_it(world: World, browser_of: Browser) -> None:
    row = keyed_in(world, world.reviewer)
    clerk = browser_of(world.filer)
    detail = page(clerk.get(f"/applications/{row.pk}/"))
    assert MARK in detail and "删除草稿" not in detail and ">填写</a>" not in detail
    assert MARK in page(clerk.get("/applications/"))
    assert clerk.get(f"/applications/{row.pk}/edit/").status_code == 403
    assert clerk.post(f"/applications/{row.pk}/do/submit/", {"version": row.version}).status_code == 403
    assert clerk.post(f"/applications/{row.pk}/delete/").status_code == 403
    assert browser_of(world.neighbour_filer).get(f"/applications/{row.pk}/").status_code == 404


def test_the_mark_stands_wherever_it_is_named(world: World, browser_of: Browser) -> None:
    row = finished(world, world.reviewer)
    colleague = actor(Role.REVIEWER, organisation=world.office)
    desk, clerk = browser_of(colleague), browser_of(world.filer)
    for client, address in (
        (desk, "/applications/queue/"),
        (desk, f"/applications/{row.pk}/review/"),
        (desk, reverse("portal:workbench")),
        (desk, f"/applications/{row.pk}/"),
        (clerk, f"/applications/{row.pk}/"),
        (clerk, "/applications/"),
    ):
        assert MARK in page(client.get(address)), address
    review = page(desk.get(f"/applications/{row.pk}/review/"))
    assert "纸质申报书.pdf" in review and "提交（纸质件）" in review and "推荐上报（纸质件）" in review
    book = load_workbook(BytesIO(desk.get("/applications/queue/export/").content))
    assert MARK in [cell.value for line in book.active.iter_rows() for cell in line]
    words = "".join(pages_of(desk.get(f"/applications/{row.pk}/paper/application.pdf").content))
    assert MARK in words and world.office.short_name in words
    # Whoever keyed it in reads why the review page is shut.
    shut = browser_of(world.reviewer).get(f"/applications/{row.pk}/review/")
    assert shut.status_code == 403 and "录入过这件纸质申报" in page(shut)


def test_an_ordinary_application_bears_no_mark(world: World, browser_of: Browser) -> None:
    row = at(world, State.RECOMMENDED)
    for who, address in (
        (world.reviewer, f"/applications/{row.pk}/review/"),
        (world.filer, "/applications/"),
    ):
        assert f">{MARK}</span>" not in page(browser_of(who).get(address))


def test_a_draft_on_paper_waits_on_the_offices_workbench_and_not_on_the_units(
    world: World, browser_of: Browser
) -> None:
    row = registered(world, world.reviewer)
    desk = page(browser_of(world.director).get(reverse("portal:workbench")))
    assert "录入纸质件" in desk and f'href="/applications/{row.pk}/"' in desk
    assert "填写并提交" not in page(browser_of(world.filer).get(reverse("portal:workbench")))


def test_the_list_of_papers_costs_the_same_however_many_there_are(world: World, browser_of: Browser) -> None:
    desk, address = browser_of(world.reviewer), reverse("applications:keying_list")
    registered(world, world.reviewer)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address).status_code == 200
        counts.append(len(queries))
        for _ in range(5):
            registered(world, world.director, town=TownFactory(owner=world.county))
    assert counts[0] == counts[1]


def test_the_stamped_scan_goes_up_and_both_sides_read_it(world: World, browser_of: Browser) -> None:
    row = at(world, State.SUBMITTED)
    clerk, address = browser_of(world.filer), reverse("applications:paper_stamp", args=[row.pk])
    assert address in page(clerk.get(f"/applications/{row.pk}/"))
    assert clerk.post(address, {"sheet": 1, "file": broken()}).status_code == 422
    assert clerk.post(address, {"sheet": 1, "file": upload("盖章.pdf")}).status_code == 302
    assert clerk.post(address, {"sheet": 2, "file": upload("盖章.pdf")}).status_code == 409
    version = StampedScan.objects.get().stored_file.versions.get()
    for who, where in ((world.filer, ""), (world.reviewer, ""), (world.reviewer, "review/")):
        client = browser_of(who)
        html = page(client.get(f"/applications/{row.pk}/{where}"))
        assert "盖章申报书，第 1 次提交" in html and f'href="/files/{version.pk}/"' in html
        assert downloaded(client, version) == 200
    assert browser_of(world.neighbour_filer).get(f"/files/{version.pk}/").status_code == 404


def test_the_reason_stands_at_the_button_where_the_round_asks_for_it(
    world: World, browser_of: Browser
) -> None:
    world.round.stamped_scan_required = True
    world.round.save(update_fields=["stamped_scan_required"])
    row = at(world, State.SUBMITTED)
    html = page(browser_of(world.unit_admin).get(f"/applications/{row.pk}/"))
    assert "要求先上传第 1 次提交的盖章申报书扫描件" in html
    detail = page(browser_of(world.director).get(f"/applications/rounds/{world.round.pk}/"))
    assert "推荐上报前须上传" in detail


def test_a_deleted_draft_takes_its_files_along_and_leaves_others(
    world: World, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, other = filled(world), filled(world, town=TownFactory(owner=world.county))
    facts: dict[str, Any] = {"actor": world.filer, "uses": [Use(4)], "title": "产值证明"}
    own = evidence.add_evidence(application=draft, upload=upload("甲.pdf", "only here"), **facts)
    shared = evidence.add_evidence(application=draft, upload=upload("乙.pdf", "both"), **facts)
    kept = evidence.add_evidence(application=other, upload=upload("丙.pdf", "both"), **facts)
    gone = own.stored_file.versions.get()
    clerk = browser_of(world.filer)
    assert downloaded(clerk, gone) == 200
    assert clerk.post(f"/applications/{draft.pk}/delete/").status_code == 302
    assert clerk.get(f"/files/{gone.pk}/").status_code == 404
    assert clerk.get(f"/files/{shared.stored_file.versions.get().pk}/").status_code == 404
    assert Evidence.objects.count() == 1
    assert Act.objects.filter(verb="file.discard", user=world.filer.user).count() == 2
    # The bytes go at night, and only those that nothing else names.
    monkeypatch.setattr("files.services.storing.GRACE_SECONDS", -60)
    assert sweep_blobs() == 1
    assert downloaded(clerk, kept.stored_file.versions.get()) == 200
    # Uploaded again, they are there again.
    anew = evidence.add_evidence(application=other, upload=upload("丁.pdf", "only here"), **facts)
    assert sweep_blobs() == 0
    assert downloaded(clerk, anew.stored_file.versions.get()) == 200


def test_discarded_bytes_are_no_damage(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once they are swept the nightly check reads the others alone."""
    draft = filled(world)
    evidence.add_evidence(
        actor=world.filer, application=draft, uses=[Use(4)], title="产值证明", upload=upload("甲.pdf", "gone")
    )
    drafting.delete_draft(actor=world.filer, application=draft)
    monkeypatch.setattr("files.services.storing.GRACE_SECONDS", -60)
    assert sweep_blobs() == 1
    assert check_blobs() == 0
    assert not Act.objects.filter(verb="file.damage").exists()
