"""The page of the portal's condition speaks of damaged files and of the virus scanner."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from files import clamav
from files.enums import ScanState
from files.models import Blob, BlobCheck, BlobScan
from files.services import check_blobs
from portal.health import Line, State, _scanner, _soundness
from tests.factories import FileVersionFactory

pytestmark = pytest.mark.django_db


def soundness() -> Line:
    return _soundness(timezone.now())


def test_damaged_files_are_trouble_and_mended_ones_are_not() -> None:
    assert soundness() == Line("文件完好", State.OK, "还没有到核对的时间")
    version = FileVersionFactory()
    check_blobs()
    assert soundness().words.startswith("没有发现损坏，最早的一次核对在")
    BlobCheck.objects.filter(blob=version.blob).update(damaged_at=timezone.now())
    line = soundness()
    assert (line.state, line.words) == (State.BAD, "1 个文件与上传时不一致，已停止下载")
    assert "从备份恢复" in line.cure


def test_files_that_nobody_reads_for_days_are_trouble() -> None:
    week_ago = timezone.now() - timedelta(days=7)
    Blob.objects.create(sha256="0" * 64, size=1, kind="pdf", stored_at=week_ago)
    line = soundness()
    assert (line.state, line.words) == (State.BAD, "1 个文件超过 3 天没有核对")


def test_the_scanner_is_asked_where_there_is_one(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _scanner() == Line("病毒查杀", State.OK, "没有配置查杀程序，文件标为“未查杀”")
    version = FileVersionFactory()
    BlobScan.objects.create(blob=version.blob, verdict=ScanState.PENDING)
    settings.CLAMAV_SOCKET = "/nowhere/clamd.sock"
    away = _scanner()
    assert (away.state, away.words) == (State.BAD, "没有应答，1 个文件待检")
    monkeypatch.setattr(clamav, "version", lambda seconds=None: "ClamAV 1.4.6/27500/Sun")
    assert _scanner().words == "ClamAV 1.4.6 应答正常，1 个文件待检"
    BlobScan.objects.update(verdict=ScanState.QUARANTINED, scanned_at=timezone.now())
    assert _scanner().words == "ClamAV 1.4.6 应答正常，0 个文件待检；隔离 1 个"
