"""Large files in pieces: begun, continued where the line broke, stored once, swept; nobody else knows of them."""

import errno
import hashlib
import os
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import ANONYMOUS, Actor
from accounts.enums import Role
from core.errors import Conflict, DomainError, Invalid, NoRoom, NotAllowed
from files import incoming, storage
from files.disk import FULL
from files.models import Blob, FileVersion, StoredFile, Upload
from files.services import (
    Moved,
    append_chunk,
    begin_upload,
    cancel_upload,
    store_file,
    sweep_blobs,
    sweep_uploads,
    take_in,
)
from tests.factories import OrganisationFactory, actor, pdf_bytes
from tests.harness.pages import Browser
from tests.races.conftest import Crowd, rush

__all__ = ["rush"]

pytestmark = [pytest.mark.django_db, pytest.mark.both]

PIECE = 64
WHOLE = pdf_bytes("x" * 300)
Rush = Callable[[list[Callable[[], Any]]], Crowd]


@pytest.fixture(autouse=True)
def pieces(settings: Any, tmp_path: Path) -> Path:
    """Where the bytes stand that are on their way in."""
    settings.INCOMING_ROOT = tmp_path / "incoming"
    return tmp_path / "incoming"


@pytest.fixture
def clerk(db: None) -> Actor:
    return actor(Role.FILER, organisation=OrganisationFactory())


def begun(who: Actor, name: str = "规划.pdf", size: int = len(WHOLE), mark: str = "1") -> Upload:
    return begin_upload(actor=who, owner=who.organisation, matter="x:1", name=name, size=size, mark=mark)


def sent(who: Actor, upload: Upload, until: int = len(WHOLE)) -> Upload:
    """All pieces up to there."""
    at = Upload.objects.get(pk=upload.pk).received
    while at < until:
        at = append_chunk(actor=who, upload=upload, offset=at, content=WHOLE[at : min(at + PIECE, until)])
    return Upload.objects.get(pk=upload.pk)


def stored(who: Actor, upload: Upload) -> FileVersion:
    return store_file(actor=who, owner=who.organisation, title="试验规划", upload=take_in(upload))


def test_pieces_become_the_file_with_the_same_sum(
    clerk: Actor, pieces: Path, django_capture_on_commit_callbacks: Any
) -> None:
    upload = sent(clerk, begun(clerk))
    with django_capture_on_commit_callbacks(execute=True):
        version = stored(clerk, upload)
    assert version.blob.sha256 == hashlib.sha256(WHOLE).hexdigest()
    assert (version.name, version.number) == ("规划.pdf", 1)
    assert list(pieces.iterdir()) == []
    with storage.opened(version.blob) as file:
        assert file.read() == WHOLE


def test_another_day_it_goes_on_where_it_stopped(clerk: Actor) -> None:
    first = sent(clerk, begun(clerk), until=PIECE + 10)
    again = begun(clerk)
    assert (again.pk, again.received) == (first.pk, PIECE + 10)
    colleague = actor(Role.UNIT_ADMIN, organisation=clerk.organisation)
    assert sent(colleague, begun(colleague)).received == len(WHOLE)
    # A file that was changed meanwhile is another one.
    assert begun(clerk, mark="2").pk != first.pk


def test_a_piece_twice_or_elsewhere_tells_where_the_upload_stands(clerk: Actor) -> None:
    upload = sent(clerk, begun(clerk), until=PIECE)
    for offset in (0, PIECE - 1, PIECE + 1, 10**12):
        with pytest.raises(Moved) as moved:
            append_chunk(actor=clerk, upload=upload, offset=offset, content=b"x")
        assert moved.value.received == PIECE
    assert Upload.objects.get().received == PIECE


def test_what_a_killed_process_left_behind_the_last_piece_is_cut_off(clerk: Actor) -> None:
    upload = sent(clerk, begun(clerk), until=PIECE)
    with incoming.place(upload.pk).open("ab") as file:
        file.write(b"half a piece that no row speaks of")
    assert stored(clerk, sent(clerk, upload)).blob.sha256 == hashlib.sha256(WHOLE).hexdigest()


@pytest.mark.parametrize("content", [b"", b"x" * (len(WHOLE) + 1)])
def test_no_piece_reaches_beyond_the_size_that_was_said(clerk: Actor, content: bytes) -> None:
    upload = begun(clerk)
    with pytest.raises(Invalid):
        append_chunk(actor=clerk, upload=upload, offset=0, content=content)
    assert Upload.objects.get().received == 0


def test_an_incomplete_upload_is_not_stored(clerk: Actor) -> None:
    upload = sent(clerk, begun(clerk), until=PIECE)
    with pytest.raises(Conflict, match="还没有传完"):
        stored(clerk, upload)
    assert not StoredFile.objects.exists()


