"""打包下载: asked for by a person, made by a worker file by file, sent again when lost, and gone after a day."""

import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.actors import Actor
from applications import tasks
from applications.enums import OPEN_PACKAGES, PackageStatus
from applications.models import Application, EvidencePackage
from applications.selectors.packages import LIST_NAME, entries_of, package_versions
from applications.services.packing_list import list_of_contents
from core import queue
from core.errors import Conflict, DomainError
from files.disk import FULL, telling_when_full
from files.models import FileVersion
from files.storage import opened
from records.services import record

logger = structlog.get_logger(__name__)

KEEP = timedelta(hours=24)
# Every file is a sign of life; the largest one takes seconds.
LOST_AFTER = timedelta(seconds=90)
MAX_ATTEMPTS = 5
PIECE = 1024 * 1024
GIVEN_UP = "多次尝试没有完成，请联系系统管理员。"
EMPTY = "现在没有可以打包的材料。"


class Overtaken(Exception):
    """Another worker has this package by now."""


@transaction.atomic
def request_package(*, actor: Actor, application: Application) -> EvidencePackage:
    """A ZIP of all that this person may open; the same once more, while it is fresh, is the one that is there."""
    assert actor.user is not None and actor.organisation is not None
    entries = entries_of(application, actor)
    if not entries:
        raise Conflict(EMPTY)
    content = json.dumps(entries, ensure_ascii=False)
    now = timezone.now()
    fresh = EvidencePackage.objects.visible_to(actor).filter(application=application, content=content)
    known = fresh.filter(expires_at__gt=now).exclude(status=PackageStatus.FAILED).order_by("-pk").first()
    if known is not None:
        return known
    package = EvidencePackage.objects.create(
        application=application,
        requested_by=actor.user,
        organisation=actor.organisation,
        expires_at=now + KEEP,
        content=content,
        files_total=len(entries),
    )
    record(
        actor=actor,
        verb="application.pack",
        target=application,
        details={"files": [each["name"] for each in entries]},
    )
    queue.send_on_commit(tasks.make_package, package.pk)
    return package


def make_package(*, package_id: int) -> bool:
    """Pack one; done already, or in other hands since a moment: nothing happens. Safe to run twice, and after a kill."""
    package = _claim(package_id)
    if package is None:
        return False
    try:
        with telling_when_full():
            _pack(package)
    except Overtaken:
        return False
    except DomainError as error:
        _fail(package, error.message)
        return False
    return True


def sweep_packages() -> int:
    """Send lost ones again, and take away what has expired; returns how many were sent."""
    now = timezone.now()
    for package in EvidencePackage.objects.filter(expires_at__lte=now).order_by("pk"):
        place(package).unlink(missing_ok=True)
        package.delete()
    _clear_leftovers()
    lost = EvidencePackage.objects.filter(status__in=OPEN_PACKAGES, touched_at__lt=now - LOST_AFTER)
    lost.filter(attempts__gte=MAX_ATTEMPTS).update(status=PackageStatus.FAILED, error=GIVEN_UP)
    sent = 0
    for pk in lost.order_by("pk").values_list("pk", flat=True):
        if not queue.send(tasks.make_package, pk):
            break
        EvidencePackage.objects.filter(pk=pk, status=PackageStatus.WAITING).update(touched_at=now)
        sent += 1
    return sent


def place(package: EvidencePackage) -> Path:
    """Where the ZIP stands when it is done."""
    return Path(settings.PACKAGES_ROOT) / f"{package.pk}.zip"


def _claim(package_id: int) -> EvidencePackage | None:
    """Take it into these hands; the number of the attempt tells these hands from others."""
    now = timezone.now()
    free = Q(status=PackageStatus.WAITING) | Q(status=PackageStatus.RUNNING, touched_at__lte=now - LOST_AFTER)
    with transaction.atomic():
        rows = EvidencePackage.objects.select_for_update().filter(free, pk=package_id, expires_at__gt=now)
        if not rows.order_by("pk").exists():
            return None
        rows.update(status=PackageStatus.RUNNING, attempts=F("attempts") + 1, touched_at=now, files_done=0)
    return EvidencePackage.objects.select_related("application__town").get(pk=package_id)


def _pack(package: EvidencePackage) -> None:
    """Onto the disk file by file, under a name of this attempt, and into its place when all is there."""
    target = place(package)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_suffix(f".{package.attempts}.part")
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
            unreachable = set(_write_files(archive, package))
            archive.writestr(LIST_NAME, list_of_contents(package, unreachable))
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        with transaction.atomic():
            _touch(
                package,
                status=PackageStatus.DONE,
                size=temporary.stat().st_size,
                error=_lacking(len(unreachable)),
            )
            temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _write_files(archive: zipfile.ZipFile, package: EvidencePackage) -> Iterator[str]:
    """Every file of the list; yields the names of those that the storage does not give out."""
    versions = package_versions(package)
    for number, entry in enumerate(package.entries, start=1):
        version = versions[entry["version"]]
        try:
            _write(archive, entry["name"], version)
        except Conflict:
            yield entry["name"]
        _touch(package, files_done=number)


def _write(archive: zipfile.ZipFile, name: str, version: FileVersion) -> None:
    """Piece by piece: what is large never stands in memory."""
    at = timezone.localtime(version.uploaded_at)
    info = zipfile.ZipInfo(name, date_time=(at.year, at.month, at.day, at.hour, at.minute, at.second))
    info.external_attr = 0o644 << 16
    with opened(version.blob) as source, archive.open(info, "w", force_zip64=True) as target:
        for piece in source.chunks(PIECE):
            target.write(piece)


def _touch(package: EvidencePackage, **columns: object) -> None:
    """Note progress, as long as it is in these hands."""
    ours = EvidencePackage.objects.filter(
        pk=package.pk, attempts=package.attempts, status=PackageStatus.RUNNING
    )
    if not ours.update(touched_at=timezone.now(), **columns):
        raise Overtaken


def _fail(package: EvidencePackage, sentence: str) -> None:
    words = "服务器存储空间不足，没有打包。请稍后再试，或联系系统管理员。" if sentence == FULL else sentence
    with suppress(Overtaken):
        _touch(package, status=PackageStatus.FAILED, error=words)


def _lacking(count: int) -> str:
    return f"有 {count} 份文件暂时取不到，没有打包，目录里已标明，请联系系统管理员。" if count else ""


def _clear_leftovers() -> None:
    """Halves of killed workers, and files whose row is gone."""
    root = Path(settings.PACKAGES_ROOT)
    known = set(EvidencePackage.objects.order_by("pk").values_list("pk", flat=True))
    before = (timezone.now() - 2 * LOST_AFTER).timestamp()
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        number = path.name.partition(".")[0]
        is_half = path.suffix == ".part"
        if not number.isdecimal() or (int(number) in known and not is_half):
            continue
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()
