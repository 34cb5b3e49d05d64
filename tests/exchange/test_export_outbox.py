"""The row is the outbox: a worker that is killed while it writes delays an export; nothing of it is half there."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.http import QueryDict
from django.utils import timezone

from config.celery import app
from exchange.enums import OPEN_EXPORTS, ExportStatus
from exchange.models import Export
from exchange.selectors.exports import Asked
from exchange.services import exports
from notifications.models import Message
from records.models import Act
from tests.factories import build_world
from tests.harness.books import fast_values_of
from tests.harness.queue import Worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.slow]

ROWS = 30_000


@pytest.fixture(autouse=True)
def media(settings: Any) -> Iterator[Path]:
    """The folder that the worker writes to as well, without files of earlier tests."""
    folder = Path(settings.MEDIA_ROOT) / "exports"
    shutil.rmtree(folder, ignore_errors=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def wait_until(done: Callable[[], bool], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, list(Export.objects.values())
        time.sleep(0.02)


def now() -> Export:
    return Export.objects.get()


def test_a_worker_killed_while_it_writes_leaves_nothing_half_and_another_makes_it(
    celery_worker_process: Worker,
) -> None:
    world = build_world()
    Message.objects.bulk_create(
        Message(
            kind="trial",
            user=world.filer.user,
            organisation=world.county,
            words=f"=第 {number} 条",
            url="/workbench/",
        )
        for number in range(ROWS)
    )
    asked = Asked.of("messages", {}, "/messages/export/", QueryDict(""))
    exports.request_export(actor=world.filer, asked=asked)
    wait_until(lambda: now().row_count is not None)
    celery_worker_process.kill()
    # What the dead process had sent to the database is still carried out there.
    time.sleep(0.5)
    assert now().status == ExportStatus.RUNNING, "killed too early or too late"
    assert not default_storage.exists("exports") or default_storage.listdir("exports")[1] == []

    celery_worker_process.start()
    time.sleep(app.conf.broker_transport_options["visibility_timeout"] + 2)
    assert now().status in OPEN_EXPORTS, "the control: redelivery alone does not make it"

    Export.objects.update(touched_at=timezone.now() - 2 * exports.LOST_AFTER)
    assert exports.sweep_exports() == 1
    wait_until(lambda: now().status == ExportStatus.DONE)

    done = now()
    with default_storage.open(str(done.file)) as file:
        rows = fast_values_of(file.read())
    assert [row[0] for row in rows[1:]] == [f"=第 {number} 条" for number in reversed(range(ROWS))]
    assert len(default_storage.listdir("exports")[1]) == 1
    assert Act.objects.filter(verb="export.make").count() == 1
    assert Message.objects.filter(kind="export_done").count() == 1
