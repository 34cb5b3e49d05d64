"""The last evening: two hundred files at one instant, and a file that is replaced while its application is handed in."""

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from applications.models import Application, Evidence
from applications.selectors.uses import Use
from applications.services import drafting, evidence, filing
from files.models import Blob, FileVersion
from tests.applications.thread import content
from tests.applications.uploads import upload
from tests.factories import TownFactory, World, pdf_bytes
from tests.races.conftest import Crowd
from tests.races.server import TOKEN, served, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

Rush = Callable[[list[Callable[[], Any]]], Crowd]
APPLICATIONS, FILES = 10, 20
PATIENCE = 240
EDGE = "upload-of-the-last-evening"


@pytest.fixture
def port(world: World, tmp_path: Path) -> Iterator[int]:
    with served(tmp_path / "server.log") as port:
        yield port


def draft_of(world: World, number: int) -> Application:
    draft = drafting.create_application(
        actor=world.filer,
        round_=world.round,
        town=TownFactory(name=f"试验{number}专业镇", owner=world.county),
    )
    return drafting.save_draft(actor=world.filer, application=draft, draft=content(), version=draft.version)


def body_of(name: str, file: bytes) -> bytes:
    """A form with one file for criterion 4, as a browser sends it."""
    parts = [("csrfmiddlewaretoken", TOKEN), ("criterion", "4")]
    fields = "".join(
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in parts
    )
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    kind = "Content-Type: application/pdf\r\n\r\n"
    return (fields + head + kind).encode() + file + f"\r\n--{EDGE}--\r\n".encode()


def ask(port: int, cookie: str, method: str, path: str, body: bytes = b"") -> int:
    """The status of one request on a line of its own."""
    link = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    cookies = f"{settings.SESSION_COOKIE_NAME}={cookie}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    kind = f"multipart/form-data; boundary={EDGE}"
    link.request(method, path, body, {"Cookie": cookies, "Content-Type": kind, "Connection": "close"})
    response = link.getresponse()
    response.read()
    link.close()
    return response.status


def test_two_hundred_uploads_on_the_last_evening_lose_nothing(world: World, port: int) -> None:
    drafts = [draft_of(world, number) for number in range(APPLICATIONS)]
    cookies = [signed_in(world.filer), signed_in(world.unit_admin)]
    texts = [f"{draft.pk} {number}" for draft in drafts for number in range(FILES)]
    gate = threading.Barrier(len(texts))

    def send(text: str) -> int:
        pk, number = text.split()
        gate.wait(PATIENCE)
        path = reverse("applications:evidence_create", args=[pk])
        return ask(port, cookies[int(number) % 2], "POST", path, body_of(f"{number}.pdf", pdf_bytes(text)))

    with ThreadPoolExecutor(len(texts) + 1) as pool:
        running = [pool.submit(send, text) for text in texts]
        # Meanwhile people read.
        read = []
        while not all(each.done() for each in running):
            read.append(ask(port, cookies[0], "GET", reverse("applications:application_list")))
            time.sleep(0.2)
        assert Counter(each.result() for each in running) == {302: len(texts)}
    assert read and set(read) == {200}
    assert Evidence.objects.count() == FileVersion.objects.count() == len(texts)
    sums = {hashlib.sha256(pdf_bytes(text)).hexdigest() for text in texts}
    assert set(Blob.objects.values_list("sha256", flat=True)) == sums
    assert Counter(Evidence.objects.values_list("application", flat=True)) == {
        draft.pk: FILES for draft in drafts
    }


@pytest.mark.both
def test_replacing_against_submitting_is_in_the_sheet_or_refused(world: World, rush: Rush) -> None:
    for number in range(5):
        draft = draft_of(world, number)
        row = evidence.add_evidence(
            actor=world.filer,
            application=draft,
            title="产值",
            upload=upload(text=f"old {number}"),
            uses=[Use(4)],
        )
        row = Evidence.objects.select_related("application__applicant", "stored_file").get(pk=row.pk)
        crowd = rush(
            [
                partial(filing.submit_application, actor=world.filer, application=draft),
                partial(
                    evidence.replace_evidence,
                    actor=world.filer,
                    evidence=row,
                    upload=upload(text=f"new {number}"),
                ),
            ]
        )
        newest = row.stored_file.versions.order_by("-number").first()
        [frozen] = draft.fact_sheets.get().data["files"]
        # Whatever came first: what was handed in is the newest that there is, and a late one is refused.
        assert frozen["version"] == newest.pk
        assert crowd.outcomes in (Counter(done=2), Counter(done=1, NotAllowed=1))
