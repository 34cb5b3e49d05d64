"""One flipped byte in what is stored is found at reading and by the sweep, on record and told (T30); and how files leave (T29)."""

import os
import random
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from files import storage
from files.enums import FileKind
from files.models import Blob, BlobCheck, FileVersion
from files.services import check_blobs, open_version, store_file
from files.tasks import check_blobs as check_task
from notifications.models import Message
from records.models import Act
from tests.factories import FileVersionFactory, World, pdf_bytes, png_bytes
from tests.files.test_storing import Upload
from tests.harness.pages import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.both]

FILES = 200


def flip(blob: Blob, *, at: int | None = None) -> None:
    """One bit of one byte is another; the file is as long as before."""
    path = storage.place(blob.sha256)
    content = bytearray(path.read_bytes())
    content[random.randrange(len(content)) if at is None else at] ^= 1 << random.randrange(8)
    path.write_bytes(content)


def a_day_passes() -> None:
    BlobCheck.objects.update(checked_at=timezone.now() - timedelta(days=1))


def test_every_flipped_byte_is_found_by_the_sweep_and_at_reading(world: World) -> None:
    versions = [FileVersionFactory(owner=world.county) for _ in range(FILES)]
    assert check_blobs() == 0, "the control: nothing is damaged before"
    for version in versions:
        flip(version.blob)
    a_day_passes()
    swept = check_blobs()
    read = 0
    for version in versions:
        try:
            storage.opened(version.blob).close()
        except storage.Damaged:
            read += 1
    sys.stdout.write(f"{FILES} flipped: {swept} found by the sweep, {read} at reading")
    assert (swept, read) == (FILES, FILES)
    assert BlobCheck.objects.filter(damaged_at__isnull=False).count() == FILES
    assert Act.objects.filter(verb="file.damage").count() == FILES


def test_the_control_without_the_sum_a_flipped_byte_goes_out(world: World) -> None:
    """Of the same length and with the same head: nothing but the sum tells them apart."""
    version = FileVersionFactory(owner=world.county, content=pdf_bytes("control"))
    flip(version.blob, at=12)
    unguarded = storage.place(version.blob.sha256).read_bytes()
    assert unguarded != pdf_bytes("control") and len(unguarded) == version.blob.size
    with pytest.raises(storage.Damaged):
        storage.opened(version.blob)


def test_damage_is_said_at_the_download_on_record_and_told_once(world: World, browser_of: Browser) -> None:
    version = FileVersionFactory(owner=world.county, name="规划.pdf")
    flip(version.blob)
    for _ in range(2):
        answer = browser_of(world.filer).get(f"/files/{version.pk}/")
        assert answer.status_code == 409
        assert "文件内容与上传时不一致，已停止下载" in answer.content.decode()
    assert BlobCheck.objects.get(blob=version.blob).damaged_at is not None
    act = Act.objects.about(version).get(verb="file.damage")
    assert act.details == {"file": "规划.pdf", "sha256": version.blob.sha256}
    (told,) = Message.objects.filter(kind="file_damaged")
    assert told.user_id == world.system_admin.user.pk and "“规划.pdf”与上传时不一致" in told.words


@pytest.mark.parametrize("damage", ["flip", "gone", "cut"])
def test_the_same_upload_again_mends_it(damage: str, world: World, upload: Upload) -> None:
    version = store_file(actor=world.filer, owner=world.county, title="规划", upload=upload())
    path = storage.place(version.blob.sha256)
    {"flip": lambda: flip(version.blob), "gone": path.unlink, "cut": lambda: os.truncate(path, 9)}[damage]()
    assert check_task() == 1
    store_file(
        actor=world.filer, owner=world.county, title="规划", upload=upload(), stored_file=version.stored_file
    )
    open_version(version).close()
    assert BlobCheck.objects.get(blob=version.blob).damaged_at is None
    assert check_blobs() == 0


