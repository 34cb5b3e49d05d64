"""打包下载: what goes in and under which names, for whom, made whole or not at all, and gone after a day."""

import errno
import hashlib
import io
import os
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Role
from applications.enums import PackageStatus, State
from applications.models import Application, Evidence, EvidencePackage
from applications.selectors.packages import LIST_NAME, can_take_package, cleaned
from applications.selectors.uses import Use
from applications.services import evidence, filing, packing
from core import queue
from core.errors import Conflict
from files import storage
from files.enums import ScanState
from files.models import BlobScan
from records.models import Act
from tests.applications.thread import carry, filled, sent_back_for_correction
from tests.applications.uploads import upload
from tests.factories import MembershipFactory, TownFactory, World, actor, pdf_bytes
from tests.harness.pages import Browser, browser_of

__all__ = ["browser_of"]

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def packages(settings: Any, tmp_path: Path) -> Path:
    settings.PACKAGES_ROOT = tmp_path / "packages"
    return tmp_path / "packages"


def add(world: World, application: Application, text: str, **facts: Any) -> Evidence:
    known = {"title": "产值证明", "upload": upload("产值.pdf", text), "uses": [Use(4)]}
    return evidence.add_evidence(actor=world.filer, application=application, **{**known, **facts})


def asked(who: Actor, application: Application) -> EvidencePackage:
    return packing.request_package(actor=who, application=application)


def made(who: Actor, application: Application) -> EvidencePackage:
    package = asked(who, application)
    assert packing.make_package(package_id=package.pk)
    package.refresh_from_db()
    return package


def opened(package: EvidencePackage) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(packing.place(package).read_bytes()))


def answer_of(client: Client, address: str) -> int:
    """The status; a file that is handed out is read to its end, which closes it."""
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


def rows_of(package: EvidencePackage) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(opened(package).read(LIST_NAME)))
    return list(book.active.iter_rows(min_row=2, values_only=True))


def test_names_sums_and_the_list_of_contents(world: World) -> None:
    draft = filled(world)
    first = add(world, draft, "old", title="产值/证明:2025", uses=[Use(4), Use(1)])
    evidence.replace_evidence(actor=world.filer, evidence=first, upload=upload("新产值.pdf", "new"))
    add(world, draft, "b", title="规划图", uses=())
    package = made(world.filer, draft)
    archive = opened(package)
    assert archive.namelist() == [
        "01_历史传承_产值_证明_2025_v2.pdf",
        "99_其他材料_规划图_v1.pdf",
        LIST_NAME,
    ]
    assert archive.testzip() is None
    content = archive.read("01_历史传承_产值_证明_2025_v2.pdf")
    assert content == pdf_bytes("new")
    row = rows_of(package)[0]
    assert row[1:6] == ("1、4", "产值/证明:2025", "01_历史传承_产值_证明_2025_v2.pdf", "新产值.pdf", 2)
    assert row[11] == hashlib.sha256(content).hexdigest()
    assert (package.status, package.files_done, package.files_total) == (PackageStatus.DONE, 2, 2)
    assert package.size == packing.place(package).stat().st_size


def test_like_names_do_not_overwrite_each_other(world: World) -> None:
    draft = filled(world)
    for number, title in enumerate(("Plan", "plan", "Plan")):
        add(world, draft, str(number), title=title)
    names = opened(made(world.filer, draft)).namelist()[:-1]
    assert len({name.casefold() for name in names}) == 3
    assert names[1].endswith("_plan_v1（2）.pdf")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc/passwd", "etc_passwd"),
        ('a\\b:c*d?"<>|', "a_b_c_d"),
        ("证书😀𠮷", "证书"),
        ("　全角 空格\n\t\u202e名", "全角_空格"),
        ("...", "材料"),
        ("x" * 200, "x" * 60),
    ],
)
def test_a_name_is_one_that_every_system_unpacks(text: str, name: str) -> None:
    found = cleaned(text, 60)
    assert found.startswith(name) and found.encode("gbk") and len(found) <= 60
    assert not set(found) & set('\\/:*?"<>|\n\t ') and not found.startswith(".") and not found.endswith(".")


def test_the_same_again_is_the_one_that_is_there_and_a_change_makes_a_new_one(world: World) -> None:
    draft = filled(world)
    add(world, draft, "a")
    first = asked(world.filer, draft)
    assert asked(world.filer, draft) == first
    assert asked(world.unit_admin, draft) != first
    add(world, draft, "b")
    assert asked(world.filer, draft) != first
    assert Act.objects.filter(verb="application.pack").count() == 3


def test_nothing_to_pack_is_said(world: World) -> None:
    with pytest.raises(Conflict, match="没有可以打包的材料"):
        asked(world.filer, filled(world))