def test_it_is_stored_once_however_often_it_is_asked_for(clerk: Actor) -> None:
    upload = sent(clerk, begun(clerk))
    first, second = stored(clerk, upload), stored(clerk, upload)
    assert first == second and StoredFile.objects.count() == 1
    with pytest.raises(Moved):
        append_chunk(actor=clerk, upload=upload, offset=0, content=b"x")
    # What is stored stays, whoever cancels.
    cancel_upload(actor=clerk, upload=upload)
    assert FileVersion.objects.get() == first


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [
        ("规划.exe", 10, "只能上传"),
        ("规划.pdf", 0, "空的"),
        ("规划.pdf", 101 * 1024 * 1024, "超过 100 MB"),
        ("规划", 10, "只能上传"),
    ],
)
def test_what_cannot_be_taken_is_refused_before_the_first_byte(
    clerk: Actor, name: str, size: int, words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        begun(clerk, name, size)
    assert not Upload.objects.exists()


def test_a_file_that_the_guard_refuses_leaves_no_row(clerk: Actor) -> None:
    upload = begun(clerk, size=6)
    append_chunk(actor=clerk, upload=upload, offset=0, content=b"<html>")
    with pytest.raises(Invalid, match="不符"):
        stored(clerk, upload)
    assert not (StoredFile.objects.exists() or Blob.objects.exists())


def test_a_unit_has_only_so_much_unfinished(clerk: Actor, settings: Any) -> None:
    settings.UPLOAD_UNFINISHED_MB = 1
    first = begun(clerk, size=700_000)
    with pytest.raises(Conflict, match="没有传完的文件太多"):
        begun(clerk, "另.pdf", 700_000)
    other = actor(Role.FILER, organisation=OrganisationFactory())
    assert begun(other, size=700_000).owner == other.organisation
    cancel_upload(actor=clerk, upload=first)
    assert begun(clerk, "另.pdf", 700_000).received == 0


def test_nobody_else_adds_to_it_or_gives_it_up(clerk: Actor) -> None:
    upload = begun(clerk)
    stranger = actor(Role.FILER, organisation=OrganisationFactory())
    for who in (stranger, ANONYMOUS, Actor(user=clerk.user)):
        with pytest.raises(NotAllowed):
            append_chunk(actor=who, upload=upload, offset=0, content=b"x")
        with pytest.raises(NotAllowed):
            cancel_upload(actor=who, upload=upload)
    assert Upload.objects.get().received == 0


def test_what_nobody_came_back_to_is_swept_and_the_rest_stays(clerk: Actor, pieces: Path) -> None:
    old, young, done = (sent(clerk, begun(clerk, f"{n}.pdf"), until=PIECE) for n in "abc")
    done = sent(clerk, done)
    version = stored(clerk, done)
    Upload.objects.filter(pk__in=[old.pk, done.pk]).update(touched_at=timezone.now() - timedelta(days=8))
    orphan = pieces / "987654"
    orphan.write_bytes(b"of a row that was never committed")
    two_days_ago = timezone.now().timestamp() - 2 * 86400
    for path in (orphan, incoming.place(young.pk)):
        os.utime(path, (two_days_ago, two_days_ago))
    assert sweep_uploads() == 2
    assert list(Upload.objects.values_list("pk", flat=True)) == [young.pk]
    assert [path.name for path in pieces.iterdir()] == [str(young.pk)]
    assert FileVersion.objects.get() == version
    assert sweep_uploads() == 0
    with pytest.raises(Conflict, match="取消或过期"):
        append_chunk(actor=clerk, upload=old, offset=PIECE, content=b"x")
    assert not incoming.place(old.pk).exists()


class FullDisk:
    """A file system on which a write ends in the middle."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def write(self, content: bytes) -> int:
        self.file.write(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_told_and_the_piece_goes_through_later(clerk: Actor) -> None:
    upload = sent(clerk, begun(clerk), until=PIECE)
    with incoming.held(upload.pk) as file, pytest.raises(NoRoom, match="存储空间不足"):
        incoming.write(FullDisk(file), PIECE, b"y" * 50)
    assert incoming.place(upload.pk).stat().st_size == PIECE
    assert stored(clerk, sent(clerk, upload)).blob.sha256 == hashlib.sha256(WHOLE).hexdigest()


def test_a_disk_that_is_full_while_storing_leaves_no_row_and_no_bytes(
    clerk: Actor, monkeypatch: pytest.MonkeyPatch, media: Path
) -> None:
    upload = sent(clerk, begun(clerk))

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as broken:
        broken.setattr(storage, "keep", full)
        with pytest.raises(NoRoom) as refusal:
            stored(clerk, upload)
    assert refusal.value.message == FULL
    assert not (StoredFile.objects.exists() or Blob.objects.exists())
    sweep_blobs()
    assert [path for path in media.rglob("*") if path.is_file()] == []
    # The pieces are still there: nothing has to be sent again.
    assert stored(clerk, upload).number == 1


def page(upload: Upload, offset: object = None) -> str:
    return f"/files/uploads/{upload.pk}/" + ("" if offset is None else f"?offset={offset}")


def post(client: Client, address: str, content: bytes, **more: Any) -> Any:
    return client.post(address, content, content_type="application/octet-stream", **more)


def test_over_http_a_piece_is_kept_and_a_wrong_place_is_told(clerk: Actor, browser_of: Browser) -> None:
    client, upload = browser_of(clerk), begun(clerk)
    assert post(client, page(upload, 0), WHOLE[:PIECE]).json() == {"received": PIECE, "size": len(WHOLE)}
    again = post(client, page(upload, 0), WHOLE[:PIECE])
    assert (again.status_code, again.json()["received"]) == (409, PIECE)
    assert client.get(page(upload)).json()["received"] == PIECE


@pytest.mark.parametrize("offset", ["", "-1", "x", "1e3", "９", "9" * 40, None])
def test_a_place_that_is_none_writes_nothing(clerk: Actor, browser_of: Browser, offset: object) -> None:
    upload = begun(clerk)
    answer = post(browser_of(clerk), page(upload, offset), b"x")
    assert answer.status_code == 422 and "刷新" in answer.json()["error"]
    assert Upload.objects.get().received == 0


def test_a_piece_that_was_cut_off_or_is_too_large_writes_nothing(clerk: Actor, browser_of: Browser) -> None:
    client, upload = browser_of(clerk), begun(clerk, size=6 * 1024 * 1024)
    cut_off = {"wsgi.input": BytesIO(WHOLE[:PIECE]), "CONTENT_LENGTH": str(PIECE * 2)}
    for content, more in ((b"", cut_off), (b"x" * (5 * 1024 * 1024), {})):
        answer = post(client, page(upload, 0), content, **more)
        assert (answer.status_code, answer.json()["error"]) == (422, "这一段没有传完整，请重试。")
    assert Upload.objects.get().received == 0


def test_to_everybody_else_there_is_no_such_upload(clerk: Actor, browser_of: Browser) -> None:
    upload = begun(clerk)
    for role in (Role.FILER, Role.REVIEWER, Role.SYSTEM_ADMIN):
        client = browser_of(actor(role, organisation=OrganisationFactory()))
        assert client.get(page(upload)).status_code == 404
        assert post(client, page(upload, 0), b"x").status_code == 404
    assert post(Client(), page(upload, 0), b"x").status_code == 302
    assert Upload.objects.get().received == 0


@pytest.mark.django_db(transaction=True)
def test_one_piece_from_many_is_written_once(clerk: Actor, rush: Rush) -> None:
    upload = begun(clerk)
    piece = partial(append_chunk, actor=clerk, upload=upload, offset=0, content=WHOLE[:PIECE])
    crowd = rush([piece] * 10)
    assert crowd.outcomes == {"done": 1, "Moved": 9}
    assert {refusal.received for refusal in crowd.refusals if isinstance(refusal, Moved)} == {PIECE}
    assert stored(clerk, sent(clerk, upload)).blob.sha256 == hashlib.sha256(WHOLE).hexdigest()


@pytest.mark.django_db(transaction=True)
def test_many_who_finish_at_once_have_one_version(clerk: Actor, rush: Rush) -> None:
    upload = sent(clerk, begun(clerk))
    crowd = rush([partial(stored, clerk, upload)] * 8)
    assert crowd.outcomes == {"done": 8}
    assert {version.pk for version in crowd.results} == {FileVersion.objects.get().pk}
    assert not incoming.place(upload.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_one_upload_becomes_several_files(
    clerk: Actor, rush: Rush, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above."""
    monkeypatch.setattr("files.services.storing.stored_before", lambda taken: None)
    monkeypatch.setattr(incoming, "discard", lambda pk: None)
    for number in range(5):
        upload = sent(clerk, begun(clerk, f"{number}.pdf"))
        rush([partial(stored, clerk, upload)] * 8)
        if StoredFile.objects.count() > 1:
            return
    raise AssertionError("five times eight without the lock, and never two files")


@pytest.mark.django_db(transaction=True)
def test_the_last_room_is_taken_once(clerk: Actor, rush: Rush, settings: Any) -> None:
    settings.UPLOAD_UNFINISHED_MB = 1
    crowd = rush([partial(begun, clerk, f"{number}.pdf", 600_000) for number in range(6)])
    assert crowd.outcomes == {"done": 1, "Conflict": 5}


@pytest.mark.django_db(transaction=True)
def test_the_same_file_begun_at_once_is_one_upload(clerk: Actor, rush: Rush) -> None:
    crowd = rush([partial(begun, clerk)] * 6)
    assert crowd.outcomes == {"done": 6} and Upload.objects.count() == 1
    assert not [each for each in crowd.refusals if isinstance(each, DomainError)]
