"""From upload to verdict: asked for once, done again when lost, on record, told, and never safe without an answer."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from core.errors import Invalid
from files import clamav, storage, tasks
from files.enums import ScanState
from files.models import BlobScan, FileVersion
from files.services import rescan_blobs, scan_blob, store_file, sweep_scans
from notifications.models import Message
from records.models import Act
from tests.factories import FileVersionFactory, World, pdf_bytes
from tests.files.test_storing import Upload
from tests.harness.pages import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.both]

ENGINE = "ClamAV 1.4.6/27500/Sun Nov 22 2026"
Reply = Callable[[socket.socket, bytes], None]


@contextmanager
def listening(reply: Reply) -> Iterator[str]:
    """A scanner of our own on a port of this machine: it takes the stream and does what `reply` does."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                line.settimeout(5)
                try:
                    _answer(line, reply)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)


def _answer(line: socket.socket, reply: Reply) -> None:
    asked = _exactly(line, 2)
    while not asked.endswith(b"\0"):
        asked += _exactly(line, 1)
    if asked == b"zVERSION\0":
        line.sendall(ENGINE.encode() + b"\0")
        return
    content = b""
    while length := int.from_bytes(_exactly(line, 4), "big"):
        content += _exactly(line, length)
    reply(line, content)


def _exactly(line: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        piece = line.recv(count - len(found))
        if not piece:
            raise OSError("the other side has gone")
        found += piece
    return found


def says(words: str) -> Reply:
    return lambda line, content: line.sendall(words.encode() + b"\0")


def judges(line: socket.socket, content: bytes) -> None:
    """Whatever speaks of a virus has one."""
    line.sendall(b"stream: Trial.Virus FOUND\0" if b"virus" in content else b"stream: OK\0")


@pytest.fixture
def scanner(settings: Any) -> Iterator[str]:
    with listening(judges) as address:
        settings.CLAMAV_SOCKET = address
        yield address


def store(world: World, upload: Upload, text: str = "page", name: str = "规划.pdf") -> FileVersion:
    return store_file(
        actor=world.filer, owner=world.county, title="规划", upload=upload(name, pdf_bytes(text))
    )


def state_of(version: FileVersion) -> ScanState:
    return FileVersion.objects.with_names().get(pk=version.pk).scan_state


def test_an_upload_waits_and_is_then_safe(
    world: World, upload: Upload, scanner: str, run_tasks: Callable[[], int]
) -> None:
    version = store(world, upload)
    assert state_of(version) == ScanState.PENDING
    assert run_tasks() == 1
    assert state_of(version) == ScanState.CLEAN
    scan = BlobScan.objects.get(blob=version.blob)
    assert (scan.engine, scan.found) == (ENGINE, "") and scan.scanned_at is not None


def test_a_virus_is_put_into_quarantine_on_record_and_told(
    world: World, upload: Upload, scanner: str, run_tasks: Callable[[], int], browser_of: Browser
) -> None:
    version = store(world, upload, "virus")
    run_tasks()
    assert state_of(version) == ScanState.QUARANTINED
    act = Act.objects.about(version).get(verb="file.quarantine")
    assert act.user is None and act.details == {"file": "规划.pdf", "found": "Trial.Virus", "engine": ENGINE}
    told = Message.objects.filter(kind="file_quarantined")
    assert {each.user_id for each in told} == {world.filer.user.pk, world.unit_admin.user.pk}
    assert "“规划.pdf”检出病毒（Trial.Virus），已隔离" in told[0].words
    assert browser_of(world.filer).get(f"/files/{version.pk}/").status_code == 403
    assert scan_blob(blob_id=version.blob_id) == ScanState.QUARANTINED
    assert Act.objects.about(version).filter(verb="file.quarantine").count() == 1
    assert told.count() == 2, "a second verdict of the same kind tells nobody anything"


def test_the_same_virus_does_not_come_in_again(
    world: World, upload: Upload, scanner: str, run_tasks: Callable[[], int]
) -> None:
    store(world, upload, "virus")
    run_tasks()
    with pytest.raises(Invalid, match="此前检出病毒"):
        store(world, upload, "virus", "换了名字.pdf")
    assert FileVersion.objects.count() == 1


def test_a_false_alarm_is_released_by_a_later_verdict(
    world: World, upload: Upload, scanner: str, settings: Any, run_tasks: Callable[[], int]
) -> None:
    version = store(world, upload, "virus")
    run_tasks()
    with listening(says("stream: OK")) as address:
        settings.CLAMAV_SOCKET = address
        assert scan_blob(blob_id=version.blob_id) == ScanState.CLEAN
    assert Act.objects.about(version).filter(verb="file.release").count() == 1


@pytest.mark.parametrize(
    "reply",
    [
        says("stream: fine, really OK"),
        says("OK"),
        says("INSTREAM size limit exceeded. ERROR"),
        says(""),
        says("stream: OK\nstream: X FOUND"),
        lambda line, content: None,
        lambda line, content: line.sendall(b"stream: O"),
        lambda line, content: line.sendall(b"x" * 100_000),
    ],
    ids=["other words", "too short", "too large", "nothing", "two", "hangs up", "half", "a flood"],
)
def test_anything_but_a_plain_answer_is_no_verdict(
    reply: Reply, world: World, upload: Upload, settings: Any
) -> None:
    with listening(reply) as address:
        settings.CLAMAV_SOCKET = address
        version = store(world, upload)
        assert scan_blob(blob_id=version.blob_id) is None
    assert state_of(version) == ScanState.PENDING


def test_a_scanner_that_is_silent_is_waited_for_only_so_long(
    world: World, upload: Upload, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clamav, "SECONDS", 0.3)
    done = threading.Event()
    with listening(lambda line, content: done.wait(5) and None) as address:
        settings.CLAMAV_SOCKET = address
        version = store(world, upload)
        begun = timezone.now()
        assert scan_blob(blob_id=version.blob_id) is None
        assert timezone.now() - begun < timedelta(seconds=4)
        done.set()
    assert state_of(version) == ScanState.PENDING


@pytest.mark.parametrize("address", ["127.0.0.1:9", "/nowhere/clamd.sock"])
def test_a_scanner_that_is_away_leaves_the_file_waiting(
    address: str, world: World, upload: Upload, settings: Any
) -> None:
    settings.CLAMAV_SOCKET = address
    version = store(world, upload)
    assert scan_blob(blob_id=version.blob_id) is None
    assert state_of(version) == ScanState.PENDING
    with pytest.raises(clamav.ScannerAway):
        clamav.version()


def grow_old(version: FileVersion) -> None:
    BlobScan.objects.filter(blob=version.blob).update(asked_at=timezone.now() - timedelta(minutes=5))


def test_what_was_lost_is_sent_again_and_only_then(
    world: World, upload: Upload, scanner: str, sent_tasks: Any, run_tasks: Callable[[], int]
) -> None:
    version = store(world, upload)
    run_tasks()
    lost = store(world, upload, "lost")
    sent_tasks.clear()
    assert sweep_scans() == 0, "a moment ago is not lost"
    grow_old(version)
    grow_old(lost)
    assert sweep_scans() == 1
    assert sent_tasks == [(tasks.scan_blob, (lost.blob_id,))]
    assert sweep_scans() == 0
    run_tasks()
    assert state_of(lost) == ScanState.CLEAN


def test_files_from_before_the_scanner_are_scanned_too_and_stay_open_meanwhile(
    world: World, scanner: str, run_tasks: Callable[[], int]
) -> None:
    old = FileVersionFactory(owner=world.county, content=pdf_bytes("old"))
    assert sweep_scans() == 1
    assert state_of(old) == ScanState.UNSCANNED
    run_tasks()
    assert state_of(old) == ScanState.CLEAN


def test_without_a_scanner_nothing_waits_and_nothing_is_called_safe(
    world: World, upload: Upload, settings: Any, sent_tasks: Any
) -> None:
    version = store(world, upload)
    assert state_of(version) == ScanState.UNSCANNED
    BlobScan.objects.filter(blob=version.blob).update(verdict=ScanState.PENDING)
    assert (sweep_scans(), rescan_blobs(), scan_blob(blob_id=version.blob_id)) == (0, 0, None)
    assert state_of(version) == ScanState.UNSCANNED
    assert sent_tasks == []


def test_new_signatures_scan_young_files_once_more(
    world: World, upload: Upload, scanner: str, sent_tasks: Any, run_tasks: Callable[[], int], settings: Any
) -> None:
    young = store(world, upload)
    run_tasks()
    assert rescan_blobs() == 0, "the same signatures say the same"
    BlobScan.objects.filter(blob=young.blob).update(engine="ClamAV 1.4.6/27499/Sat")
    assert rescan_blobs() == 1
    assert state_of(young) == ScanState.CLEAN, "it stays open while it waits"
    run_tasks()
    assert BlobScan.objects.get(blob=young.blob).engine == ENGINE
    settings.CLAMAV_RESCAN_DAYS = 0
    BlobScan.objects.filter(blob=young.blob).update(engine="ClamAV 1.4.6/27499/Sat")
    assert rescan_blobs() == 0


def test_damaged_bytes_are_not_called_safe(world: World, upload: Upload, scanner: str) -> None:
    version = store(world, upload)
    storage.place(version.blob.sha256).write_bytes(b"%PDF-other")
    assert scan_blob(blob_id=version.blob_id) is None
    assert state_of(version) == ScanState.PENDING


def test_a_blob_that_is_none_is_nothing(scanner: str) -> None:
    assert scan_blob(blob_id=987654321) is None


def test_large_streams_arrive_whole(settings: Any) -> None:
    seen: list[bytes] = []

    def keep(line: socket.socket, content: bytes) -> None:
        seen.append(content)
        line.sendall(b"stream: OK\0")

    content = bytes(range(256)) * 4000
    with listening(keep) as address:
        settings.CLAMAV_SOCKET = address
        assert clamav.scan(ContentFile(content)) == clamav.Verdict("", ENGINE)
    assert seen == [content]