def test_everybody_packs_what_they_may_read(world: World) -> None:
    draft = filled(world)
    row = add(world, draft, "submitted")
    application = filing.submit_application(actor=world.filer, application=draft)
    filing.recommend_application(actor=world.unit_admin, application=application)
    application = sent_back_for_correction(world, Application.objects.get(pk=draft.pk))
    row = Evidence.objects.select_related("application", "stored_file").get(pk=row.pk)
    evidence.replace_evidence(actor=world.filer, evidence=row, upload=upload("新.pdf", "kept back"))
    add(world, application, "kept back too", title="还没有交的")
    fresh = Application.objects.get(pk=draft.pk)
    assert [each["name"] for each in asked(world.reviewer, fresh).entries] == ["04_产业集聚_产值证明_v1.pdf"]
    assert len(asked(world.filer, fresh).entries) == 2


def test_a_file_in_quarantine_stays_out(world: World) -> None:
    draft = filled(world)
    row = add(world, draft, "a")
    add(world, draft, "b", title="好的")
    BlobScan.objects.filter(blob=row.stored_file.versions.get().blob).update(
        verdict=ScanState.QUARANTINED, scanned_at=timezone.now()
    )
    assert [each["title"] for each in asked(world.filer, draft).entries] == ["好的"]


def test_made_twice_it_is_made_once(world: World) -> None:
    draft = filled(world)
    add(world, draft, "a")
    package = made(world.filer, draft)
    assert not packing.make_package(package_id=package.pk)
    package.refresh_from_db()
    assert package.attempts == 1


def test_killed_in_the_middle_it_is_sent_again_and_leaves_no_half(
    world: World, packages: Path, sent_tasks: Any
) -> None:
    draft = filled(world)
    add(world, draft, "a")
    package = asked(world.filer, draft)
    # What a worker that was killed leaves behind: its claim, and half a file.
    EvidencePackage.objects.update(status=PackageStatus.RUNNING, attempts=1, files_done=0)
    packages.mkdir()
    half = packages / f"{package.pk}.1.part"
    half.write_bytes(b"PK half")
    assert not packing.make_package(package_id=package.pk), "a moment ago it was alive"
    assert packing.sweep_packages() == 0
    long_ago = timezone.now() - 3 * packing.LOST_AFTER
    EvidencePackage.objects.update(touched_at=long_ago)
    os.utime(half, (long_ago.timestamp(),) * 2)
    assert packing.sweep_packages() == 1
    assert not half.exists()
    assert packing.make_package(package_id=package.pk)
    package.refresh_from_db()
    assert package.is_ready and [path.name for path in packages.iterdir()] == [f"{package.pk}.zip"]


def test_of_two_workers_the_one_that_was_taken_for_dead_stands_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = filled(world)
    add(world, draft, "a")
    package = asked(world.filer, draft)
    write = packing._write
    rivals: list[bool] = []

    def slow(*args: Any) -> None:
        if not rivals:
            rivals.append(True)
            EvidencePackage.objects.update(touched_at=timezone.now() - 2 * packing.LOST_AFTER)
            rivals[0] = packing.make_package(package_id=package.pk)
        write(*args)

    monkeypatch.setattr(packing, "_write", slow)
    assert not packing.make_package(package_id=package.pk)
    package.refresh_from_db()
    assert rivals == [True] and package.is_ready and package.attempts == 2
    assert opened(package).testzip() is None


def test_after_some_attempts_it_is_given_up(world: World) -> None:
    draft = filled(world)
    add(world, draft, "a")
    package = asked(world.filer, draft)
    EvidencePackage.objects.update(
        attempts=packing.MAX_ATTEMPTS, touched_at=timezone.now() - 2 * packing.LOST_AFTER
    )
    assert packing.sweep_packages() == 0
    package.refresh_from_db()
    assert (package.status, package.error) == (PackageStatus.FAILED, packing.GIVEN_UP)
    # Asked for again it is a new one.
    assert asked(world.filer, draft) != package


def test_with_a_broker_away_it_waits_for_the_sweep(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = filled(world)
    add(world, draft, "a")
    package = asked(world.filer, draft)
    EvidencePackage.objects.update(touched_at=timezone.now() - 2 * packing.LOST_AFTER)
    monkeypatch.setattr(queue, "send", lambda *args: False)
    assert packing.sweep_packages() == 0
    package.refresh_from_db()
    assert package.status == PackageStatus.WAITING


def test_a_full_disk_is_told_and_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, packages: Path
) -> None:
    draft = filled(world)
    add(world, draft, "a")
    package = asked(world.filer, draft)

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(packing, "_write", full)
    assert not packing.make_package(package_id=package.pk)
    package.refresh_from_db()
    assert package.status == PackageStatus.FAILED and "存储空间不足，没有打包" in package.error
    assert list(packages.iterdir()) == []


