"""Storing: the bytes once, versions one after another, nothing rewritten, nothing lost, leftovers swept."""

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.actors import ANONYMOUS, Actor
from accounts.enums import Role
from core.errors import Conflict, Invalid, NoRoom, NotAllowed
from files import storage
from files.models import Blob, FileVersion, StoredFile
from files.services import store_file, sweep_blobs
from files.tasks import sweep_blobs as sweep_task
from records.models import Act
from tests.factories import FileVersionFactory, OrganisationFactory, actor, pdf_bytes, png_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.both]

Upload = Callable[..., SimpleUploadedFile]
DAY = 24 * 3600


@pytest.fixture
def clerk() -> Actor:
    return actor(Role.FILER, organisation=OrganisationFactory())


def files_in(media: Path) -> set[str]:
    return {path.name for path in media.rglob("*") if path.is_file()}


def grow_old(media: Path, name: str = "*") -> None:
    """Two days pass for these bytes."""
    for path in media.rglob(name):
        os.utime(path, (time.time() - 2 * DAY,) * 2)


def store(clerk: Actor, upload: SimpleUploadedFile, **others: Any) -> FileVersion:
    return store_file(actor=clerk, owner=clerk.organisation, title="试验规划", upload=upload, **others)


def test_an_upload_becomes_the_first_version(clerk: Actor, upload: Upload, media: Path) -> None:
    version = store(clerk, upload("../规划.pdf"))
    version.refresh_from_db()
    total = hashlib.sha256(pdf_bytes()).hexdigest()
    assert (version.number, version.name, version.stored_file.title) == (1, "规划.pdf", "试验规划")
    assert (version.uploaded_by, version.organisation) == (clerk.user, clerk.organisation)
    assert version.stored_file.owner == clerk.organisation
    assert (version.blob.sha256, version.blob.size, version.blob.kind) == (total, len(pdf_bytes()), "pdf")
    path = media / "blobs" / total[:2] / total[2:4] / total
    assert path.read_bytes() == pdf_bytes()
    assert files_in(media) == {total}
    act = Act.objects.about(version).get()
    assert (act.verb, act.user) == ("file.store", clerk.user)
    assert act.details == {"file": "规划.pdf", "sha256": total}


def test_a_new_upload_is_a_new_version_and_the_old_one_stays(clerk: Actor, upload: Upload) -> None:
    first = store(clerk, upload())
    second = store(clerk, upload("图.png", png_bytes()), stored_file=first.stored_file)
    third = store(clerk, upload(), stored_file=first.stored_file)
    assert [each.number for each in (first, second, third)] == [1, 2, 3]
    assert list(first.stored_file.versions.order_by("number")) == [first, second, third]
    assert third.blob == first.blob != second.blob
    assert StoredFile.objects.count() == 1


def test_the_same_bytes_again_are_the_newest_version(clerk: Actor, upload: Upload) -> None:
    first = store(clerk, upload())
    again = store(clerk, upload("另一个名字.pdf"), stored_file=first.stored_file)
    assert again == first
    assert FileVersion.objects.count() == 1
    assert Act.objects.filter(verb="file.store").count() == 1


def test_the_same_bytes_of_two_units_stand_in_the_storage_once(
    clerk: Actor, upload: Upload, media: Path
) -> None:
    other = actor(Role.FILER, organisation=OrganisationFactory())
    mine, theirs = store(clerk, upload()), store(other, upload())
    assert mine.stored_file != theirs.stored_file
    assert mine.blob == theirs.blob
    assert len(files_in(media)) == 1


def test_what_the_guard_refuses_leaves_nothing(clerk: Actor, upload: Upload, media: Path) -> None:
    with pytest.raises(Invalid):
        store(clerk, upload("页.html", b"<p>"))
    assert not StoredFile.objects.exists()
    assert files_in(media) == set()


def test_a_stranger_and_another_units_file_are_refused(clerk: Actor, upload: Upload, media: Path) -> None:
    with pytest.raises(NotAllowed, match="请先登录"):
        store_file(actor=ANONYMOUS, owner=clerk.organisation, title="规划", upload=upload())
    theirs = FileVersionFactory()
    before = files_in(media)
    with pytest.raises(NotAllowed, match="另一个单位"):
        store(clerk, upload(), stored_file=theirs.stored_file)
    assert files_in(media) == before


