"""The same promises on an S3-compatible store: whole, once, summed, swept, and a plain word when it is away."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.conf import settings as portal_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from moto.server import ThreadedMotoServer

from accounts.actors import Actor
from accounts.enums import Role
from config.settings.storage import VARIABLES, file_storage
from core.errors import Conflict
from files import storage
from files.models import Blob
from files.services import store_file, sweep_blobs
from files.shelves.shape import name_of
from tests.factories import OrganisationFactory, World, actor, pdf_bytes
from tests.files.test_storing import Upload, store
from tests.harness.pages import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BUCKET = "zhuanyezhen"
KEYS = {"S3_ACCESS_KEY": "test", "S3_SECRET_KEY": "test", "S3_BUCKET": BUCKET}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A store of our own on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def client(endpoint: str) -> Any:
    """The store as somebody else sees it, with an empty bucket."""
    session = boto3.session.Session("test", "test", region_name="us-east-1")
    client = session.client("s3", endpoint_url=endpoint)
    client.create_bucket(Bucket=BUCKET)
    for row in client.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        client.delete_object(Bucket=BUCKET, Key=row["Key"])
    return client


@pytest.fixture(autouse=True)
def bucket(client: Any, endpoint: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal is set up for this store."""
    for name, value in {**KEYS, "S3_ENDPOINT": endpoint}.items():
        monkeypatch.setenv(name, value)
    settings.STORAGES = {**portal_settings.STORAGES, "default": file_storage()}


@pytest.fixture
def clerk() -> Actor:
    return actor(Role.FILER, organisation=OrganisationFactory())


def keys(client: Any) -> set[str]:
    return {row["Key"] for row in client.list_objects_v2(Bucket=BUCKET).get("Contents", ())}


def grow_old(monkeypatch: pytest.MonkeyPatch, days: int = 2) -> None:
    """The sweep believes that days have passed."""
    now = (datetime.now(UTC) + timedelta(days=days)).timestamp()
    monkeypatch.setattr("files.services.storing.time.time", lambda: now)


def test_the_same_bytes_stand_there_once(clerk: Actor, upload: Upload, client: Any) -> None:
    first, second = store(clerk, upload()), store(clerk, upload("又一份.pdf"))
    assert first.blob == second.blob
    assert keys(client) == {name_of(first.blob.sha256)}
    with storage.opened(first.blob) as file:
        assert file.read() == pdf_bytes()


def test_a_large_file_comes_in_and_out_whole(clerk: Actor, client: Any) -> None:
    page = pdf_bytes()
    large = page[:9] + b"%" + os.urandom(5_000_000).hex().encode() + b"\n" + page[9:]
    version = store_file(
        actor=clerk, owner=clerk.organisation, title="大文件", upload=SimpleUploadedFile("大.pdf", large)
    )
    with storage.opened(version.blob) as file:
        assert file.read() == large


def test_the_owner_downloads_and_a_stranger_does_not(
    world: World, upload: Upload, browser_of: Browser
) -> None:
    version = store(world.filer, upload())
    answer = browser_of(world.filer).get(f"/files/{version.pk}/")
    assert b"".join(answer.streaming_content) == pdf_bytes()
    assert answer.headers["Content-Length"] == str(len(pdf_bytes()))
    assert browser_of(world.neighbour_filer).get(f"/files/{version.pk}/").status_code == 404


@pytest.mark.parametrize("damage", ["gone", "cut", "flipped"])
def test_damage_is_found_before_the_first_byte_and_mended_by_the_next_upload(
    damage: str, clerk: Actor, upload: Upload, client: Any
) -> None:
    version = store(clerk, upload())
    key, content = name_of(version.blob.sha256), bytearray(pdf_bytes())
    content[20] ^= 1
    if damage == "gone":
        client.delete_object(Bucket=BUCKET, Key=key)
    else:
        client.put_object(Bucket=BUCKET, Key=key, Body=bytes(content[:20] if damage == "cut" else content))
    with pytest.raises(storage.Damaged):
        storage.opened(version.blob)
    store(clerk, upload(), stored_file=version.stored_file)
    storage.opened(version.blob).close()


def test_the_sweep_takes_what_no_row_names_a_day_after_it_put_it_aside(
    clerk: Actor, upload: Upload, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store(clerk, upload())
    orphan = storage.keep(upload("无主.pdf", pdf_bytes("orphan")))
    assert sweep_blobs() == 0
    grow_old(monkeypatch)
    assert sweep_blobs() == 1
    assert keys(client) == {name_of(kept.blob.sha256), f"blobs/aside/{orphan.sha256}"}
    assert sweep_blobs() == 1
    assert keys(client) == {name_of(kept.blob.sha256)}


def test_bytes_that_came_in_anew_at_the_moment_of_the_sweep_are_still_there(
    upload: Upload, client: Any, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read as old and unnamed, taken away, and only then named by a row: they stand aside and are found there."""
    kept = storage.keep(upload())
    before = (datetime.now(UTC) + timedelta(days=1)).timestamp()
    (batch,) = storage.old_bytes(before)
    assert storage.discard(batch[0], before)
    blob = Blob.objects.create(sha256=kept.sha256, size=kept.size, kind="pdf")
    assert keys(client) == {f"blobs/aside/{kept.sha256}"}
    with storage.opened(blob) as file:
        assert file.read() == pdf_bytes()
    grow_old(monkeypatch)
    assert sweep_blobs() == 0
    assert not storage.discard(batch[0], before), "another sweep was here"


def test_young_bytes_are_left_alone(upload: Upload, client: Any) -> None:
    storage.keep(upload())
    (batch,) = storage.old_bytes((datetime.now(UTC) + timedelta(days=1)).timestamp())
    assert not storage.discard(batch[0], (datetime.now(UTC) - timedelta(days=1)).timestamp())
    assert len(keys(client)) == 1


def test_a_store_that_is_away_is_said(
    world: World,
    upload: Upload,
    browser_of: Browser,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    version = store(world.filer, upload())
    assert storage.condition() == "对象存储“zhuanyezhen”可用"
    monkeypatch.setenv("S3_BUCKET", "no-such-bucket")
    settings.STORAGES = {**portal_settings.STORAGES, "default": file_storage()}
    with pytest.raises(OSError, match="S3_BUCKET"):
        storage.condition()
    monkeypatch.setenv("S3_ENDPOINT", "http://127.0.0.1:9")
    settings.STORAGES = {**portal_settings.STORAGES, "default": file_storage()}
    answer = browser_of(world.filer).get(f"/files/{version.pk}/")
    assert answer.status_code == 409
    assert "文件暂时取不到" in answer.content.decode()
    with pytest.raises(Conflict, match="暂时无法保存"):
        storage.keep(upload())


@pytest.mark.parametrize("missing", VARIABLES)
def test_half_a_setting_is_refused_at_the_start(missing: str, tmp_path: Path, endpoint: str) -> None:
    named = {**KEYS, "S3_ENDPOINT": endpoint, missing: ""}
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings.base"],
        cwd=portal_settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **named},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert f"缺少环境变量 {missing}：" in done.stderr.splitlines()[-1]
