"""A published file becomes a reading: past the guard, read in memory, and kept only when it is a policy."""

from __future__ import annotations

from django.core.files.base import File
from django.db import transaction

from accounts.actors import Actor
from files.services import store_file
from policies.models import Policy, PolicyVersion
from policies.rules import can_read_in
from policies.services.reading_in import Place, Reading, read_in


def read_upload(
    *, actor: Actor, upload: File, place: Place | None = None, policy: Policy | None = None
) -> PolicyVersion:
    """Read it, then store the file and the version together; Invalid with one sentence, and nothing stored, else."""
    can_read_in(actor, policy).demand()
    assert actor.organisation is not None
    reading, text = _read(upload)
    with transaction.atomic():
        source = store_file(actor=actor, owner=actor.organisation, title=reading["title"], upload=upload)
        return read_in(actor=actor, reading=reading, text=text, source=source, place=place, policy=policy)


def _read(upload: File) -> tuple[Reading, str]:
    raise NotImplementedError
