"""Many at the same instant: the same bytes once, numbers without a gap, and a sweep in between takes nothing."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import Actor
from accounts.enums import Role
from files import storage
from files.models import Blob, FileVersion, StoredFile
from files.services import store_file, sweep_blobs
from tests.factories import OrganisationFactory, StoredFileFactory, actor, pdf_bytes
from tests.races.conftest import Crowd, rush

__all__ = ["rush"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

Rush = Callable[[list[Callable[[], Any]]], Crowd]
THREADS = 12


def call(who: Actor, text: str, stored_file: StoredFile | None = None) -> Callable[[], FileVersion]:
    upload = SimpleUploadedFile("规划.pdf", pdf_bytes(text))
    return partial(
        store_file,
        actor=who,
        owner=who.organisation,
        title="试验规划",
        upload=upload,
        stored_file=stored_file,
    )


@pytest.fixture
def clerk(transactional_db: None) -> Actor:
    return actor(Role.FILER, organisation=OrganisationFactory())


def test_the_same_bytes_from_many_are_one_blob(clerk: Actor, rush: Rush) -> None:
    crowd = rush([*(call(clerk, "same") for _ in range(THREADS)), sweep_blobs])
    assert crowd.outcomes == {"done": THREADS + 1}
    blob = Blob.objects.get()
    assert FileVersion.objects.filter(blob=blob).count() == THREADS
    with storage.opened(blob) as file:
        assert file.read() == pdf_bytes("same")


def test_versions_of_one_file_are_numbered_one_after_another(clerk: Actor, rush: Rush) -> None:
    stored = StoredFileFactory(owner=clerk.organisation)
    crowd = rush([call(clerk, f"version {number}", stored) for number in range(THREADS)])
    assert crowd.outcomes == {"done": THREADS}
    numbers = stored.versions.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, THREADS + 1))


def test_the_same_version_from_many_is_one_version(clerk: Actor, rush: Rush) -> None:
    stored = StoredFileFactory(owner=clerk.organisation)
    crowd = rush([call(clerk, "same", stored) for _ in range(THREADS)])
    assert crowd.outcomes == {"done": THREADS}
    assert {version.pk for version in crowd.results} == {stored.versions.get().pk}
