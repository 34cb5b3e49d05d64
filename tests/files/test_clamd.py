"""A real clamd with a signature of our own for the EICAR test file: found, quarantined, told, and never safe while away."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from files import clamav
from files.enums import DOCUMENT_KINDS, ScanState
from files.models import FileVersion
from files.services import scan_blob, store_file
from ops.report import NO_SCANNER
from tests.factories import World
from tests.files.test_storing import Upload

CLAMD = shutil.which("clamd") or shutil.which("/usr/sbin/clamd")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(not CLAMD, reason=NO_SCANNER),
]

# In two halves, so that no scanner takes this file for it.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
SETTINGS = """
LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
PidFile {folder}/clamd.pid
LogFile {folder}/clamd.log
Foreground yes
StreamMaxLength 4M
MaxThreads 2
"""


@pytest.fixture(scope="module")
def socket() -> Iterator[str]:
    """A scanner for this module alone, in a short private folder, as whoever runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="clam"))
    (folder / "signatures").mkdir()
    line = f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Trial.Eicar\n"
    (folder / "signatures" / "own.hdb").write_text(line)
    (folder / "clamd.conf").write_text(SETTINGS.format(folder=folder))
    if os.getuid() == 0:
        shutil.chown(folder, "clamav", "clamav") if _has_user() else None
    process = subprocess.Popen(
        [str(CLAMD), "--config-file", str(folder / "clamd.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(folder / "clamd.sock", process)
        yield str(folder / "clamd.sock")
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _has_user() -> bool:
    return "clamav:" in Path("/etc/passwd").read_text()


def _wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if path.exists():
            return
        assert process.poll() is None, "clamd ended at once"
        time.sleep(0.1)
    raise AssertionError("clamd does not come up")


@pytest.fixture(autouse=True)
def scanner(socket: str, settings: Any) -> None:
    settings.CLAMAV_SOCKET = socket


def test_the_test_virus_is_found_and_a_plain_file_is_not() -> None:
    assert clamav.version().startswith("ClamAV 1")
    assert clamav.scan(ContentFile(EICAR)).found == "Trial.Eicar.UNOFFICIAL"
    plain = clamav.scan(ContentFile("第一条".encode()))
    assert plain.found == "" and plain.engine.startswith("ClamAV")


def test_a_file_larger_than_the_scanner_takes_is_no_verdict() -> None:
    with pytest.raises(clamav.ScannerAway):
        clamav.scan(ContentFile(b"x" * 5_000_000))


def test_an_upload_with_the_test_virus_ends_in_quarantine(world: World, upload: Upload) -> None:
    infected = store_file(
        actor=world.filer,
        owner=world.county,
        title="试",
        upload=upload("试.txt", EICAR),
        kinds=DOCUMENT_KINDS,
    )
    clean = store_file(actor=world.filer, owner=world.county, title="规划", upload=upload())
    assert {infected.scan_state, clean.scan_state} == {ScanState.PENDING}
    assert scan_blob(blob_id=infected.blob_id) == ScanState.QUARANTINED
    assert scan_blob(blob_id=clean.blob_id) == ScanState.CLEAN
    shown = FileVersion.objects.with_names().get(pk=infected.pk)
    assert shown.is_quarantined and shown.blob.scan.found == "Trial.Eicar.UNOFFICIAL"