def test_an_upload_that_breaks_off_leaves_no_half_file(
    clerk: Actor, upload: Upload, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NoRoom, match="存储空间不足"):
        store(clerk, upload())
    assert files_in(media) == set()
    assert not Blob.objects.exists()


def test_a_rollback_leaves_bytes_that_the_sweep_takes_away_a_day_later(
    clerk: Actor, upload: Upload, media: Path
) -> None:
    def fail() -> None:
        with transaction.atomic():
            store(clerk, upload())
            raise Conflict("以后的一步没有办成。")

    with pytest.raises(Conflict):
        fail()
    assert not Blob.objects.exists()
    assert len(files_in(media)) == 1
    assert sweep_blobs() == 0
    grow_old(media)
    assert sweep_task() == 1
    assert files_in(media) == set()
    assert sweep_blobs() == 0


def test_the_sweep_leaves_what_a_row_names_and_takes_half_files(
    clerk: Actor, upload: Upload, media: Path
) -> None:
    version = store(clerk, upload())
    (media / "blobs" / "incoming" / "tmp-half").write_bytes(b"%PDF-")
    (media / "another-folder").mkdir()
    (media / "another-folder" / "not-ours").write_bytes(b"x")
    grow_old(media)
    assert sweep_blobs() == 1
    assert files_in(media) == {version.blob.sha256, "not-ours"}


def test_a_sweep_without_a_storage_is_content() -> None:
    assert sweep_blobs() == 0


def test_bytes_that_come_in_again_during_a_sweep_stay(clerk: Actor, upload: Upload, media: Path) -> None:
    """The sweep has read that they are old and without a row; then somebody uploads them."""
    kept = storage.keep(upload())
    grow_old(media)
    path, before = storage.place(kept.sha256), time.time() - DAY
    assert next(storage.old_bytes(before)) == [path]
    store(clerk, upload())
    assert not storage.discard(path, before)
    assert files_in(media) == {kept.sha256}
    grow_old(media)
    assert storage.discard(path, before), "the control: old bytes do go"
    assert not storage.discard(path, before)


def test_a_new_upload_mends_bytes_that_were_lost(clerk: Actor, upload: Upload, media: Path) -> None:
    version = store(clerk, upload())
    storage.place(version.blob.sha256).write_bytes(b"")
    with pytest.raises(Conflict):
        storage.opened(version.blob)
    assert store(clerk, upload(), stored_file=version.stored_file) == version
    with storage.opened(version.blob) as file:
        assert file.read() == pdf_bytes()


@pytest.mark.parametrize("model", [Blob, FileVersion])
def test_what_is_stored_is_never_changed_and_never_goes(model: Any) -> None:
    row = FileVersionFactory()
    rows = model.objects.filter(pk=(row if model is FileVersion else row.blob).pk)
    change = {"name": "改过.pdf"} if model is FileVersion else {"size": 1}
    for way in (lambda: rows.update(**change), lambda: rows._raw_delete(rows.db)):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            way()
    StoredFile.objects.filter(pk=row.stored_file.pk).update(title="标题可以改")


def test_a_number_is_given_once_and_a_blob_is_never_empty() -> None:
    row = FileVersionFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        FileVersionFactory(stored_file=row.stored_file, number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        FileVersionFactory(stored_file=row.stored_file, number=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Blob.objects.create(sha256="0" * 64, size=0, kind="pdf")
    with pytest.raises(IntegrityError), transaction.atomic():
        Blob.objects.create(sha256="1" * 64, size=1, kind="svg")


def test_rows_are_seen_by_the_unit_that_owns_them(clerk: Actor) -> None:
    mine, _ = FileVersionFactory(owner=clerk.organisation), FileVersionFactory()
    assert list(FileVersion.objects.visible_to(clerk).order_by("pk")) == [mine]
    assert list(StoredFile.objects.visible_to(clerk).order_by("pk")) == [mine.stored_file]
    assert not FileVersion.objects.visible_to(ANONYMOUS).exists()


def test_the_act_is_shown_in_words(clerk: Actor, upload: Upload, client: Client) -> None:
    version = store(clerk, upload())
    admin = actor(Role.SYSTEM_ADMIN, organisation=OrganisationFactory(office=True))
    client.force_login(admin.user)
    act = Act.objects.about(version).get()
    page = client.get(reverse("records:act_detail", args=[act.pk])).content.decode()
    for words in ("上传文件", "文件名", "文件摘要", "试验规划（第 1 版）"):
        assert words in page
