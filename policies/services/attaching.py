"""Files are put beside a document, and taken away again."""

from __future__ import annotations

from django.core.files.base import File
from django.db import transaction

from accounts.actors import Actor
from core.errors import Conflict, Invalid
from core.locks import locked
from files.enums import FileKind, Kinds
from files.services import discard_file, store_file, take_in
from policies.models import Policy, PolicyAttachment
from policies.rules import can_read_in
from records.services import record

ATTACHED_KINDS: Kinds = (FileKind.PDF, FileKind.DOCX, FileKind.XLSX, FileKind.JPEG, FileKind.PNG)
TAKEN = "这份文件已有同名的附件或解读，请换一个名称。"


def attach_file(*, actor: Actor, policy: Policy, kind: str, title: str, upload: File) -> PolicyAttachment:
    """Keep it beside the document; Invalid when the guard refuses or the title is taken."""
    can_read_in(actor, policy).demand()
    assert actor.organisation is not None
    title = title.strip()
    if PolicyAttachment.objects.filter(policy=policy, title=title).exists():
        raise Invalid(TAKEN, fields={"title": TAKEN})
    taken = take_in(upload, kinds=ATTACHED_KINDS)
    with transaction.atomic():
        row = locked(Policy.objects.all(), policy)
        if PolicyAttachment.objects.filter(policy=row, title=title).exists():
            raise Invalid(TAKEN, fields={"title": TAKEN})
        file = store_file(actor=actor, owner=actor.organisation, title=title, upload=taken)
        made = PolicyAttachment.objects.create(policy=row, kind=kind, title=title, file=file)
        record(actor=actor, verb="policy.attach", target=row, details={"title": title, "kind": kind})
        return made


@transaction.atomic
def detach_file(*, actor: Actor, attachment: PolicyAttachment) -> None:
    """Nobody reads it from now on. Conflict when a colleague was faster."""
    policy = locked(Policy.objects.select_related("keeper"), attachment.policy)
    can_read_in(actor, policy).demand()
    rows = PolicyAttachment.objects.filter(policy=policy, pk=attachment.pk)
    row = rows.select_related("file__stored_file").first()
    if row is None:
        raise Conflict("这个附件已被撤下。")
    record(actor=actor, verb="policy.detach", target=policy, details={"title": row.title})
    file = row.file.stored_file
    row.delete()
    discard_file(actor=actor, stored_file=file)