def test_a_restored_backup_is_noted(world: World) -> None:
    version = FileVersionFactory(owner=world.county)
    path = storage.place(version.blob.sha256)
    content = path.read_bytes()
    flip(version.blob)
    assert check_blobs() == 1
    path.write_bytes(content)
    a_day_passes()
    assert check_blobs() == 0
    assert Act.objects.about(version).filter(verb="file.mend").count() == 1


def test_the_longest_unread_come_first_and_nothing_twice_a_night(world: World) -> None:
    old, new = FileVersionFactory(owner=world.county), FileVersionFactory(owner=world.county)
    assert check_blobs() == 0
    seen = BlobCheck.objects.get(blob=new.blob).checked_at
    BlobCheck.objects.filter(blob=old.blob).update(checked_at=timezone.now() - timedelta(days=9))
    assert check_blobs() == 0
    assert BlobCheck.objects.get(blob=old.blob).checked_at > seen
    assert BlobCheck.objects.get(blob=new.blob).checked_at == seen
    assert check_blobs(seconds=0) == 0


def test_a_store_that_is_out_of_reach_says_nothing_of_the_files(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    FileVersionFactory(owner=world.county)

    def away(self: Any, sha256: str) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("files.shelves.folder.FolderShelf.fetch", away)
    assert check_blobs() == 0
    assert not BlobCheck.objects.exists()


def test_one_whole_file_is_read_before_the_first_byte_goes_out(world: World, browser_of: Browser) -> None:
    """The last byte is the damaged one: nothing of the file is sent."""
    version = FileVersionFactory(owner=world.county, content=pdf_bytes("x" * 300_000))
    flip(version.blob, at=version.blob.size - 1)
    answer = browser_of(world.filer).get(f"/files/{version.pk}/")
    assert answer.status_code == 409 and not answer.streaming


KINDS = {
    FileKind.HTML: ("页.html", b"<html><script>alert(1)</script></html>"),
    FileKind.TXT: ("文.txt", b"<script>alert(1)</script>"),
    FileKind.CSV: ("表.csv", b"a,b"),
    FileKind.PDF: ("文.pdf", pdf_bytes()),
    FileKind.PNG: ("图.png", png_bytes()),
    FileKind.XLSX: ("表.xlsx", b"PK\x03\x04"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("asked", [{}, {"HTTP_RANGE": "bytes=0-3"}, {"HTTP_RANGE": "bytes=5-1,-9"}])
def test_a_file_leaves_as_an_attachment_whole_and_named(
    kind: FileKind, asked: dict[str, str], world: World, browser_of: Browser
) -> None:
    name, content = KINDS[kind]
    version = FileVersionFactory(owner=world.county, name=name, content=content, kind=kind)
    answer = browser_of(world.filer).get(f"/files/{version.pk}/", **asked)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, content)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["Content-Type"] == kind.content_type != "text/html"
    assert "Content-Range" not in answer.headers and "Accept-Ranges" not in answer.headers
    assert Client().get(f"/files/{version.pk}/", **asked).status_code == 404
    assert browser_of(world.neighbour_filer).get(f"/files/{version.pk}/preview/").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_only_pages_and_pictures_are_shown_inside_a_page(
    kind: FileKind, world: World, browser_of: Browser
) -> None:
    name, content = KINDS[kind]
    version = FileVersionFactory(owner=world.county, name=name, content=content, kind=kind)
    answer = browser_of(world.filer).get(f"/files/{version.pk}/preview/")
    is_shown = kind in {FileKind.PDF, FileKind.PNG}
    assert answer.status_code == (200 if is_shown else 404)
    if is_shown:
        answer.close()
        assert answer.headers["Content-Disposition"].startswith("inline;")
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_nothing_under_the_folder_of_the_store_has_an_address(
    world: World, media: Path, browser_of: Browser
) -> None:
    version = FileVersionFactory(owner=world.county)
    inside = storage.place(version.blob.sha256).relative_to(media)
    for address in (
        f"/media/{inside}",
        f"/static/{inside}",
        f"/static/../media/{inside}",
        f"/files/{inside}",
    ):
        assert browser_of(world.filer).get(address).status_code == 404
    assert FileVersion.objects.filter(pk=version.pk).exists()