def test_a_file_that_is_gone_is_named_and_the_others_are_packed(world: World) -> None:
    draft = filled(world)
    row = add(world, draft, "a")
    add(world, draft, "b", title="好的")
    storage.place(row.stored_file.versions.get().blob.sha256).unlink()
    package = made(world.filer, draft)
    assert package.is_ready and "有 1 份文件暂时取不到" in package.error
    assert [each[-1] for each in rows_of(package)] == ["暂时取不到，没有打包", None]


def test_after_a_day_it_is_gone(world: World, packages: Path, browser_of: Browser) -> None:
    draft = filled(world)
    add(world, draft, "a")
    package = made(world.filer, draft)
    client = browser_of(world.filer)
    page = f"/applications/{draft.pk}/packages/{package.pk}/"
    assert answer_of(client, page) == answer_of(client, f"{page}download/") == 200
    EvidencePackage.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert answer_of(client, page) == answer_of(client, f"{page}download/") == 404
    assert not packing.make_package(package_id=package.pk)
    packing.sweep_packages()
    assert not EvidencePackage.objects.exists() and list(packages.iterdir()) == []


def test_a_package_is_for_one_person_in_one_unit(world: World, browser_of: Browser) -> None:
    draft = filled(world)
    add(world, draft, "a")
    application = carry(world, draft, State.REVIEWING)
    package = made(world.reviewer, application)
    page = f"/applications/{draft.pk}/packages/{package.pk}/"
    for who in (world.director, world.filer, world.unit_admin, world.neighbour_filer, world.far_reviewer):
        client = browser_of(who)
        assert answer_of(client, page) == answer_of(client, f"{page}download/") == 404
    # Under another application's number it is not found either.
    other = filled(world, town=TownFactory(owner=world.county))
    mine = f"/applications/{other.pk}/packages/{made(world.filer, draft).pk}/"
    assert browser_of(world.filer).get(mine).status_code == 404


def test_once_the_role_is_gone_the_zip_is_too(world: World, browser_of: Browser) -> None:
    draft = filled(world)
    add(world, draft, "a")
    application = carry(world, draft, State.REVIEWING)
    who = actor(Role.REVIEWER, organisation=world.office)
    package = made(who, application)
    client = browser_of(who)
    page = f"/applications/{draft.pk}/packages/{package.pk}/download/"
    assert answer_of(client, page) == 200
    who.user.memberships.update(until=timezone.localdate())
    MembershipFactory(user=who.user, organisation=world.far_office, role=Role.REVIEWER)
    assert client.get(page).status_code == 404


def test_a_file_quarantined_after_packing_keeps_the_zip_shut(world: World) -> None:
    draft = filled(world)
    row = add(world, draft, "a")
    package = made(world.filer, draft)
    assert can_take_package(world.filer, package)
    BlobScan.objects.filter(blob=row.stored_file.versions.get().blob).update(
        verdict=ScanState.QUARANTINED, scanned_at=timezone.now()
    )
    assert not can_take_package(world.filer, package)


def test_the_page_says_how_far_it_is_and_then_offers_the_download(world: World, browser_of: Browser) -> None:
    draft = filled(world)
    add(world, draft, "a")
    client = browser_of(world.filer)
    answer = client.post(f"/applications/{draft.pk}/packages/")
    package = EvidencePackage.objects.get()
    page = f"/applications/{draft.pk}/packages/{package.pk}/"
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    html = client.get(page).content.decode()
    assert "等待打包" in html and "已打包 0 / 1 份" in html and "hx-trigger" in html
    assert client.get(f"{page}download/").status_code == 404
    packing.make_package(package_id=package.pk)
    part = client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and f"{page}download/" in part and "hx-trigger" not in part
    download: Any = client.get(f"{page}download/")
    assert "attachment" in download.headers["Content-Disposition"]
    assert zipfile.ZipFile(io.BytesIO(b"".join(download.streaming_content))).testzip() is None


def test_every_page_that_shows_the_files_offers_the_package(world: World, browser_of: Browser) -> None:
    draft = filled(world)
    add(world, draft, "a")
    action = f'action="/applications/{draft.pk}/packages/"'
    assert action in browser_of(world.filer).get(f"/applications/{draft.pk}/").content.decode()
    carry(world, draft, State.REVIEWING)
    assert action in browser_of(world.reviewer).get(f"/applications/{draft.pk}/review/").content.decode()
