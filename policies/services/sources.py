"""A published file becomes a reading: past the guard, read in memory, and kept only when it is a policy."""

from __future__ import annotations

from django.core.files.base import File
from django.db import transaction

from accounts.actors import Actor
from core.errors import Invalid
from files.enums import DOCUMENT_KINDS
from files.guard import admit
from files.services import store_file, take_in
from policies.models import Policy, PolicyVersion
from policies.rules import can_read_in
from policies.services.arranging import arranged, text_of
from policies.services.reading_in import Place, Reading, demand_room, read_in
from reading import policy as reader
from reading import sources
from reading.errors import Unreadable


def read_upload(
    *, actor: Actor, upload: File, place: Place | None = None, policy: Policy | None = None
) -> PolicyVersion:
    """Read it, then store the file and the version together; Invalid with one sentence, and nothing stored, else."""
    can_read_in(actor, policy).demand()
    assert actor.organisation is not None
    reading, text = _read(upload)
    # Asked before a byte is kept, and once more under the lock.
    demand_room(reading=reading, place=place, policy=policy)
    taken = take_in(upload, kinds=DOCUMENT_KINDS)
    with transaction.atomic():
        source = store_file(actor=actor, owner=actor.organisation, title=reading["title"], upload=taken)
        return read_in(actor=actor, reading=reading, text=text, source=source, place=place, policy=policy)


def _read(upload: File) -> tuple[Reading, str]:
    """The reading and the text whose lines it counts; Invalid (field `file`) when it is no policy that can be read."""
    admitted = admit(upload, kinds=DOCUMENT_KINDS)
    upload.seek(0)
    try:
        source = sources.read(admitted.name, upload.read())
        document = reader.read(source)
    except Unreadable as error:
        raise Invalid(error.sentence, fields={"file": error.sentence}) from error
    finally:
        upload.seek(0)
    text = text_of(source)
    return arranged(document, text), text
